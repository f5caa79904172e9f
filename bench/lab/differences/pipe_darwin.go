package differences

import "os"

// pipeKiB isn't known here.
func pipeKiB(*os.File) int { return 0 }

//go:build !unix

package child

import "os"

// killedBy says which signal ended a process: there are no signals here.
func killedBy(*os.ProcessState) string { return "" }

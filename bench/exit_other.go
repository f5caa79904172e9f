//go:build !unix

package bench

import "os"

// killedBy says which signal ended a process: there are no signals here.
func killedBy(*os.ProcessState) string { return "" }

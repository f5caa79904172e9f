//go:build race

package worker

import "os"

// exit ends the process. The race detector has its say at the end: a race makes the status 66.
func exit(code int) { os.Exit(code) }

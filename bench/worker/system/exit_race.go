//go:build race

package system

import "os"

// Exit ends the process. The race detector has its say at the end: a race makes the status 66.
func Exit(code int) { os.Exit(code) }

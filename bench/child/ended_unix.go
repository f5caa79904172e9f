//go:build unix

package child

import (
	"fmt"
	"os"
	"syscall"
)

// killedBy says which signal ended a process, or "".
func killedBy(s *os.ProcessState) string {
	if ws, ok := s.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return fmt.Sprintf("killed by signal %d (%v)", ws.Signal(), ws.Signal())
	}
	return ""
}

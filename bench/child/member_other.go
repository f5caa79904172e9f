//go:build unix && !linux

package child

import (
	"os"
	"syscall"
)

// executable is the path of this program.
func executable() (string, error) { return os.Executable() }

// member puts a process into a group.
func member(leader int) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pgid: leader}
}

//go:build unix

package python

import (
	"os"
	"os/exec"
	"syscall"
)

// ownGroup lets a process start in a process group of its own: what it forks can be ended with it, and an interrupt
// from the terminal is ours alone to answer.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// errFork is nil: there is fork.
var errFork error

// killGroup ends a process that wasn't waited for yet, and all that it has forked.
func killGroup(p *os.Process) { syscall.Kill(-p.Pid, syscall.SIGKILL) }

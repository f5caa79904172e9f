package child

import "syscall"

// executable is the path of this program as the kernel has it: it is found even when the file was replaced since.
func executable() (string, error) { return "/proc/self/exe", nil }

// member puts a process into a group, and has the kernel kill it when the thread that forked it ends. That is the second
// line, behind the guard.
func member(leader int) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pgid: leader, Pdeathsig: syscall.SIGKILL}
}

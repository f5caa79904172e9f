package role

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// startsGroup makes a process the first of a group, which an interrupt can be sent to.
func startsGroup(cmd *exec.Cmd) {
	windows.NewLazySystemDLL("kernel32.dll").NewProc("AllocConsole").Call() // it fails where there is one already
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
}

// interrupt sends Ctrl-Break, since Ctrl-C reaches no other group. Go takes both for an interrupt.
func interrupt(p *os.Process) error {
	return windows.GenerateConsoleCtrlEvent(windows.CTRL_BREAK_EVENT, uint32(p.Pid))
}

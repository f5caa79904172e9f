package bench

import (
	"os/exec"
	"runtime"
	"sync"
	"syscall"
)

// executable returns the path of this program as the kernel has it: it is found even when the file was replaced or
// removed since.
func executable() (string, error) { return "/proc/self/exe", nil }

// forks takes the starts of processes to a goroutine whose thread never ends.
var forks = sync.OnceValue(func() chan<- func() {
	todo := make(chan func())
	go func() {
		runtime.LockOSThread()
		for f := range todo {
			f()
		}
	}()
	return todo
})

// startLasting starts a process that the kernel kills when this one dies. That is the second line only, behind the
// pipe whose end the worker waits for: it also holds for a worker that was stopped. The signal is sent when the
// thread that forked ends, not the process, and threads end here, those of the mode threads above all. So all
// processes are started on one thread that stays.
func startLasting(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started := make(chan error)
	forks() <- func() { started <- cmd.Start() }
	return <-started
}

package child

import (
	"os/exec"
	"runtime"
	"sync"
	"syscall"
)

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

// start asks for a signal at the parent's death. It is sent when the thread that forked ends, not the process, and
// threads end here, those of the mode threads above all. So all processes are started on one thread that stays.
func start(cmd *exec.Cmd) error {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	started := make(chan error)
	forks() <- func() { started <- cmd.Start() }
	return <-started
}

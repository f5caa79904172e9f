package child

import (
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// forks takes the starts of processes to goroutines whose threads never end. A thread is held until the new program is
// loaded, so there are as many as can load one at once.
var forks = sync.OnceValue(func() chan<- func() {
	todo := make(chan func())
	for range runtime.NumCPU() {
		go func() {
			runtime.LockOSThread()
			for f := range todo {
				f()
			}
		}()
	}
	return todo
})

// start asks for a signal at the parent's death. It is sent when the thread that forked ends, not the process, and
// threads end here, those of the mode threads above all. So all processes are started on threads that stay.
func start(cmd *exec.Cmd, calm bool) error {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	started := make(chan error)
	forks() <- func() {
		if calm {
			setTimerSlack(calmSlack)
			defer setTimerSlack(0)
		}
		started <- cmd.Start()
	}
	return <-started
}

// calmSlack is how late the timers of a calm process may be.
const calmSlack = time.Millisecond

// setTimerSlack sets how late the timers of the calling thread, and of what it forks, may be; 0 is as ever
// (PR_SET_TIMERSLACK(2const)).
func setTimerSlack(d time.Duration) { unix.Prctl(unix.PR_SET_TIMERSLACK, uintptr(d), 0, 0, 0) }

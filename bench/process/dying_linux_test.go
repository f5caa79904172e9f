package process

import (
	"os/exec"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
)

// On a busy machine the end of the pipe is seen long before the death.
func TestWorkerThatWasKilledIsNamedAsThatHoweverLateItsDeathIsSeen(t *testing.T) {
	p, err := spawn(0, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.ready(mode.Spec{Workload: jobs.Counting, Workers: 1, Share: 1}); err != nil {
		t.Fatal(err)
	}
	p.reaping.Do(func() { // in place of reap
		time.AfterFunc(2*exitGrace, func() {
			p.cmd.Wait()
			close(p.exited)
		})
	})
	p.cmd.Process.Kill()
	_, err = p.read(0)
	jobs.WantError(t, err, `^worker 0 \(pid \d+\): killed by signal 9 \(killed\)$`)
}

func TestDyingIsTheStateOfWhoeverHasEnded(t *testing.T) {
	cmd := exec.Command("sleep", "1000")
	if err := cmd.Start(); err != nil {
		t.Skip(err)
	}
	if dying(cmd.Process.Pid) {
		t.Error("a process that sleeps is said to be dying")
	}
	cmd.Process.Kill()
	if err := unix.Waitid(unix.P_PID, cmd.Process.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil); err != nil {
		t.Fatal(err)
	}
	if !dying(cmd.Process.Pid) {
		t.Error("a process that was killed and not waited for isn't said to be dying")
	}
	cmd.Wait()
	if !dying(cmd.Process.Pid) {
		t.Error("a process that was waited for isn't said to be dying")
	}
}

package system

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"
)

// burn uses CPU until stop says so.
func burn(stop func() bool) (n uint64) {
	for !stop() {
		for range 1000 {
			n = n*6364136223846793005 + 1442695040888963407
		}
	}
	return n
}

func TestCPUTimeOfTheThreadIsPartOfTheProcess(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	thread := func() time.Duration { u, s := ThreadCPU(); return u + s }
	process := func() time.Duration { u, s := ProcessCPU(); return u + s }
	if process() == 0 || thread() == 0 {
		t.Skip("not available on this system")
	}
	p0, t0 := process(), thread()
	sink := burn(func() bool { return thread()-t0 >= 5*time.Millisecond })
	byThread := thread() - t0
	byProcess := process() - p0
	// The process's reading encloses the thread's; a reading is cut off to whole microseconds, user and system apart.
	if byProcess < byThread-4*time.Microsecond {
		t.Errorf("the process used %v, one of its threads %v (%d)", byProcess, byThread, sink)
	}
}

func TestThreadCPULeavesOtherThreadsOut(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	thread := func() time.Duration { u, s := ThreadCPU(); return u + s }
	if thread() == 0 {
		t.Skip("not available on this system")
	}
	const work = 20 * time.Millisecond
	own := thread()
	done := make(chan uint64)
	go func() {
		runtime.LockOSThread() // a thread of its own, which ends with it
		start := thread()
		done <- burn(func() bool { return thread()-start >= work })
	}()
	<-done
	if used := thread() - own; used > work/2 {
		t.Errorf("waiting for a thread that worked for %v used %v here", work, used)
	}
}

func TestChildrenCPUCountsAChildThatWasWaitedFor(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	children := func() time.Duration { u, s := ChildrenCPU(); return u + s }
	before := children()
	cmd := exec.Command(exe, "-test.run=^$")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	if children() == 0 {
		t.Skip("not available on this system")
	}
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if got := children() - before; got < used-4*time.Microsecond {
		t.Errorf("the child used %v, the children's time grew by %v", used, got)
	}
}

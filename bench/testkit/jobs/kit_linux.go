//go:build linux

package jobs

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/worker"
	"corerace/bench/worker/coded"
	"corerace/workloads"
)

// linuxWorkloads are those that need Linux.
func linuxWorkloads() []*workloads.Workload {
	return []*workloads.Workload{Sleeping, OnOneCore, SaysAsC, diesOnce, grows}
}

// OnOneCore is spinning on the first core that the process may use, whichever worker does it. A worker's thread stays
// pinned; it ends with its pool.
var OnOneCore = func() *workloads.Workload {
	w := *Spinning
	w.Name = "on-one-core"
	w.Run = func(lo, hi int) uint64 {
		unix.SchedSetaffinity(0, &firstCore)
		return Spinning.Run(lo, hi)
	}
	return &w
}()

// firstCore is the first core that this process may use.
var firstCore = func() (one unix.CPUSet) {
	var all unix.CPUSet
	unix.SchedGetaffinity(0, &all)
	for i := range 1024 {
		if all.IsSet(i) {
			one.Set(i)
			return one
		}
	}
	return all
}()

// Sleeping sleeps for a millisecond an item.
var Sleeping = &workloads.Workload{Name: "sleeping", Doc: "Sleeps.", Size: 100, Sum: 100,
	Run: func(lo, hi int) uint64 {
		time.Sleep(time.Duration(hi-lo) * time.Millisecond)
		return uint64(hi - lo)
	}}

// SaysAsC prints on the descriptor that C prints on, which doesn't know what os.Stdout is.
var SaysAsC = &workloads.Workload{Name: "says-as-c", Doc: "Prints.", Size: 100, Sum: 100,
	Run: func(lo, hi int) uint64 {
		if worker.Serving() {
			syscall.Write(1, []byte("printed as C does\n"))
		}
		return uint64(hi - lo)
	}}

// wire is the descriptor that a worker sends over: the pipe behind the standard three.
func wire() int {
	for fd := 3; fd < 100; fd++ {
		if to, _ := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd)); strings.HasPrefix(to, "pipe:") {
			return fd
		}
	}
	return 1
}

// Tests let workers die by files: a worker that finds one of these in the folder named by faultEnv takes it away and
// dies, so that the one in its place lives.
const FaultEnv = "CORERACE_TEST_FAULTS"

// serveFaults makes this process a worker that may die at any step, where a test asks for that.
func serveFaults() {
	if os.Getenv(FaultEnv) != "" {
		worker.ServeSteps(testWorkloads(), coded.JSON, faultyStep)
	}
}

// diesOnce dies at item 900 in the way that the test of it asks for, in a worker.
var diesOnce = misbehaving("dies-once", func() {
	for how, die := range map[string]func(){
		"panics":  func() { panic("boom") },
		"exits":   func() { os.Exit(3) },
		"dies":    func() { syscall.Kill(os.Getpid(), syscall.SIGKILL); hang() },
		"segv":    func() { syscall.Kill(os.Getpid(), syscall.SIGSEGV); hang() },
		"hangs":   hang,
		"stops":   func() { syscall.Kill(os.Getpid(), syscall.SIGSTOP); hang() },
		"babbles": func() { syscall.Write(wire(), make([]byte, 100)); hang() },
		"closes":  func() { syscall.Close(wire()); hang() },
	} {
		if takeFault(how) {
			die()
		}
	}
})

// grows takes memory until it gets no more.
var grows = misbehaving("grows", func() {
	var all [][]byte
	for range 1 << 12 {
		b := make([]byte, 1<<20)
		for i := range b {
			b[i] = 1
		}
		all = append(all, b)
	}
	runtime.KeepAlive(all)
})

// takeFault reports whether a fault is waiting under a name, and uses it up.
func takeFault(name string) bool {
	dir := os.Getenv(FaultEnv)
	return dir != "" && os.Remove(dir+"/"+name) == nil
}

// dieAt is called at every step of every lot of a worker. One fault waits for a lot that begins with a certain share of
// seven, the other for one of several shares, of which five have run where it dies between two of them.
func dieAt(s worker.Step, l worker.Lot) {
	if os.Getenv(FaultEnv) == "" {
		return
	}
	if l.First%7 == 3 && takeFault(fmt.Sprintf("step-%d", s)) ||
		l.Count > 4 && takeFault(fmt.Sprintf("lot-step-%d", s)) {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

// countRun counts, in the folder of the faults, how often each share of a lot was committed.
func countRun(l worker.Lot) {
	if dir := os.Getenv(FaultEnv); dir != "" {
		f, err := os.OpenFile(dir+"/ran", os.O_WRONLY|os.O_APPEND, 0)
		if err == nil {
			var all []byte // one write, so that those of several workers don't mix
			for share := range l.Count {
				all = fmt.Appendln(all, l.First+share)
			}
			f.Write(all)
			f.Close()
		}
	}
}

func faultyStep(s worker.Step, l worker.Lot) {
	if s == worker.StepCommitted {
		countRun(l)
	}
	dieAt(s, l)
}

// Faults makes a folder with faults for the workers of a test.
func Faults(t *testing.T, names ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	t.Setenv(FaultEnv, dir)
	for _, name := range append(names, "ran") {
		if err := os.WriteFile(dir+"/"+name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// PrivateKiB is the memory that a process shares with nobody.
func PrivateKiB(t testing.TB, pid int) (sum int) {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		t.Skip(err)
	}
	for line := range strings.Lines(string(b)) {
		var n int
		if _, err := fmt.Sscanf(line, "Private_Dirty: %d kB", &n); err == nil {
			sum += n
		}
	}
	return sum
}

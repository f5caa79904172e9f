package machine

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"corerace/results"
)

// roleEnv makes the test binary a part of a test instead of a run of all.
const roleEnv = "CORERACE_MACHINE_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleEnv); role != "" {
		os.Exit(roles[role]())
	}
	os.Exit(m.Run())
}

var roles = map[string]func() int{
	"burn": func() int { burnCPU(100 * time.Millisecond); return 0 },
	"burst": func() int {
		o, err := OpenOwn()
		if err != nil {
			println(err.Error())
			return 1
		}
		if short, over, err := burst(o, affinity()[0], 50*time.Millisecond); err != nil || short > 0.01 ||
			over > foreign {
			fmt.Fprintln(os.Stderr, short, over, err)
			return 1
		}
		return 0
	},
	"lock":     playLock,
	"give way": giveWay,
}

// role is a command that runs this test binary in a role.
func role(name string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), roleEnv+"="+name)
	cmd.Stderr = os.Stderr
	return cmd
}

// burnCPU uses so much CPU time of the calling thread, and returns what it used exactly.
func burnCPU(d time.Duration) time.Duration {
	began := threadCPU()
	for x := uint64(1); ; {
		for range 20_000 {
			x = x*6364136223846793005 + 1442695040888963407
		}
		if used := threadCPU() - began; used >= d {
			return used
		}
	}
}

func openOwnOrSkip(t testing.TB) *Own {
	o, err := OpenOwn()
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { o.Close() })
	return o
}

// foreign is by what share own time is over when it holds what isn't this process's. Below it may be what a host takes
// from its guests, some 9 % of a core seen for minutes: the counters have that too, the clocks haven't.
const foreign = 0.3

// burst burns d on a core. Own time there can't be less than what the thread's clock has, nor can it be more on all
// cores together than what the process's clock has; the runtime's own work lies between the two. It returns by what
// shares own time is short and over.
func burst(o *Own, core int, d time.Duration) (short, over float64, err error) {
	var before, after []time.Duration
	var thread time.Duration
	var failed [2]error
	process := -processCPU()
	err = Pinned(core, func() {
		before, failed[0] = o.read()
		thread = burnCPU(d)
		after, failed[1] = o.read()
	})
	process += processCPU()
	if err := errors.Join(err, failed[0], failed[1]); err != nil {
		return 0, 0, err
	}
	var all time.Duration
	for i := range after {
		all += after[i] - before[i]
	}
	here := after[core] - before[core]
	return max(0, 1-float64(here)/float64(thread)), max(0, float64(all)/float64(process)-1), nil
}

// On a busy machine a burst is interrupted all the time, and the time of interrupts is in the counters and not in the
// clocks. So it is tried until one goes by undisturbed.
func TestOwnTimeOfABurstIsThatOfTheClocks(t *testing.T) {
	o := openOwnOrSkip(t)
	for _, core := range affinity() {
		for _, c := range []struct {
			burst time.Duration
			off   float64
		}{{370 * time.Millisecond, 0.005}, {37 * time.Millisecond, 0.01}} {
			least := math.Inf(1)
			for try := 0; try < 10 && least > c.off; try++ {
				short, over, err := burst(o, core, c.burst)
				if err != nil || short > c.off {
					t.Fatalf("core %d, %v: short by %v, %v", core, c.burst, short, err)
				}
				least = min(least, over)
			}
			t.Logf("core %d, %v: over by %.5f", core, c.burst, least)
			if least > foreign {
				t.Errorf("core %d, %v: over by %v, want at most %v", core, c.burst, least, c.off)
			} else if least > c.off {
				t.Skipf("core %d, %v: over by %v, the machine is too busy to tell", core, c.burst, least)
			}
		}
	}
}

func TestOwnTimeHasTheChildrenRunningAndEnded(t *testing.T) {
	o := openOwnOrSkip(t)
	total := func() (sum time.Duration) {
		used, err := o.read()
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range used {
			sum += d
		}
		return sum
	}
	// What the kernel and a hypervisor take away in between stands in one of the two clocks only, so it is tried until
	// one child goes by undisturbed. A child that isn't counted fails the first.
	var least float64
	for range 10 {
		before := total()
		cmd := role("burn")
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		child := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		got := total() - before
		if got < child*9/10 || child < 100*time.Millisecond {
			t.Fatalf("%v more own time, the child used %v", got, child)
		}
		if least = max(least, float64(got)/float64(child)); least >= 0.98 {
			return
		}
	}
	t.Errorf("at most %.3f of what a child used is more own time, want 0.98", least)
}

func TestOwnTimeHasThreadsThatComeLater(t *testing.T) {
	o := openOwnOrSkip(t)
	before, err := o.read()
	if err != nil {
		t.Fatal(err)
	}
	core := affinity()[len(affinity())-1]
	var used time.Duration
	for range 5 { // each on a thread of its own, which ends with it
		if err := Pinned(core, func() { used += burnCPU(10 * time.Millisecond) }); err != nil {
			t.Skip(err)
		}
	}
	after, err := o.read()
	if err != nil {
		t.Fatal(err)
	}
	if got := after[core] - before[core]; got < used {
		t.Errorf("%v more own time, five threads used %v", got, used)
	}
}

func TestOwnTimeNeedsNoPrivilege(t *testing.T) {
	openOwnOrSkip(t)
	if os.Getuid() != 0 {
		t.Skip("this process has none: the other tests show it")
	}
	if level, _ := os.ReadFile("/proc/sys/kernel/perf_event_paranoid"); strings.TrimSpace(string(level)) > "2" {
		t.Skip("only root may here: perf_event_paranoid is ", string(level))
	}
	cmd := role("burst")
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if err := cmd.Run(); err != nil {
		t.Error(err)
	}
}

func TestOwnTimeHasTheKernelsShare(t *testing.T) {
	o := openOwnOrSkip(t)
	core := affinity()[0]
	var before, after []time.Duration
	var used time.Duration
	err := Pinned(core, func() {
		used = -threadCPU()
		before, _ = o.read()
		for range 50_000 { // nearly all of their time is the kernel's
			unix.Getppid()
		}
		after, _ = o.read()
		used += threadCPU()
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := after[core] - before[core]; got < used*98/100 {
		t.Errorf("own time of %v, system calls took the thread %v", got, used)
	}
}

func TestOwnTimeRefusesTooManyDescriptors(t *testing.T) {
	openOwnOrSkip(t)
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Skip(err)
	}
	defer unix.Setrlimit(unix.RLIMIT_NOFILE, &limit)
	few := limit
	few.Cur = 4
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &few); err != nil {
		t.Skip(err)
	}
	_, err := openCounters([]int{1, 2, 3}, []int{0, 1})
	if err == nil || err.Error() != "3 threads on 2 cores need 6 descriptors, at most 2 may be used" {
		t.Error(err)
	}
}

func TestClosedOwnTimeSaysSo(t *testing.T) {
	o := openOwnOrSkip(t)
	if err := errors.Join(o.Close(), o.Close()); err != nil {
		t.Error(err)
	}
	if _, err := o.read(); err != errOwnClosed {
		t.Errorf("Read: %v", err)
	}
}

func TestOwnRecorderShowsOneBurstOnItsCore(t *testing.T) {
	o := openOwnOrSkip(t)
	var points []results.Own
	r := NewOwnRecorder(o, time.Hour, func(p results.Own) { points = append(points, p) })
	core := affinity()[0]
	r.Start()
	var used time.Duration
	err := Pinned(core, func() {
		r.Mark()
		used = burnCPU(60 * time.Millisecond)
		r.Mark()
	})
	r.Stop()
	if err != nil || r.Err() != nil {
		t.Fatal(err, r.Err())
	}
	if len(points) != 3 {
		t.Fatalf("points %v, want one to each mark and to the end", points)
	}
	got := points[1].Own[core] * float64(points[1].T-points[0].T)
	if got < 0.98*float64(used) {
		t.Errorf("own time of %v in %v, the burst was %v", time.Duration(got), points, used)
	}
}

package bench

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/testkit"
	"corerace/bench/worker"
	"corerace/results"
	"corerace/workloads"
)

// Tests let workers die by files: a worker that finds one of these in the folder named by faultEnv takes it away and
// dies, so that the one in its place lives.
const faultEnv = "CORERACE_TEST_FAULTS"

// serveFaults makes this process a worker that may die at any step, where a test asks for that.
func serveFaults() {
	if os.Getenv(faultEnv) != "" {
		worker.ServeSteps(testWorkloads(), faultyStep)
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
		"babbles": func() { syscall.Write(1, make([]byte, 100)); hang() },
		"closes":  func() { syscall.Close(1); hang() },
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
	dir := os.Getenv(faultEnv)
	return dir != "" && os.Remove(dir+"/"+name) == nil
}

// dieAt is called at every step of every share of a worker.
func dieAt(s worker.Step, share uint64) {
	if os.Getenv(faultEnv) == "" || share%7 != 3 {
		return
	}
	if takeFault(fmt.Sprintf("step-%d", s)) {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

// countRun counts, in the folder of the faults, how often each share was run to its end, at the step behind its run.
func countRun(share uint64) {
	if dir := os.Getenv(faultEnv); dir != "" {
		f, err := os.OpenFile(dir+"/ran", os.O_WRONLY|os.O_APPEND, 0)
		if err == nil {
			fmt.Fprintln(f, share)
			f.Close()
		}
	}
}

func faultyStep(s worker.Step, share uint64) {
	if s == worker.StepCommitted {
		countRun(share)
	}
	dieAt(s, share)
}

// faults makes a folder with faults for the workers of a test.
func faults(t *testing.T, names ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	t.Setenv(faultEnv, dir)
	for _, name := range append(names, "ran") {
		if err := os.WriteFile(dir+"/"+name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// openRecovering opens a pool whose workers are replaced.
func openRecovering(t testing.TB, w *workloads.Workload, workers, share int) arenaPool {
	t.Helper()
	return openRecoveringIn(t, Processes(), w, workers, share)
}

func openRecoveringIn(t testing.TB, m *Mode, w *workloads.Workload, workers, share int) arenaPool {
	t.Helper()
	p, err := m.open(t.Context(), Spec{Workload: w, Workers: workers, Share: share, Recover: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p.(arenaPool)
}

// timesRun returns how often each share of a job was committed.
func timesRun(t *testing.T, dir string) map[string]int {
	t.Helper()
	b, err := os.ReadFile(dir + "/ran")
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, share := range strings.Fields(string(b)) {
		times[share]++
	}
	return times
}

func TestDeathAtEveryStepIsSurvivedAndEveryShareDoneOnce(t *testing.T) {
	for s := worker.StepTaken; s <= worker.StepCommitted; s++ {
		for _, workers := range []int{1, 3, 2}[:testkit.Times(2, 3)] {
			for _, mode := range []string{"processes", "processes:cut=static"} {
				t.Run(fmt.Sprintf("%s/step=%d/workers=%d", mode, s, workers), func(t *testing.T) {
					dir := faults(t, fmt.Sprintf("step-%d", s))
					p := openRecoveringIn(t, spelt(t, mode, Processes(), ProcessesPipe()), counting, workers, 10)
					for range 2 { // without a death the second time
						os.WriteFile(dir+"/ran", nil, 0o600)
						o, err := p.Run(t.Context(), jobOf(counting, 10, 2))
						if err != nil || o.Sum != 2*counting.Sum {
							t.Fatalf("sum %d, want %d, error %v", o.Sum, 2*counting.Sum, err)
						}
						wantOnce(t, dir, 200)
					}
				})
			}
		}
	}
}

// wantOnce wants every share of a job to be committed once.
func wantOnce(t *testing.T, dir string, shares int) {
	t.Helper()
	times := timesRun(t, dir)
	for share, n := range times {
		if n != 1 {
			t.Errorf("share %s was committed %d times", share, n)
		}
	}
	if len(times) != shares {
		t.Errorf("%d shares were committed, the job has %d", len(times), shares)
	}
}

func TestDeathIsReportedWithWorkerPidShareAndReason(t *testing.T) {
	faults(t, fmt.Sprintf("step-%d", worker.StepAnnounced))
	p := openRecovering(t, counting, 2, 10)
	pids := map[int]bool{}
	for _, w := range p.workers() {
		pids[w.(claimer).cmd.Process.Pid] = true
	}
	o, err := p.Run(t.Context(), jobOf(counting, 10, 1))
	if err != nil || len(o.Deaths) != 1 {
		t.Fatalf("%d deaths, error %v", len(o.Deaths), err)
	}
	d := o.Deaths[0]
	if !pids[d.PID] || d.Share%7 != 3 || d.Reason != "killed by signal 9 (killed)" || d.T <= 0 {
		t.Errorf("death %+v of workers %v", d, pids)
	}
	if now := p.workers()[d.Worker].(claimer).cmd.Process.Pid; d.Replacement != now || d.Replacement == d.PID {
		t.Errorf("replaced by %d, the worker is %d", d.Replacement, now)
	}
}

func TestTwoLostSharesMakeTheWholeJobRunAgain(t *testing.T) {
	dir := faults(t, fmt.Sprintf("step-%d", worker.StepTaken))
	p := openRecovering(t, counting, 1, 10)
	// The second worker finds a fault of its own, put there when the first has taken its.
	go func() {
		name := fmt.Sprintf("%s/step-%d", dir, worker.StepTaken)
		for t.Context().Err() == nil {
			if !exists(name) {
				os.WriteFile(name, nil, 0o600)
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	o, err := p.Run(t.Context(), jobOf(counting, 10, 1))
	if err != nil || o.Sum != counting.Sum || len(o.Deaths) != 2 {
		t.Fatalf("sum %d, %d deaths, error %v", o.Sum, len(o.Deaths), err)
	}
	if len(o.Warnings) != 1 || !strings.Contains(o.Warnings[0], "run 2 times") {
		t.Errorf("warnings %q", o.Warnings)
	}
}

func TestEveryKindOfDeathIsSurvived(t *testing.T) {
	for _, c := range []struct{ how, want string }{
		{"panics", `^panic in Run\(900, 910\): boom \(at .*\); exit status 2$`},
		{"exits", `^exit status 3$`},
		{"dies", `^killed by signal 9 \(killed\)$`},
		{"segv", `^(SIGSEGV: segmentation violation|.*signal 11.*)`},
		{"hangs", `^killed by signal 9 \(killed\); silent for 400ms, past its deadline$`},
		{"stops", `^killed by signal 9 \(killed\); silent for 400ms, past its deadline$`},
		{"babbles", `^not a frame: it starts with 00 `},
		{"closes", `^it closed its pipe; killed by signal 9 \(killed\)$`},
	} {
		t.Run(c.how, func(t *testing.T) {
			faults(t, c.how)
			w := workloadNamed(t, "dies-once")
			p := openRecovering(t, w, 2, 10)
			j := jobOf(w, 10, 1)
			j.Deadline = 400 * time.Millisecond
			o, err := p.Run(t.Context(), j)
			if err != nil || o.Sum != w.Sum || len(o.Deaths) != 1 {
				t.Fatalf("sum %d, want %d, deaths %v, error %v", o.Sum, w.Sum, o.Deaths, err)
			}
			if o.Deaths[0].Share != 90 {
				t.Errorf("share %d, want 90", o.Deaths[0].Share)
			}
			wantError(t, fmt.Errorf("%s", o.Deaths[0].Reason), c.want)
		})
	}
}

func TestShareThatKillsEveryWorkerStopsTheJobAndIsNamed(t *testing.T) {
	for workload, want := range map[string]string{
		"dies":   `^share 90 was given up: 3 workers died of it, the last was worker \d \(pid \d+\): killed by signal 9 \(killed\)$`,
		"panics": `^share 90 was given up: 3 workers died of it, the last was worker \d \(pid \d+\): panic in Run\(900, 910\)`,
	} {
		p := openRecovering(t, workloadNamed(t, workload), 2, 10)
		o, err := p.Run(t.Context(), jobOf(counting, 10, 1))
		wantError(t, err, want)
		if len(o.Deaths) != 3 || o.Deaths[2].Replacement != 0 || o.Deaths[1].Replacement == 0 {
			t.Errorf("deaths %+v", o.Deaths)
		}
	}
}

func TestWorkerThatDiedWhileIdleIsReplaced(t *testing.T) {
	p := openRecovering(t, counting, 2, 10)
	first := p.workers()[0].(claimer).process
	first.cmd.Process.Kill()
	<-first.exited
	o, err := p.Run(t.Context(), jobOf(counting, 10, 1))
	if err != nil || o.Sum != counting.Sum || len(o.Deaths) != 1 || o.Deaths[0].Share != results.NoShare {
		t.Errorf("sum %d, deaths %+v, error %v", o.Sum, o.Deaths, err)
	}
}

func TestWorkerInheritsNothingButWhatIsMeant(t *testing.T) {
	file, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	fd, err := unix.Dup(int(file.Fd())) // as if this process had inherited it: not closed on exec
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	p := openRecovering(t, counting, 1, 10)
	dir := fmt.Sprintf("/proc/%d/fd", p.workers()[0].(claimer).cmd.Process.Pid)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		target, err := os.Readlink(dir + "/" + e.Name())
		if err != nil {
			continue // the worker has closed it meanwhile
		}
		n, _ := strconv.Atoi(e.Name())
		kind, _, _ := strings.Cut(target, ":")
		meant := n <= 2 || kind == "socket" || kind == "anon_inode"                                   // the lifeline, and the runtime's poller
		opened := strings.HasPrefix(target, "/sys/fs/cgroup/") || strings.HasPrefix(target, "/proc/") // by itself
		if !meant && !opened {
			t.Errorf("descriptor %d is %s", n, target)
		}
	}
}

func TestNoMemoryOrDescriptorIsLeftBehindByManyPools(t *testing.T) {
	pools := testkit.Times(50, 1000)
	count := func() int { fds, _ := os.ReadDir("/proc/self/fd"); return len(fds) }
	mapped := func() int {
		maps, err := os.ReadFile("/proc/self/maps")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(maps), "memfd:corerace")
	}
	openRecovering(t, counting, 2, 10).Close()
	time.Sleep(2 * endGrace)                  // a worker's end of the pipe is closed a little later
	before, mappedBefore := count(), mapped() // other tests keep the blocks of their workloads
	for range pools {
		p, err := Processes().open(t.Context(), Spec{Workload: counting, Workers: 1, Share: 10})
		if err != nil {
			t.Fatal(err)
		}
		p.Close()
	}
	time.Sleep(2 * endGrace)
	if after := count(); after > before+2 {
		t.Errorf("%d descriptors are open after %d pools, %d before", after, pools, before)
	}
	if n := mapped(); n > mappedBefore {
		t.Errorf("%d arenas are mapped after %d pools, %d before", n, pools, mappedBefore)
	}
}

func TestManyMoreWorkersThanCoresStartRunAndFinish(t *testing.T) {
	workers := testkit.Times(32, 256)
	p := openPool(t, Processes(), counting, workers, 1)
	o, err := p.Run(t.Context(), jobOf(counting, 1, 20))
	if err != nil || o.Sum != 20*counting.Sum || len(o.PerWorker) != workers {
		t.Errorf("sum %d of %d workers, error %v", o.Sum, len(o.PerWorker), err)
	}
}

func TestSharesAreSentWhereSharedMemoryIsRefused(t *testing.T) {
	out := runRole(t, roleEnv+"=no-memory")
	if want := fmt.Sprintf("%d [shared memory: truncate", counting.Sum); !strings.HasPrefix(out, want) {
		t.Errorf("it says %q, want %q", out, want)
	}
}

var chaos = flag.Duration("chaos", 0, "how long the chaos test kills, stops and continues workers (default 1s, or 3s where long tests were asked for)")

// TestChaos kills, stops and continues workers at random while they work, and limits their memory. Sums hold.
func TestChaos(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	p, err := Processes().open(t.Context(), Spec{Workload: spinning, Workers: 3, Share: 10, Recover: true, WorkerMemory: 128 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	done := make(chan struct{})
	var hands sync.WaitGroup
	hands.Go(func() { disturb(p.(arenaPool), rand.New(rand.NewPCG(seed, 0)), done) })
	during := *chaos
	if during == 0 {
		during = time.Duration(testkit.Times(1, 3)) * time.Second
	}
	jobs, deaths := 0, 0
	for began := time.Now(); time.Since(began) < during; jobs++ {
		j := jobOf(spinning, 10, 20)
		j.Deadline = 500 * time.Millisecond
		o, err := p.Run(t.Context(), j)
		deaths += len(o.Deaths)
		if err != nil || o.Sum != 20*spinning.Sum {
			t.Fatalf("job %d: sum %d, want %d, deaths %+v, error %v", jobs, o.Sum, 20*spinning.Sum, o.Deaths, err)
		}
	}
	close(done)
	hands.Wait()
	t.Logf("%d jobs, %d deaths", jobs, deaths)
	if deaths == 0 {
		t.Error("nobody died")
	}
}

// disturb does something to a worker every few milliseconds.
func disturb(p arenaPool, rng *rand.Rand, done <-chan struct{}) {
	var stopped []int
	for {
		select {
		case <-done:
			return
		case <-time.After(time.Duration(1+rng.IntN(60)) * time.Millisecond):
		}
		for _, pid := range stopped {
			syscall.Kill(pid, syscall.SIGCONT)
		}
		stopped = stopped[:0]
		pid := p.workers()[rng.IntN(p.size())].(claimer).pid()
		switch rng.IntN(4) {
		case 0:
			syscall.Kill(pid, syscall.SIGKILL)
		case 1:
			syscall.Kill(pid, syscall.SIGSEGV)
		case 2:
			syscall.Kill(pid, syscall.SIGSTOP)
			stopped = append(stopped, pid)
		case 3:
			unix.Prlimit(pid, unix.RLIMIT_DATA, &unix.Rlimit{Cur: 1, Max: 1}, nil)
		}
	}
}

// recoveryRace is a race in which a worker dies in the second sample of processes.
func recoveryRace(t *testing.T, noRecover bool, got *tape) error {
	t.Helper()
	faults(t)
	w := workloadNamed(t, "dies-once")
	e := &Experiment{Workloads: []*workloads.Workload{w}, Modes: []*Mode{Serial(), Processes()}, Workers: []int{2}, Rounds: 2,
		NoRecover: noRecover, Target: time.Millisecond, unprobed: true}
	dir := os.Getenv(faultEnv)
	armed := false
	got.onSample = func(s results.Sample) {
		if !armed && s.Mode == "processes" {
			armed = true
			os.WriteFile(dir+"/dies", nil, 0o600)
		}
	}
	return race(t, e, got)
}

func TestRunRecordsADeathAndGoesOn(t *testing.T) {
	var got tape
	if err := recoveryRace(t, false, &got); err != nil {
		t.Fatal(err)
	}
	var recovered int
	for _, s := range got.Samples {
		if s.Recovered {
			recovered++
		}
	}
	if recovered != 1 || len(got.Deaths) != 1 || got.Record.End == nil {
		t.Fatalf("%d samples are recovered, deaths %+v, end %v", recovered, got.Deaths, got.Record.End)
	}
	if d := got.Deaths[0]; d.Workload != "dies-once" || d.Mode != "processes" || d.Workers != 2 || d.Round > 1 || d.T <= 0 {
		t.Errorf("death %+v", d)
	}
}

func TestRunThatMustNotRecoverFails(t *testing.T) {
	var got tape
	err := recoveryRace(t, true, &got)
	wantError(t, err, `^dies-once, processes ×2: worker \d \(pid \d+\): killed by signal 9 \(killed\)$`)
	if len(got.Deaths) > 0 {
		t.Errorf("deaths %+v", got.Deaths)
	}
}

// pid is the process that has the place.
func (t *seat) pid() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.process.cmd.Process.Pid
}

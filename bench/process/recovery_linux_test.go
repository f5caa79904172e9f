package process

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/mode"
	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
	"corerace/bench/worker"
	"corerace/results"
	"corerace/workloads"
)

// openRecovering opens a pool whose workers are replaced.
func openRecovering(t testing.TB, w *workloads.Workload, workers, share int) arenaPool {
	t.Helper()
	return openRecoveringIn(t, Processes(), w, workers, share)
}

func openRecoveringIn(t testing.TB, m *mode.Mode, w *workloads.Workload, workers, share int) arenaPool {
	t.Helper()
	p, err := m.Pool(t.Context(), mode.Spec{Workload: w, Workers: workers, Share: share, Recover: true})
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
			dieAt(t, "processes", fmt.Sprintf("step-%d", s), workers)
			dieAt(t, "processes", fmt.Sprintf("lot-step-%d", s), workers)
			dieAt(t, "processes:cut=static", fmt.Sprintf("step-%d", s), workers)
		}
	}
}

// dieAt runs a job in which a worker finds a fault, and another one in which none does.
func dieAt(t *testing.T, mode, fault string, workers int) {
	t.Run(fmt.Sprintf("%s/%s/workers=%d", mode, fault, workers), func(t *testing.T) {
		dir := jobs.Faults(t, fault)
		m := jobs.Spelt(t, mode, Processes(), ProcessesPipe())
		p := openRecoveringIn(t, m, jobs.Counting, workers, 10)
		for deaths := 1; deaths >= 0; deaths-- {
			os.WriteFile(dir+"/ran", nil, 0o600)
			o, err := p.Run(t.Context(), jobs.JobOf(jobs.Counting, 10, 2))
			if err != nil || o.Sum != 2*jobs.Counting.Sum || len(o.Deaths) != deaths || len(o.Warnings) > 0 {
				t.Fatalf("sum %d, want %d, %d deaths, warnings %q, error %v", o.Sum, 2*jobs.Counting.Sum, len(o.Deaths),
					o.Warnings, err)
			}
			wantOnce(t, dir, 200)
		}
	})
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
	jobs.Faults(t, fmt.Sprintf("step-%d", worker.StepAnnounced))
	p := openRecovering(t, jobs.Counting, 2, 10)
	pids := map[int]bool{}
	for _, w := range p.Members() {
		pids[w.(claimer).cmd.Process.Pid] = true
	}
	o, err := p.Run(t.Context(), jobs.JobOf(jobs.Counting, 10, 1))
	if err != nil || len(o.Deaths) != 1 {
		t.Fatalf("%d deaths, error %v", len(o.Deaths), err)
	}
	d := o.Deaths[0]
	if !pids[d.PID] || d.Share%7 != 3 || d.Reason != "killed by signal 9 (killed)" || d.T <= 0 {
		t.Errorf("death %+v of workers %v", d, pids)
	}
	if now := p.Members()[d.Worker].(claimer).cmd.Process.Pid; d.Replacement != now || d.Replacement == d.PID {
		t.Errorf("replaced by %d, the worker is %d", d.Replacement, now)
	}
}

func TestTwoLostSharesMakeTheWholeJobRunAgain(t *testing.T) {
	dir := jobs.Faults(t, fmt.Sprintf("step-%d", worker.StepTaken))
	p := openRecovering(t, jobs.Counting, 1, 10)
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
	o, err := p.Run(t.Context(), jobs.JobOf(jobs.Counting, 10, 1))
	if err != nil || o.Sum != jobs.Counting.Sum || len(o.Deaths) != 2 {
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
			jobs.Faults(t, c.how)
			w := jobs.WorkloadNamed(t, "dies-once")
			p := openRecovering(t, w, 2, 10)
			j := jobs.JobOf(w, 10, 1)
			j.Deadline = 400 * time.Millisecond
			o, err := p.Run(t.Context(), j)
			if err != nil || o.Sum != w.Sum || len(o.Deaths) != 1 {
				t.Fatalf("sum %d, want %d, deaths %v, error %v", o.Sum, w.Sum, o.Deaths, err)
			}
			if o.Deaths[0].Share != 90 {
				t.Errorf("share %d, want 90", o.Deaths[0].Share)
			}
			jobs.WantError(t, fmt.Errorf("%s", o.Deaths[0].Reason), c.want)
		})
	}
}

func TestShareThatKillsEveryWorkerStopsTheJobAndIsNamed(t *testing.T) {
	const given = `^share 90 was given up: 3 workers died of it, the last was worker \d \(pid \d+\): `
	for workload, want := range map[string]string{
		"dies":   given + `killed by signal 9 \(killed\)$`,
		"panics": given + `panic in Run\(900, 910\)`,
	} {
		p := openRecovering(t, jobs.WorkloadNamed(t, workload), 2, 10)
		o, err := p.Run(t.Context(), jobs.JobOf(jobs.Counting, 10, 1))
		jobs.WantError(t, err, want)
		if len(o.Deaths) != 3 || o.Deaths[2].Replacement != 0 || o.Deaths[1].Replacement == 0 {
			t.Errorf("deaths %+v", o.Deaths)
		}
	}
}

func TestWorkerThatDiedWhileIdleIsReplaced(t *testing.T) {
	p := openRecovering(t, jobs.Counting, 2, 10)
	first := p.Members()[0].(claimer).process
	first.cmd.Process.Kill()
	<-first.exited
	o, err := p.Run(t.Context(), jobs.JobOf(jobs.Counting, 10, 1))
	if err != nil || o.Sum != jobs.Counting.Sum || len(o.Deaths) != 1 || o.Deaths[0].Share != results.NoShare {
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
	p := openRecovering(t, jobs.Counting, 1, 10)
	dir := fmt.Sprintf("/proc/%d/fd", p.Members()[0].(claimer).cmd.Process.Pid)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	wires := 0
	for _, e := range entries {
		target, err := os.Readlink(dir + "/" + e.Name())
		if err != nil {
			continue // the worker has closed it meanwhile
		}
		n, _ := strconv.Atoi(e.Name())
		kind, _, _ := strings.Cut(target, ":")
		// the lifeline, and the runtime's poller
		meant := n <= 2 || kind == "socket" || kind == "anon_inode"
		opened := strings.HasPrefix(target, "/sys/fs/cgroup/") || strings.HasPrefix(target, "/proc/") // by itself
		if n > 2 && kind == "pipe" {
			wires++
			meant = wires == 1 // what was its standard output
		}
		if !meant && !opened {
			t.Errorf("descriptor %d is %s", n, target)
		}
	}
}

func TestNoMemoryOrDescriptorIsLeftBehindByManyPools(t *testing.T) {
	pools := testkit.Times(20, 1000)
	count := func() int { fds, _ := os.ReadDir("/proc/self/fd"); return len(fds) }
	mapped := func() int {
		maps, err := os.ReadFile("/proc/self/maps")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(maps), "memfd:corerace")
	}
	openRecovering(t, jobs.Counting, 2, 10).Close()
	time.Sleep(2 * mode.EndGrace)             // a worker's end of the pipe is closed a little later
	before, mappedBefore := count(), mapped() // other tests keep the blocks of their workloads
	for range pools {
		p, err := Processes().Pool(t.Context(), mode.Spec{Workload: jobs.Counting, Workers: 1, Share: 10})
		if err != nil {
			t.Fatal(err)
		}
		p.Close()
	}
	time.Sleep(2 * mode.EndGrace)
	if after := count(); after > before+2 {
		t.Errorf("%d descriptors are open after %d pools, %d before", after, pools, before)
	}
	if n := mapped(); n > mappedBefore {
		t.Errorf("%d arenas are mapped after %d pools, %d before", n, pools, mappedBefore)
	}
}

func TestManyMoreWorkersThanCoresStartRunAndFinish(t *testing.T) {
	workers := testkit.Times(32, 256)
	p := jobs.OpenPool(t, Processes(), jobs.Counting, workers, 1)
	o, err := p.Run(t.Context(), jobs.JobOf(jobs.Counting, 1, 20))
	if err != nil || o.Sum != 20*jobs.Counting.Sum || len(o.PerWorker) != workers {
		t.Errorf("sum %d of %d workers, error %v", o.Sum, len(o.PerWorker), err)
	}
}

func TestSharesAreSentWhereSharedMemoryIsRefused(t *testing.T) {
	out := jobs.RunRole(t, jobs.RoleEnv+"=no-memory")
	if want := fmt.Sprintf("%d [shared memory: truncate", jobs.Counting.Sum); !strings.HasPrefix(out, want) {
		t.Errorf("it says %q, want %q", out, want)
	}
}

// A program of Go takes 40 MB before it runs, and may have 96 here: its own, and not a worker's.
func TestAWorkerThatWouldBeRefusedItsMemoryIsNotStarted(t *testing.T) {
	cmd := exec.Command("sh", "-c", `ulimit -s 512; ulimit -d 98304; exec "$0"`, os.Args[0])
	cmd.Env = append(os.Environ(), jobs.RoleEnv+"=inner")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Skipf("this binary takes more by itself, as with the race detector: %v", err)
	}
	if want := "bytes of memory are wanted, and the system refuses them"; !strings.Contains(string(out), want) {
		t.Errorf("it says %q, want %q", out, want)
	}
}

var chaos = flag.Duration("chaos", 0, "how long the chaos test kills, stops and continues workers (default 1s, or 3s "+
	"where long tests were asked for)")

// TestChaos kills, stops and continues workers at random while they work, and limits their memory. Sums hold.
func TestChaos(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	p, err := Processes().Pool(t.Context(), mode.Spec{Workload: jobs.Spinning, Workers: 3, Share: 10, Recover: true,
		WorkerMemory: 128 << 20})
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
	slots, deaths := 0, 0
	for began := time.Now(); time.Since(began) < during; slots++ {
		j := jobs.JobOf(jobs.Spinning, 10, 20)
		j.Deadline = 500 * time.Millisecond
		o, err := p.Run(t.Context(), j)
		deaths += len(o.Deaths)
		if err != nil || o.Sum != 20*jobs.Spinning.Sum {
			t.Fatalf("job %d: sum %d, want %d, deaths %+v, error %v", slots, o.Sum, 20*jobs.Spinning.Sum, o.Deaths, err)
		}
	}
	close(done)
	hands.Wait()
	t.Logf("%d jobs, %d deaths", slots, deaths)
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
		pid := p.Members()[rng.IntN(p.Size())].(claimer).pid()
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

// pid is the process that has the place.
func (t *seat) pid() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.process.cmd.Process.Pid
}

package jetstream

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"corerace/bench/child"
	"corerace/bench/hosts/tell"
	"corerace/bench/testkit"
	"corerace/bench/testkit/far"
	"corerace/workloads"
)

// Workers are killed at random, and a host is cut off for up to 2 s at random: every job has the right sum, or ends soon
// with a sentence that says why, and no process is left.
func TestChaosCostsNoSum(t *testing.T) {
	testkit.NeedsLong(t)
	long := 5 * time.Second
	if testkit.All() {
		long = time.Minute
	}
	seed := rand.Uint64()
	t.Log("seed", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	w := workloads.Primes()
	local := openLocal(t, w, 2, true)
	c := openChaos(t, w)
	seen := newKin()
	end := time.Now().Add(long)
	var all sync.WaitGroup
	all.Go(func() {
		for time.Now().Before(end) {
			time.Sleep(time.Duration(rng.IntN(1500)) * time.Millisecond)
			for _, pid := range seen.look() {
				if rng.IntN(4) == 0 && isWorker(pid) {
					syscall.Kill(pid, syscall.SIGKILL)
				}
			}
			c.cut(true)
			time.Sleep(time.Duration(rng.IntN(2000)) * time.Millisecond)
			c.cut(false)
		}
	})
	var here, there tries
	r := jobOf(t, w, 300*time.Millisecond)
	for of, run := range map[*tries]runner{&here: local.run, &there: c.run} {
		all.Go(func() {
			for time.Now().Before(end) {
				of.one(t, w, r, run)
			}
		})
	}
	all.Wait()
	here.check(t, "here")
	there.check(t, "on hosts")
	seen.look()
	c.end()
	local.close()
	testkit.Gone(t, seen.all()...)
}

// Tries are what came of jobs.
type tries struct {
	right int
	wrong []string // why others ended
}

// soon is how long a job of a third of a second may take to end, with a sentence or a sum: a deadline of 12 s, and a
// machine where others are at work.
const soon = 90 * time.Second

// A runner runs a job.
type runner func(context.Context, tell.Run) (tell.Ran, error)

// one runs a job. It has its sum, or a sentence that says who or what is missing.
func (c *tries) one(t *testing.T, w *workloads.Workload, r tell.Run, run runner) {
	t.Helper()
	took := inSteps()
	ran, err := run(t.Context(), r)
	if took := took(); took > soon {
		t.Errorf("a job took %v: %v", took, err)
	}
	if err == nil {
		c.right++
		checkRan(t, ran, r, w)
		return
	}
	known := []string{"nobody is left over", "nobody answers for shares", "doesn't answer", "is gone", "in the place of one that was lost"}
	if !slices.ContainsFunc(known, func(s string) bool { return strings.Contains(err.Error(), s) }) {
		t.Errorf("a job ended, and this doesn't say why: %v", err)
	}
	c.wrong = append(c.wrong, err.Error())
}

// inSteps begins to count time, in steps, so that a stop of this process isn't any, and returns what ends that.
func inSteps() (end func() time.Duration) {
	done, sum := make(chan struct{}), make(chan time.Duration)
	go func() {
		const step = 100 * time.Millisecond
		tick := time.NewTicker(step)
		defer tick.Stop()
		for steps := time.Duration(0); ; steps++ {
			select {
			case <-tick.C:
			case <-done:
				sum <- steps * step
				return
			}
		}
	}()
	return func() time.Duration { close(done); return <-sum }
}

// check holds the jobs to most of them being right.
func (c *tries) check(t *testing.T, where string) {
	t.Helper()
	t.Logf("%s: %d right, others ended: %q", where, c.right, c.wrong)
	if c.right <= len(c.wrong) {
		t.Errorf("%s: %d jobs were right and %d weren't", where, c.right, len(c.wrong))
	}
}

// A chaos is a desk with two hosts, each a program of its own, one of them behind a wire that can be cut.
type chaos struct {
	*desk
	w    *workloads.Workload
	cut  func(bool)
	over atomic.Bool
	left sync.WaitGroup
}

// openChaos puts the far host into a network of its own, where that can be made, and else behind a wire of the test's.
func openChaos(t *testing.T, w *workloads.Workload) *chaos {
	t.Helper()
	token := tell.Access{TokenFile: write(t, "token", "geheim")}
	c := &chaos{w: w}
	if os.Getuid() == 0 {
		n := far.Start(t, time.Millisecond)
		c.desk, c.cut = openListening(t, tell.Serve{Listen: n.Here + ":0", Access: token}), n.Cut
		c.host(t, n.Command, tell.Join{URL: c.door.url, Label: "far", Access: token})
	} else {
		c.desk = openListening(t, tell.Serve{Access: token})
		n := newWire(t, c.door.url, time.Millisecond)
		c.cut = n.set
		c.host(t, command, tell.Join{URL: n.url(), Label: "far", Access: token})
	}
	c.host(t, command, tell.Join{URL: c.door.url, Label: "near", Access: token})
	c.await(t, 4)
	return c
}

// command is exec.Command.
func command(args ...string) *exec.Cmd { return exec.Command(args[0], args[1:]...) }

// host keeps a host with two workers, as a site does that starts one again which has given up.
func (c *chaos) host(t *testing.T, run func(...string) *exec.Cmd, j tell.Join) {
	j.Workers = 2
	c.left.Go(func() {
		for !c.over.Load() {
			startHost(t, run, j).Wait()
		}
	})
}

// startHost starts a host that is a program: this binary, run by a function.
func startHost(t *testing.T, run func(...string) *exec.Cmd, j tell.Join) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	j.Workers, j.Wait = max(j.Workers, 1), time.Minute
	cmd := run(self)
	cmd.Env = append(os.Environ(), envHost+"="+string(encode(j)))
	if err := child.Start(cmd); err != nil {
		t.Error(err)
		return cmd
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return cmd
}

// run asks for two workers anew before every sample, as a race does, and runs the job.
func (c *chaos) run(ctx context.Context, r tell.Run) (tell.Ran, error) {
	c.letGo()
	o := openOf(c.w, 2, true)
	o.Within = 20 * time.Second
	if _, err := c.open(ctx, o); err != nil {
		return tell.Ran{}, err
	}
	return c.desk.run(ctx, r)
}

// end sends the hosts home, and waits for them.
func (c *chaos) end() {
	c.over.Store(true)
	c.close()
	c.left.Wait()
}

// A kin is all processes that this one has started, and those that they have, as far as they were seen.
type kin struct {
	mu   sync.Mutex
	seen map[int]bool
}

func newKin() *kin { return &kin{seen: map[int]bool{}} }

// look returns those that are there, and remembers them.
func (k *kin) look() []int {
	k.mu.Lock()
	defer k.mu.Unlock()
	var now []int
	for todo := []int{os.Getpid()}; len(todo) > 0; todo = todo[1:] {
		for _, pid := range childrenOf(todo[0]) {
			now, todo, k.seen[pid] = append(now, pid), append(todo, pid), true
		}
	}
	return now
}

// all are those that were ever seen, or have the mark of this test's hosts and workers.
func (k *kin) all() (pids []int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	procs, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, path := range procs {
		env, _ := os.ReadFile(path)
		var pid int
		fmt.Sscanf(path, "/proc/%d/", &pid)
		if pid != os.Getpid() && bytes.Contains(env, []byte(mark())) {
			k.seen[pid] = true
		}
	}
	for pid := range k.seen {
		if exe, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid)); filepath.Base(exe) != "sleep" { // which holds a network
			pids = append(pids, pid)
		}
	}
	return pids
}

// mark is what the environment of all that this test has started has, and of nothing else.
func mark() string { return envMark + "=" + strconv.Itoa(os.Getpid()) }

// isWorker is whether a process is a worker of ours, and not a host or what runs one.
func isWorker(pid int) bool {
	line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return bytes.Contains(line, []byte(argument))
}

// childrenOf are the processes that a process has started.
func childrenOf(pid int) (all []int) {
	tasks, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	for _, task := range tasks {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/children", pid, task.Name()))
		for _, f := range strings.Fields(string(text)) {
			var n int
			if fmt.Sscan(f, &n); n > 1 {
				all = append(all, n)
			}
		}
	}
	return all
}

// A host in a network of its own: the delay of its wire is in the price of a lot, and the sums hold, also while the wire is
// cut for 2 s.
func TestAHostInANetworkOfItsOwn(t *testing.T) {
	testkit.NeedsLong(t)
	const delay = 10 * time.Millisecond
	n := far.Start(t, delay)
	token := tell.Access{TokenFile: write(t, "token", "geheim")}
	d := openListening(t, tell.Serve{Listen: n.Here + ":0", Access: token})
	host := startHost(t, n.Command, tell.Join{URL: d.door.url, Label: "far", Access: token})
	defer host.Wait()
	defer host.Process.Signal(syscall.SIGTERM)
	d.await(t, 1)
	w := workloads.Primes()
	if _, err := d.open(t.Context(), openOf(w, 1, true)); err != nil {
		t.Fatal(err)
	}
	r := tell.Run{Size: w.Size, Share: w.Size, Passes: 20, Chunk: 1, Silence: 10 * time.Second}
	ran, err := d.run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
	t.Logf("%d lots took %v each to hand over", ran.HandOvers, ran.HandOver)
	if ran.HandOver < 2*delay || ran.HandOvers != 19 {
		t.Errorf("%d lots took %v each to hand over, and there and back takes %v", ran.HandOvers, ran.HandOver, 2*delay)
	}
	r.Passes = 200
	time.AfterFunc(100*time.Millisecond, func() { n.Cut(true) })
	time.AfterFunc(2100*time.Millisecond, func() { n.Cut(false) })
	if ran, err = d.run(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
}

//go:build unix

package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
	"corerace/bench/worker"
)

// playRole is what this binary does when a test starts it as something else than a test.
func playRole(role string) int {
	switch role {
	case "unhooked", "inner":
		_, err := Processes().Pool(context.Background(), mode.Spec{Workload: jobs.Counting, Workers: 1, Share: 10})
		fmt.Println(err)
		return 0
	case "no-memory": // may make no file of any size, nor a piece of shared memory
		signal.Ignore(syscall.SIGXFSZ)
		syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{})
		p, err := Processes().Pool(context.Background(), mode.Spec{Workload: jobs.Counting, Workers: 2, Share: 10})
		if err != nil {
			fmt.Println(err)
			return 1
		}
		defer p.Close()
		o, err := p.Run(context.Background(), jobs.JobOf(jobs.Counting, 10, 1))
		fmt.Println(o.Sum, o.Warnings, err)
		return 0
	case "parent": // keeps two workers busy, and says who they are
		signal.Ignore(os.Interrupt)
		p, err := Processes().Pool(context.Background(), mode.Spec{Workload: jobs.Spinning, Workers: 2, Share: 10})
		if err != nil {
			fmt.Println(err)
			return 1
		}
		for _, w := range p.(arenaPool).Members() {
			fmt.Println(w.(claimer).cmd.Process.Pid)
		}
		_, err = p.Run(context.Background(), jobs.JobOf(jobs.Spinning, 10, 1_000_000))
		fmt.Println(err)
		return 1
	}
	return 2
}

func TestWorkerThatFailsIsNamed(t *testing.T) {
	for _, c := range []struct{ workload, want string }{
		{"panics", `^worker \d \(pid \d+\): panic in Run\(\d+, \d+\): boom \(at kit.go:\d+\); exit status 2$`},
		{"exits", `^worker \d \(pid \d+\): exit status 3$`},
		{"dies", `^worker \d \(pid \d+\): killed by signal 9 \(killed\)$`},
		{"hangs", `^worker \d \(pid \d+\): killed by signal 9 \(killed\); silent for 300ms, past its deadline$`},
		{"stops", `^worker \d \(pid \d+\): killed by signal 9 \(killed\); silent for 300ms, past its deadline$`},
		{"babbles", `^worker \d \(pid \d+\): (not a frame: |it answered with a frame of kind )`},
	} {
		for _, m := range []*mode.Mode{Processes(), ProcessesPipe()} {
			t.Run(c.workload+"/"+m.Name, func(t *testing.T) {
				t.Parallel() // they wait
				w := jobs.WorkloadNamed(t, c.workload)
				p := jobs.OpenPool(t, m, w, 2, 10)
				j := jobs.JobOf(w, 10, 1)
				j.Deadline = 300 * time.Millisecond
				_, err := p.Run(t.Context(), j)
				jobs.WantError(t, err, c.want)
				if _, again := p.Run(t.Context(), j); again == nil {
					t.Error("a pool that failed runs again")
				}
			})
		}
	}
}

func TestWorkerThatIsNotReadyIsNamed(t *testing.T) {
	_, err := Processes().Pool(t.Context(), mode.Spec{Workload: jobs.SlowSetup, Workers: 2, Share: 1,
		ReadyWithin: 300 * time.Millisecond})
	jobs.WantError(t, err, `^worker \d \(pid \d+\): not ready after 300ms; killed by signal 9`)
	_, err = Processes().Pool(t.Context(), mode.Spec{Workload: jobs.FailingSetup, Workers: 2, Share: 1})
	jobs.WantError(t, err, `^worker \d \(pid \d+\): setup of workload failing-setup: no data; exit status 2$`)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	_, err = Processes().Pool(ctx, mode.Spec{Workload: jobs.SlowSetup, Workers: 2, Share: 1})
	jobs.WantError(t, err, `^enough$`)
}

func TestWorkloadMissingFromTheHookIsAnError(t *testing.T) {
	w := *jobs.Counting
	w.Name = "stranger"
	_, err := Processes().Pool(t.Context(), mode.Spec{Workload: &w, Workers: 1, Share: 1})
	jobs.WantError(t, err, `workload stranger isn't in the list given to the hook`)
}

func TestProgramWithoutHookStartsNoWorkers(t *testing.T) {
	if out := jobs.RunRole(t, jobs.RoleEnv+"=unhooked"); !strings.Contains(out, "call bench.Hook first in main") {
		t.Errorf("it says %q", out)
	}
	// A program without the hook that is started as a worker doesn't start workers either.
	if out := jobs.RunRole(t, jobs.RoleEnv+"=unhooked", worker.Env+"="+worker.ByPipe); !strings.Contains(out,
		"a worker never starts workers") {
		t.Errorf("it says %q", out)
	}
}

// startParent starts a parent with two busy workers, in a process group of its own, and returns the pids of all.
func startParent(t *testing.T) (cmd *exec.Cmd, workers []int) { return jobs.StartParentAs(t, "parent") }

func exists(path string) bool { _, err := os.Stat(path); return err == nil }

func TestWorkersDieWithAKilledParent(t *testing.T) {
	cmd, workers := startParent(t)
	cmd.Process.Kill()
	cmd.Wait()
	testkit.Gone(t, workers...)
}

func TestStoppedWorkersDieWithAKilledParent(t *testing.T) {
	if !exists("/proc/self/stat") {
		t.Skip("needs Linux: elsewhere a stopped worker outlives its parent until it is continued")
	}
	cmd, workers := startParent(t)
	for _, pid := range workers {
		syscall.Kill(pid, syscall.SIGSTOP)
	}
	cmd.Process.Kill()
	cmd.Wait()
	testkit.Gone(t, workers...)
}

func TestWorkersIgnoreAnInterruptOfTheGroup(t *testing.T) {
	cmd, workers := startParent(t)
	syscall.Kill(-cmd.Process.Pid, syscall.SIGINT)
	time.Sleep(50 * time.Millisecond) // a signal has no receipt
	for _, pid := range workers {
		if !testkit.Alive(pid) {
			t.Errorf("worker %d died of SIGINT", pid)
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	testkit.Gone(t, workers...)
}

func TestKeptPoolOutlivesThreads(t *testing.T) {
	kept := jobs.OpenPool(t, Processes(), jobs.Counting, 2, 10)
	for range 20 {
		threads := jobs.OpenPool(t, mode.Threads(), jobs.Counting, 3, 10)
		if _, err := threads.Run(t.Context(), jobs.JobOf(jobs.Counting, 10, 1)); err != nil {
			t.Fatal(err)
		}
		threads.Close()
		if _, err := kept.Run(t.Context(), jobs.JobOf(jobs.Counting, 10, 1)); err != nil {
			t.Fatalf("the kept pool: %v", err)
		}
	}
}

func TestNoDescriptorOrProcessIsLeftBehind(t *testing.T) {
	if !exists("/proc/self/fd") {
		t.Skip("needs /proc")
	}
	count := func() int { fds, _ := os.ReadDir("/proc/self/fd"); return len(fds) }
	jobs.OpenPool(t, Processes(), jobs.Counting, 2, 10).Close()
	before := count()
	var pids []int
	for i := range 20 {
		p, err := []*mode.Mode{Processes(), ProcessesPipe()}[i%2].Pool(t.Context(),
			mode.Spec{Workload: jobs.Counting, Workers: 2, Share: 10})
		if err != nil {
			t.Fatal(err)
		}
		o, err := p.Run(t.Context(), jobs.JobOf(jobs.Counting, 10, 1))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range o.PerWorker {
			pids = append(pids, w.PID)
		}
		p.Close()
	}
	testkit.Gone(t, pids...)
	time.Sleep(2 * mode.EndGrace) // a worker's end of the pipe is closed a little later
	if after := count(); after > before+2 {
		t.Errorf("%d descriptors are open after 20 pools, %d before", after, before)
	}
}

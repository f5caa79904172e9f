//go:build unix

package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/bench/worker"
	"corerace/workloads"
)

// playRole is what this binary does when a test starts it as something else than a test.
func playRole(role string) int {
	switch role {
	case "unhooked", "inner":
		_, err := Processes().open(context.Background(), Spec{Workload: counting, Workers: 1, Share: 10})
		fmt.Println(err)
		return 0
	case "no-memory": // may make no file of any size, nor a piece of shared memory
		signal.Ignore(syscall.SIGXFSZ)
		syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{})
		p, err := Processes().open(context.Background(), Spec{Workload: counting, Workers: 2, Share: 10})
		if err != nil {
			fmt.Println(err)
			return 1
		}
		defer p.Close()
		o, err := p.Run(context.Background(), jobOf(counting, 10, 1))
		fmt.Println(o.Sum, o.Warnings, err)
		return 0
	case "parent": // keeps two workers busy, and says who they are
		signal.Ignore(os.Interrupt)
		p, err := Processes().open(context.Background(), Spec{Workload: spinning, Workers: 2, Share: 10})
		if err != nil {
			fmt.Println(err)
			return 1
		}
		for _, w := range p.(arenaPool).workers() {
			fmt.Println(w.(claimer).cmd.Process.Pid)
		}
		_, err = p.Run(context.Background(), jobOf(spinning, 10, 1_000_000))
		fmt.Println(err)
		return 1
	}
	return 2
}

// unixWorkloads are those that misbehave by system calls.
func unixWorkloads() []*workloads.Workload {
	return []*workloads.Workload{
		misbehaving("dies", func() { syscall.Kill(os.Getpid(), syscall.SIGKILL) }),
		misbehaving("stops", func() { syscall.Kill(os.Getpid(), syscall.SIGSTOP); hang() }),
		misbehaving("babbles", func() { syscall.Write(1, make([]byte, 100)) }),
	}
}

func workloadNamed(t testing.TB, name string) *workloads.Workload {
	t.Helper()
	for _, w := range testWorkloads() {
		if w.Name == name {
			return w
		}
	}
	t.Fatalf("no workload %s", name)
	return nil
}

func TestWorkerThatFailsIsNamed(t *testing.T) {
	for _, c := range []struct{ workload, want string }{
		{"panics", `^worker \d \(pid \d+\): panic in Run\(\d+, \d+\): boom \(at main_test.go:\d+\); exit status 2$`},
		{"exits", `^worker \d \(pid \d+\): exit status 3$`},
		{"dies", `^worker \d \(pid \d+\): killed by signal 9 \(killed\)$`},
		{"hangs", `^worker \d \(pid \d+\): killed by signal 9 \(killed\); silent for 300ms, past its deadline$`},
		{"stops", `^worker \d \(pid \d+\): killed by signal 9 \(killed\); silent for 300ms, past its deadline$`},
		{"babbles", `^worker \d \(pid \d+\): (not a frame: |it answered with a frame of kind )`},
	} {
		for _, m := range []*Mode{Processes(), ProcessesPipe()} {
			t.Run(c.workload+"/"+m.Name, func(t *testing.T) {
				t.Parallel() // they wait
				w := workloadNamed(t, c.workload)
				p := openPool(t, m, w, 2, 10)
				j := jobOf(w, 10, 1)
				j.Deadline = 300 * time.Millisecond
				_, err := p.Run(t.Context(), j)
				wantError(t, err, c.want)
				if _, again := p.Run(t.Context(), j); again == nil {
					t.Error("a pool that failed runs again")
				}
			})
		}
	}
}

func TestWorkerThatIsNotReadyIsNamed(t *testing.T) {
	_, err := Processes().open(t.Context(), Spec{Workload: slowSetup, Workers: 2, Share: 1, ReadyWithin: 300 * time.Millisecond})
	wantError(t, err, `^worker \d \(pid \d+\): not ready after 300ms; killed by signal 9`)
	_, err = Processes().open(t.Context(), Spec{Workload: failingSetup, Workers: 2, Share: 1})
	wantError(t, err, `^worker \d \(pid \d+\): setup of workload failing-setup: no data; exit status 2$`)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	_, err = Processes().open(ctx, Spec{Workload: slowSetup, Workers: 2, Share: 1})
	wantError(t, err, `^enough$`)
}

func TestWorkloadMissingFromTheHookIsAnError(t *testing.T) {
	w := *counting
	w.Name = "stranger"
	_, err := Processes().open(t.Context(), Spec{Workload: &w, Workers: 1, Share: 1})
	wantError(t, err, `workload stranger isn't in the list given to the hook`)
}

// runRole starts this binary in a role and returns what it says.
func runRole(t *testing.T, env ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

func TestProgramWithoutHookStartsNoWorkers(t *testing.T) {
	if out := runRole(t, roleEnv+"=unhooked"); !strings.Contains(out, "call bench.Hook first in main") {
		t.Errorf("it says %q", out)
	}
	// A program without the hook that is started as a worker doesn't start workers either.
	if out := runRole(t, roleEnv+"=unhooked", worker.Env+"="+worker.ByPipe); !strings.Contains(out, "a worker never starts workers") {
		t.Errorf("it says %q", out)
	}
}

// startParent starts a parent with two busy workers, in a process group of its own, and returns the pids of all.
func startParent(t *testing.T) (cmd *exec.Cmd, workers []int) { return startParentAs(t, "parent") }

// startParentAs starts a parent in a role, which says two pids.
func startParentAs(t *testing.T, role string) (cmd *exec.Cmd, workers []int) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleEnv+"="+role)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	lines := bufio.NewScanner(out)
	for len(workers) < 2 && lines.Scan() {
		pid, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatalf("the parent says %q", lines.Text())
		}
		workers = append(workers, pid)
	}
	return cmd, workers
}

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
	kept := openPool(t, Processes(), counting, 2, 10)
	for range 20 {
		threads := openPool(t, Threads(), counting, 3, 10)
		if _, err := threads.Run(t.Context(), jobOf(counting, 10, 1)); err != nil {
			t.Fatal(err)
		}
		threads.Close()
		if _, err := kept.Run(t.Context(), jobOf(counting, 10, 1)); err != nil {
			t.Fatalf("the kept pool: %v", err)
		}
	}
}

func TestNoDescriptorOrProcessIsLeftBehind(t *testing.T) {
	if !exists("/proc/self/fd") {
		t.Skip("needs /proc")
	}
	count := func() int { fds, _ := os.ReadDir("/proc/self/fd"); return len(fds) }
	openPool(t, Processes(), counting, 2, 10).Close()
	before := count()
	var pids []int
	for i := range 20 {
		p, err := []*Mode{Processes(), ProcessesPipe()}[i%2].open(t.Context(), Spec{Workload: counting, Workers: 2, Share: 10})
		if err != nil {
			t.Fatal(err)
		}
		o, err := p.Run(t.Context(), jobOf(counting, 10, 1))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range o.PerWorker {
			pids = append(pids, w.PID)
		}
		p.Close()
	}
	testkit.Gone(t, pids...)
	time.Sleep(2 * endGrace) // a worker's end of the pipe is closed a little later
	if after := count(); after > before+2 {
		t.Errorf("%d descriptors are open after 20 pools, %d before", after, before)
	}
}

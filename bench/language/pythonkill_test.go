//go:build unix

package language

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"corerace/bench/language/python"
	"corerace/bench/language/speak"
	"corerace/bench/mode"
	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
)

// pythonParent keeps the workers of a python mode in the interpreter at path busy, and says which processes there are:
// the interpreter, and its workers where they are processes. It looks for no other interpreters: the test has.
func pythonParent(name, path string) int {
	only := sync.OnceValues(func() (*python.Found, error) {
		in, err := python.Probe(context.Background(), path)
		return &python.Found{Interpreters: []*python.Interpreter{in}}, err
	})
	m, err := mode.FindMode(PythonModes(only), name)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	w := twinned("pass")
	p, err := m.Pool(context.Background(), mode.Spec{Workload: w, Workers: 2, Share: 10})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	o, err := p.Run(context.Background(), jobs.JobOf(w, 10, 1))
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println(o.PerWorker[1].PID)
	fmt.Println(p.(*crewPool).crew.PID())
	p.Run(context.Background(), jobs.JobOf(w, 10, 100_000_000))
	return 1
}

// busyPython starts a job that lasts, on two workers, and returns their pids and where its error will come.
func busyPython(t *testing.T, m *mode.Mode) (p *crewPool, workers []int, failed chan error) {
	t.Helper()
	w := twinned("pass")
	p = jobs.OpenPool(t, m, w, 2, 10).(*crewPool)
	o, err := p.Run(t.Context(), jobs.JobOf(w, 10, 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range o.PerWorker {
		workers = append(workers, row.PID)
	}
	failed = make(chan error, 1)
	go func() {
		_, err := p.Run(t.Context(), jobs.JobOf(w, 10, 100_000_000))
		failed <- err
	}()
	return p, workers, failed
}

// parallel returns the python modes that have more than one worker.
func parallel(t *testing.T) []*mode.Mode {
	return slices.DeleteFunc(pythonModes(t), func(m *mode.Mode) bool { return m.Most == 1 })
}

func TestKilledInterpreterIsNamed(t *testing.T) {
	for _, m := range parallel(t) {
		p, workers, failed := busyPython(t, m)
		syscall.Kill(p.crew.PID(), syscall.SIGKILL)
		jobs.WantError(t, <-failed, fmt.Sprintf(`^python \S+ \(pid %d\): killed by signal 9 \(killed\)$`, p.crew.PID()))
		testkit.Gone(t, workers...)
	}
}

func TestKilledProcessOfAnInterpreterIsNamed(t *testing.T) {
	for _, m := range parallel(t) {
		if !strings.HasPrefix(m.Name, "python-processes") {
			continue
		}
		_, workers, failed := busyPython(t, m)
		syscall.Kill(workers[1], syscall.SIGKILL)
		jobs.WantError(t, <-failed, fmt.Sprintf(
			`^python \S+ \(pid \d+\): worker 1 \(pid %d\): killed by signal 9; exit status 1$`, workers[1]))
		testkit.Gone(t, workers...)
	}
}

func TestCancelledJobLeavesNoInterpreter(t *testing.T) {
	for _, m := range parallel(t) {
		w := twinned("pass")
		p := jobs.OpenPool(t, m, w, 2, 10).(*crewPool)
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(50*time.Millisecond, func() { cancel(errors.New("enough")) })
		_, err := p.Run(ctx, jobs.JobOf(w, 10, 100_000_000))
		jobs.WantError(t, err, "^enough$")
		testkit.Gone(t, p.crew.PID())
	}
}

func TestInterpretersDieWithAKilledParent(t *testing.T) {
	if !exists("/proc/self/stat") {
		t.Skip("needs Linux: elsewhere workers that are processes end after their job")
	}
	for _, stop := range []bool{false, true} {
		for _, in := range pythonsTested(t) {
			for _, m := range pythonModesOf(t, []*python.Interpreter{in}) {
				if m.Most == 1 {
					continue
				}
				killedParent(t, stop, m.Name+" "+in.Path)
			}
		}
	}
}

// killedParent kills a parent in a role, whose interpreters may be stopped, and waits until they are gone.
func killedParent(t *testing.T, stop bool, role string) {
	t.Helper()
	cmd, pids := jobs.StartParentAs(t, role)
	if stop {
		for _, pid := range pids {
			syscall.Kill(pid, syscall.SIGSTOP)
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	testkit.Gone(t, pids...)
}

func TestNothingOfAnInterpreterIsLeftBehind(t *testing.T) {
	var pids []int
	for _, m := range parallel(t) {
		w := twinned("pass")
		p := jobs.OpenPool(t, m, w, 2, 10).(*crewPool)
		o, err := p.Run(t.Context(), jobs.JobOf(w, 10, 1))
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range o.PerWorker {
			pids = append(pids, row.PID)
		}
		p.Close()
		pids = append(pids, p.crew.PID())
	}
	testkit.Gone(t, pids...)
}

func TestPythonIsFoundInTheEnvironmentOfARun(t *testing.T) {
	in := pythonsHere(t)[0]
	t.Setenv("PYTHONSTARTUP", "/nowhere")
	t.Setenv("PYTHONDONTWRITEBYTECODE", "")
	w := twinned("raise ValueError(sorted(k for k in os.environ if k.startswith('PYTHON')))")
	c, err := python.StartCrew(t.Context(), in, python.Team{Kind: python.Serial, Twin: w.Python,
		Team: speak.Team{Workers: 1, Size: w.Size, Share: 10}}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, err = c.Run(10, 1, time.Minute)
	jobs.WantError(t, err, `ValueError: \[\]`)
}

func exists(path string) bool { _, err := os.Stat(path); return err == nil }

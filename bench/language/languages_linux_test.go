package language

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"corerace/bench/child"
	"corerace/bench/language/runtimes"
	"corerace/bench/mode"
	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

// runtimesHere is the one search of the test binary.
var runtimesHere = sync.OnceValue(func() *runtimes.Found {
	return runtimes.Find(context.Background(), All(), os.Getenv("PATH"))
})

// required is how CORERACE_REQUIRE calls a language.
func required(l *runtimes.Language) string {
	return cmp.Or(map[string]string{"c": "gcc", "pypy": "pypy3"}[l.Name], l.Name)
}

// slow are languages whose start takes seconds of CPU time: they are for the longest runs.
var slow = []string{"jython", "jruby", "racket"}

// modesOf returns the modes of a language that are here, or skips the test.
func modesOf(t *testing.T, l *runtimes.Language) (modes []*mode.Mode) {
	t.Helper()
	if slices.Contains(slow, l.Name) {
		testkit.NeedsAll(t)
	}
	if _, err := runtimesHere().Of(l, ""); err != nil {
		testkit.Missing(t, required(l), err.Error())
	}
	for _, m := range Modes([]*runtimes.Language{l}, runtimesHere) {
		if err := m.Here(); err != nil {
			t.Logf("%s: %v", m, err)
			continue
		}
		modes = append(modes, jobs.Spelt(t, m.Name, m))
	}
	return modes
}

// short is one of our workloads with a part of its items and the twin of a language.
func short(t *testing.T, w *workloads.Workload, l *runtimes.Language, by int) *workloads.Workload {
	t.Helper()
	x := part(t, w, by)
	x.Twins = map[string]string{l.Name: l.TwinOf(w)}
	return x
}

// part is a workload with a part of its items.
func part(t *testing.T, w *workloads.Workload, by int) *workloads.Workload {
	t.Helper()
	if w.Setup != nil {
		if err := w.Setup(); err != nil {
			t.Fatal(err)
		}
	}
	x := *w
	x.Size = max(1, w.Size/by)
	x.Sum = w.Run(0, x.Size)
	return &x
}

// Five workloads have a twin in every language. A plain run takes a part of the items of two of them on one worker, sums
// that wrap and sums of floating point; a long one all of them, in every way on three, and the
// longest on one and two as well.
func TestTwinsInEveryLanguageReachTheSums(t *testing.T) {
	if testing.Short() {
		t.Skip("starts every runtime again and again")
	}
	for _, l := range All() {
		t.Run(l.Name, func(t *testing.T) {
			modes := modesOf(t, l)
			if !testkit.Long() {
				modes = modes[:1]
			}
			for _, w := range workloads.All() {
				if l.TwinOf(w) == "" || !testkit.Long() && w.Name != "matmul" && w.Name != "mandelbrot" {
					continue
				}
				w := short(t, w, l, testkit.Times(32, 16))
				for _, m := range modes {
					reachOnEach(t, m, w)
				}
			}
		})
	}
}

// reachOnEach lets one worker do a job, where long tests were asked for three, and where the longest were one, two and
// three.
func reachOnEach(t *testing.T, m *mode.Mode, w *workloads.Workload) {
	t.Helper()
	most := cmp.Or(m.Most, testkit.Times(1, 3))
	for n := 1; n <= most; n++ {
		if n == most || testkit.All() {
			reach(t, m, w, n)
		}
	}
}

// CPython's ways are raced in another room's program, and on the same workloads.
func TestEveryWayOfPythonReachesTheSums(t *testing.T) {
	testkit.NeedsLong(t)
	for _, m := range pythonModesOf(t, pythonsHere(t)) {
		for _, name := range fiveTwins {
			w := named(t, name)
			reachOnEach(t, m, part(t, w, 64))
		}
	}
}

// fiveTwins are the workloads that every language has a twin of.
var fiveTwins = []string{"primes", "collatz", "mandelbrot", "matmul", "binarytrees"}

func named(t *testing.T, name string) *workloads.Workload {
	t.Helper()
	for _, w := range workloads.All() {
		if w.Name == name {
			return w
		}
	}
	t.Fatalf("no workload %s", name)
	return nil
}

func TestEveryLanguageHasFiveTwins(t *testing.T) {
	for _, l := range All() {
		for _, name := range fiveTwins {
			if l.TwinOf(named(t, name)) == "" {
				t.Errorf("%s has no twin of %s", l.Title, name)
			}
		}
	}
}

func TestEveryWaySharesTheWork(t *testing.T) {
	for _, l := range All() {
		t.Run(l.Name, func(t *testing.T) {
			t.Parallel() // they wait for compilers
			w := short(t, workloads.Collatz(), l, 40)
			step := 2
			if testkit.All() {
				step = 1
			}
			for _, m := range modesOf(t, l) {
				for n := 1; n <= cmp.Or(m.Most, 3); n += step {
					reach(t, m, w, n)
				}
			}
		})
	}
}

// reach lets n workers do a job twice, and checks the sums and that they were n.
func reach(t *testing.T, m *mode.Mode, w *workloads.Workload, n int) {
	t.Helper()
	what := fmt.Sprintf("%s, %d workers, %s", m, n, w.Name)
	share := max(1, w.Size/97)
	p, err := m.Pool(t.Context(), mode.Spec{Workload: w, Workers: n, Share: share})
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	defer p.Close()
	for passes := range 2 {
		j := jobs.JobOf(w, share, 1+passes)
		j.Deadline = time.Minute
		o, err := p.Run(t.Context(), j)
		if want := w.Sum * uint64(1+passes); err != nil || o.Sum != want {
			t.Errorf("%s: the sum is %d, %d expected; %v", what, o.Sum, want, err)
			return
		}
		ids := map[[2]int]bool{}
		for i, x := range o.PerWorker {
			ids[[2]int{x.PID, cmp.Or(x.TID, -1-i)}] = true // one of 0 isn't bound to a thread
		}
		if len(ids) != n || o.Wall <= 0 {
			t.Errorf("%s: %d workers in %v: %+v", what, len(ids), o.Wall, o.PerWorker)
		}
	}
}

// A worker whose pipe of shares has ended, because its parent has, doesn't compute the first share for ever.
func TestWorkersEndWithTheirPipeOfShares(t *testing.T) {
	for _, l := range All() {
		r, err := runtimesHere().Of(l, "")
		for i := range l.Ways {
			w := &l.Ways[i]
			if err != nil || w.Name != "processes" || !w.Pipe || r.Has(w) != nil {
				continue // other workers end with the process that they are in
			}
			t.Run(l.Name+"-"+w.Name, func(t *testing.T) {
				if said := withoutShares(t, r, w); !strings.Contains(said, "fail 0 ") {
					t.Errorf("it said %q", said)
				}
			})
		}
	}
}

// withoutShares is what a worker says that is given a job, and a pipe of shares that has ended.
func withoutShares(t *testing.T, r *runtimes.Runtime, w *runtimes.Way) string {
	t.Helper()
	source := runtimes.Fill(r.Program, r.TwinOf(workloads.Primes()))
	if r.Join != nil {
		source = r.Join(r, r.TwinOf(workloads.Primes()))
	}
	argv, env, err := r.Command(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	ended, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer ended.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], append(argv[1:], w.Name, "1", "1000", "100")...)
	cmd.Env, cmd.Stdin, cmd.ExtraFiles = env, strings.NewReader("job 1000 100 1\n"), []*os.File{ended, ended}
	cmd.WaitDelay = time.Second
	child.OwnGroup(cmd)
	cmd.Cancel = func() error { child.KillGroup(cmd.Process); return nil }
	out, _ := cmd.Output() // that it fails is the point
	return string(out)
}

// R's compiler is off in processes that are forked, so that they would work at a third of the speed.
func TestForkedProcessesOfRHaveTheCompiledTwin(t *testing.T) {
	i := slices.IndexFunc(All(), func(l *runtimes.Language) bool { return l.Name == "r" })
	w := *jobs.Counting
	w.Twins = map[string]string{"r": `run <- function(lo, hi) {
  if (lo > 0 && typeof(.Internal(bodyCode(run))) != "bytecode") stop("it isn't compiled")
  total <- 0
  for (k in lo:(hi - 1)) total <- total + k
  total
}
`}
	for _, m := range modesOf(t, All()[i]) {
		reach(t, m, &w, cmp.Or(m.Most, 2))
	}
}

// A package.json in a folder above the program says of .js files what they are, and of this one nothing.
func TestAPackageAboveAProgramChangesNothing(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", folder)
	if err := os.WriteFile(filepath.Join(folder, "package.json"), []byte(`{"type":"module"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(All(), func(l *runtimes.Language) bool { return l.Name == "node" })
	l := All()[i]
	for _, m := range modesOf(t, l) {
		reach(t, m, short(t, workloads.Primes(), l, 50), 1)
	}
}

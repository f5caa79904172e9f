package language

import (
	"cmp"
	"errors"
	"strings"
	"testing"
	"time"

	"corerace/bench/language/python"
	"corerace/bench/mode"
	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
	"corerace/bench/testkit/pythons"
	"corerace/workloads"
)

// pythonsHere returns the newest and the oldest interpreter, or skips the test.
func pythonsHere(t testing.TB) []*python.Interpreter {
	t.Helper()
	all := pythons.All(t)
	if len(all) > 1 {
		return []*python.Interpreter{all[0], all[len(all)-1]}
	}
	return all
}

// pythonsTested returns the newest interpreter, and where long tests were asked for, the oldest one, too.
func pythonsTested(t testing.TB) []*python.Interpreter {
	t.Helper()
	all := pythonsHere(t)
	return all[:min(len(all), testkit.Times(1, 2))]
}

// pythonModes returns every mode that is here of those.
func pythonModes(t testing.TB) (modes []*mode.Mode) {
	t.Helper()
	return pythonModesOf(t, pythonsTested(t))
}

// pythonModesOf returns every mode of the interpreters that is here.
func pythonModesOf(t testing.TB, all []*python.Interpreter) (modes []*mode.Mode) {
	t.Helper()
	for _, in := range all {
		for _, m := range PythonModes(pythons.Find) {
			m, err := mode.FindMode([]*mode.Mode{m}, m.Name+":python="+in.Label)
			if err != nil {
				t.Fatal(err)
			}
			if m.Here() == nil {
				modes = append(modes, m)
			}
		}
	}
	if len(modes) == 0 {
		t.Fatalf("none of the modes is here in any of %v", all)
	}
	return modes
}

// twinned is counting with a twin that does something else at item 900 when it is worked on by a job. The first share,
// which every worker runs to be ready, doesn't reach so far.
func twinned(what string) *workloads.Workload {
	w := *jobs.Counting
	w.Python = "import os, sys, time, signal\ndef run(lo, hi):\n    if lo <= 900 < hi:\n        " + what +
		"\n    return sum(range(lo, hi))\n"
	return &w
}

// A plain run goes through the first items of every twin, a long one through all of them.
func TestTwinsReachTheSums(t *testing.T) {
	for _, m := range pythonModesOf(t, pythonsHere(t)) {
		if !strings.HasPrefix(m.Name, "python-serial") {
			continue
		}
		for _, w := range workloads.All() {
			if w.Python == "" {
				continue
			}
			t.Run(m.About()+"/"+w.Name, func(t *testing.T) {
				if !testkit.Long() {
					w.Size = max(1, w.Size/16)
					if w.Setup != nil {
						if err := w.Setup(); err != nil {
							t.Fatal(err)
						}
					}
					w.Sum = w.Run(0, w.Size)
				}
				share := max(1, w.Size/97)
				j := jobs.JobOf(w, share, 1)
				j.Deadline = time.Minute
				o, err := jobs.OpenPool(t, m, w, 1, share).Run(t.Context(), j)
				if err != nil || o.Sum != w.Sum {
					t.Errorf("the sum is %d, %d expected; %v", o.Sum, w.Sum, err)
				}
			})
		}
	}
}

func TestPythonModesShareTheWork(t *testing.T) {
	w := twinned("pass")
	for _, m := range pythonModesOf(t, pythonsHere(t)) {
		for _, n := range []int{1, 3} {
			if m.Most > 0 && n > m.Most {
				continue
			}
			t.Run(m.String()+"/"+string(rune('0'+n)), func(t *testing.T) {
				p := jobs.OpenPool(t, m, w, n, 7)
				for range 3 {
					o, err := p.Run(t.Context(), jobs.JobOf(w, 7, 20))
					if err != nil {
						t.Fatal(err)
					}
					if o.Sum != 20*w.Sum || len(o.PerWorker) != n || o.Wall <= 0 {
						t.Errorf("the sum is %d, %d expected, of %d workers in %v", o.Sum, 20*w.Sum, len(o.PerWorker), o.Wall)
					}
					ids := map[int]bool{}
					for _, worker := range o.PerWorker {
						ids[cmp.Or(worker.TID, worker.PID)] = true
					}
					if len(ids) != n {
						t.Errorf("%d workers of %d: %+v", len(ids), n, o.PerWorker)
					}
				}
			})
		}
	}
}

func TestProcessesStartAsTheyAreTold(t *testing.T) {
	in := pythonsHere(t)[0]
	if !in.AtLeast(3, 4) {
		t.Skipf("%s has one way to start processes", in)
	}
	testkit.TempStaysEmpty(t)
	for _, method := range []string{"spawn", "forkserver"} {
		m, err := mode.FindMode(PythonModes(pythons.Find), "python-processes:start="+method)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Here(); err != nil {
			t.Skip(err)
		}
		w := twinned("pass")
		o, err := jobs.OpenPool(t, m, w, 2, 10).Run(t.Context(), jobs.JobOf(w, 10, 3))
		if err != nil || o.Sum != 3*w.Sum {
			t.Errorf("%s: the sum is %d, %d expected; %v", method, o.Sum, 3*w.Sum, err)
		}
	}
}

func TestTwinThatFailsIsNamed(t *testing.T) {
	for _, m := range pythonModesOf(t, pythonsHere(t)) {
		w := twinned("raise ValueError('bad\\x1b[31m share')")
		_, err := jobs.OpenPool(t, m, w, 1, 10).Run(t.Context(), jobs.JobOf(w, 10, 1))
		jobs.WantError(t, err,
			`^python \S+ \(pid \d+\): worker 0: ValueError: bad \[31m share \(line 4 of <twin>\); exit status 1$`)

		w.Python = "raise ImportError('nothing here')\n"
		_, err = m.Pool(t.Context(), mode.Spec{Workload: w, Workers: 1, Share: 10})
		jobs.WantError(t, err,
			`^python \S+ \(pid \d+\): worker 0: ImportError: nothing here \(line 1 of <twin>\); exit status 1$`)
	}
}

func TestSilentInterpreterIsEnded(t *testing.T) {
	for _, m := range pythonModes(t) {
		t.Run(m.String(), func(t *testing.T) {
			t.Parallel() // they wait
			w := twinned("time.sleep(1000)")
			j := jobs.JobOf(w, 10, 1)
			j.Deadline = 300 * time.Millisecond
			p := jobs.OpenPool(t, m, w, 1, 10)
			_, err := p.Run(t.Context(), j)
			jobs.WantError(t, err, `^python \S+ \(pid \d+\): silent for 300ms, past its deadline; killed by signal 9`)
			if _, again := p.Run(t.Context(), j); again == nil {
				t.Error("a pool that failed runs again")
			}
		})
	}
}

func TestWorkOnSharesIsNoSilence(t *testing.T) {
	for _, m := range pythonModes(t) {
		if m.Most != 1 {
			continue // all kinds have the one loop
		}
		w := twinned("pass")
		w.Python = strings.Replace(w.Python, "    return", "    time.sleep(0.02)\n    return", 1)
		j := jobs.JobOf(w, 20, 1) // a second of shares, each shorter than the deadline
		j.Deadline = 700 * time.Millisecond
		if _, err := jobs.OpenPool(t, m, w, 1, 20).Run(t.Context(), j); err != nil {
			t.Errorf("%s: %v", m, err)
		}
	}
}

func TestATwinsOwnOutputIsNoLine(t *testing.T) {
	w := twinned("sys.stdout.write('row 0 1 1 1 1 1 1 1 1\\n')")
	for _, m := range pythonModes(t) {
		o, err := jobs.OpenPool(t, m, w, 1, 10).Run(t.Context(), jobs.JobOf(w, 10, 1))
		if err != nil || o.Sum != w.Sum {
			t.Errorf("%s: the sum is %d, %d expected; %v", m, o.Sum, w.Sum, err)
		}
	}
}

func TestOptionPythonPicksTheBaseline(t *testing.T) {
	f := &python.Found{Interpreters: []*python.Interpreter{{Label: "3.12", Version: "3.12.1"},
		{Label: "2.7", Version: "2.7.18", NoOwnGIL: "too old"},
		{Label: "3.14", Version: "3.14.2", Start: "forkserver", JIT: "off"}}}
	find := func() (*python.Found, error) { return f, nil }
	for spelling, want := range map[string][2]string{
		"python-threads":                             {"python-threads", "python-serial"},
		"python-threads:python=3.12":                 {"python-threads", "python-serial"},
		"python-threads:python=2.7":                  {"python-threads:python=2.7", "python-serial:python=2.7"},
		"python-serial:python=2.7.18":                {"python-serial:python=2.7", "python-serial:python=2.7"},
		"python-processes:python=default:start=fork": {"python-processes:start=fork", "python-serial"},
		"python-processes:version=2.7":               {"python-processes:python=2.7", "python-serial:python=2.7"},
		"python-threads:jit=on:python=3.14":          {"python-threads:jit=on:python=3.14", "python-serial:jit=on:python=3.14"},
		"python-interpreters:python=2.7":             {"python-interpreters:python=2.7", "python-serial:python=2.7"},
	} {
		m, err := mode.FindMode(PythonModes(find), spelling)
		if err != nil || m.String() != want[0] || m.Against() != want[1] {
			t.Errorf("%s is %v with the baseline %s (%v), want %s with %s", spelling, m, m.Against(), err, want[0], want[1])
		}
	}
	_, err := mode.FindMode(PythonModes(find), "python-threads:python=3.99")
	jobs.WantError(t, err, `no Python "3.99" here: one of \[3.12 2.7 3.14\] expected`)
	for spelling, want := range map[string]string{
		"python-processes:python=2.7:start=spawn": "mode python-processes:python=2.7:start=spawn: CPython 2.7.18 forks its " +
			"processes: start=spawn is there from 3.4 on",
		"python-serial:jit=on": "mode python-serial:jit=on: CPython 3.12.1 has no compiler to turn on",
	} {
		_, err := mode.FindMode(PythonModes(find), spelling)
		jobs.WantError(t, err, "^"+want)
	}
	for spelling, want := range map[string]string{
		"python-processes:python=3.14": "CPython 3.14.2, processes by forkserver, its default, with a compiler (JIT) " +
			"that is off",
		"python-processes:jit=on:python=3.14:start=fork": "CPython 3.14.2, processes by fork, with a compiler (JIT) that " +
			"is on",
		"python-processes": "CPython 3.12.1, processes by fork, its default",
	} {
		if m, err := mode.FindMode(PythonModes(find), spelling); err != nil || m.About() != want {
			t.Errorf("%s: %q, %v; want %q", spelling, m.About(), err, want)
		}
	}
	m, _ := mode.FindMode(PythonModes(find), "python-interpreters:python=2.7")
	jobs.WantError(t, m.Here(), "^python 2.7: too old$")
	nothing := PythonModes(func() (*python.Found, error) { return &python.Found{}, nil })
	jobs.WantError(t, nothing[0].Here(), "^no Python was found$")
	failing := PythonModes(func() (*python.Found, error) { return nil, errors.New("broken") })
	jobs.WantError(t, failing[0].Here(), "^broken$")
}

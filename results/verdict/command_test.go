package verdict

import (
	"strings"
	"testing"
	"time"

	"corerace/results"
)

// commandRecord is a record of commands, whose samples are made by a function of the variant, its workers and the
// round.
func commandRecord(rounds int, variants []string, of func(mode string, workers, round int) results.Sample,
	workers ...int) *results.Record {
	rec := &results.Record{End: &results.End{}}
	rec.Run.Plan.Workloads = []results.PlannedWorkload{{Name: "command"}}
	rec.Run.Hosts = []results.Machine{{CoresLogical: 2, CoresAllowed: []int{0, 1}, OS: "Debian"}}
	for _, v := range variants {
		rec.Run.Plan.Modes = append(rec.Run.Plan.Modes, results.PlannedMode{Name: v, Baseline: variants[0],
			Command: &results.Command{Line: v, OpenMP: v == "openmp"}})
	}
	none := 0.0
	for round := 1; round <= rounds; round++ {
		for _, v := range variants {
			for _, n := range workers {
				s := of(v, n, round)
				s.Round, s.Cell, s.Baseline = round, results.Cell{Workload: "command", Mode: v, Workers: n}, variants[0]
				s.Items, s.Wall = 1, s.Wall+time.Duration(round*7%5)*ms/100
				rec.Samples = append(rec.Samples, s)
			}
		}
		rec.Rounds = append(rec.Rounds, results.Round{Round: round, Wall: time.Second, Others: &none, Steal: &none,
			Contention: &none})
	}
	return rec
}

// took is a sample of so many milliseconds, with what was seen of its tree.
func took(wall, cpu int, tree results.Tree) results.Sample {
	return results.Sample{Wall: time.Duration(wall) * ms, CPU: results.CPU{Workers: time.Duration(cpu) * ms}, Tree: &tree}
}

// warned is all that a summary warns of in the cells of a mode.
func warned(s *Summary, mode string) (all string) {
	for _, c := range s.Cells {
		if c.Mode == mode {
			all += strings.Join(c.Warnings, "\n") + "\n"
		}
	}
	return all
}

func TestACommandAloneRacesItselfWithOtherNumbersOfWorkers(t *testing.T) {
	rec := commandRecord(12, []string{"xz"}, func(_ string, n, _ int) results.Sample {
		return took(200/n, 200, results.Tree{Looks: 9, Threads: n, Wanted: float64(n)})
	}, 1, 2)
	s := Summarize(rec)
	if v := s.Verdicts[0]; v.Best.Workers != 2 || v.Next.Workers != 1 || !v.Decided {
		t.Errorf("%s", v.Sentence())
	}
	if w := warned(s, "xz"); strings.Contains(w, "was to have") {
		t.Error(w)
	}
}

func TestWorkersThatNobodySawAreSaid(t *testing.T) {
	for want, tree := range map[string]results.Tree{
		"no second thread or process was seen in 36 looks":                                                           {Looks: 3, Threads: 1, Wanted: 1},
		"on average 1.0 thread wanted a core, of up to 2 that were seen: it has no work for a second one, or a lock": {Looks: 3, Threads: 2, Wanted: 1},
	} {
		s := Summarize(commandRecord(12, []string{"sort"}, func(string, int, int) results.Sample {
			return took(100, 100, tree)
		}, 1, 2))
		if w := warned(s, "sort"); strings.Count(w, want) != 1 {
			t.Errorf("%q is said, %q expected once", w, want)
		}
	}
	for name, tree := range map[string]results.Tree{
		"not looked at": {}, "asleep": {Looks: 3, Threads: 2}, "busy": {Looks: 3, Threads: 2, Wanted: 1.9},
	} {
		s := Summarize(commandRecord(12, []string{"x"}, func(string, int, int) results.Sample {
			return took(100, 100, tree)
		}, 1, 2))
		if w := warned(s, "x"); strings.Contains(w, "was to have") {
			t.Errorf("%s: %q", name, w)
		}
	}
}

// Of a short command the runs that are measured are hardly looked at. The one that warms up is, and its times stay out.
func TestLooksOfTheWarmUpCount(t *testing.T) {
	rec := commandRecord(12, []string{"xz"}, func(_ string, _, round int) results.Sample {
		return took(30, 30, results.Tree{User: 30 * ms, MaxRSS: 5})
	}, 1, 2)
	for _, n := range []int{1, 2} {
		s := took(900, 900, results.Tree{User: 900 * ms, MaxRSS: 9, Looks: 12, Threads: n, Wanted: 1})
		s.Cell, s.Items, s.Baseline = results.Cell{Workload: "command", Mode: "xz", Workers: n}, 1, "xz"
		rec.Samples = append(rec.Samples, s)
	}
	s := Summarize(rec)
	if c := s.Cells[1].Tree; c.Looks != 12 || c.Threads != 2 || c.Wanted != 1 || c.User != 30*ms || c.MaxRSS != 5 {
		t.Errorf("%+v", c)
	}
	const want = "on average 1.0 thread wanted a core, of up to 2 that were seen"
	if w := warned(s, "xz"); strings.Count(w, want) != 1 {
		t.Errorf("%q is said, %q expected once", w, want)
	}
}

func TestSpinningThreadsAreOfferedSleep(t *testing.T) {
	for _, name := range []string{"openmp", "other"} {
		s := Summarize(commandRecord(12, []string{name}, func(_ string, n, _ int) results.Sample {
			return took(100, 60+40*n, results.Tree{})
		}, 1, 2))
		if said := strings.Contains(warned(s, name), "OMP_WAIT_POLICY=passive"); said != (name == "openmp") {
			t.Errorf("%s: %q", name, warned(s, name))
		}
	}
}

func TestAStepAndAStartAreNamed(t *testing.T) {
	start := 40 * ms
	s := Summarize(commandRecord(30, []string{"java"}, func(_ string, _, round int) results.Sample {
		wall := 50
		if round > 10 {
			wall = 33
		}
		return took(wall, 30, results.Tree{Start: &start})
	}, 1))
	for _, want := range []string{"its wall time falls in one step, from 50.0 ms to 33.0 ms, at round 11",
		"starting a program takes 100 % of its time"} {
		if w := warned(s, "java"); !strings.Contains(w, want) {
			t.Errorf("%q is said, %q expected", w, want)
		}
	}
}

// What is known of the mode python-threads isn't known of a command that is called so, nor may a command that does the
// same with less work be told that work is missing.
func TestTheNameOfACommandSaysNothing(t *testing.T) {
	if turns(commandRecord(1, []string{"python-threads"}, func(string, int, int) results.Sample {
		return took(1, 1, results.Tree{})
	}, 1).Run.Plan)["python-threads"] {
		t.Error("a command is taken for the threads of an interpreter")
	}
	s := Summarize(commandRecord(12, []string{"python", "c"}, func(mode string, _, _ int) results.Sample {
		if mode == "c" {
			return took(10, 10, results.Tree{})
		}
		return took(100, 100, results.Tree{})
	}, 1))
	if w := warned(s, "c"); strings.Contains(w, "work missing") {
		t.Error(w)
	}
}

func TestVariantsAreComparedWithTheirBaseline(t *testing.T) {
	rec := commandRecord(30, []string{"a", "b"}, func(mode string, n, _ int) results.Sample {
		if mode == "b" && n == 2 {
			return took(80, 80, results.Tree{})
		}
		return took(100/n, 100, results.Tree{})
	}, 1, 2)
	slower, open := CompareVariants(rec).Gate(0.05)
	if len(slower) != 1 || slower[0].Mode != "b" || slower[0].Workers != 2 || len(open) != 0 {
		t.Errorf("slower %v, open %v", slower, open)
	}
	if slower, open := CompareVariants(rec).Gate(0.9); len(slower)+len(open) != 0 {
		t.Errorf("slower %v, open %v", slower, open)
	}
}

func TestUnknownMemoryOfACommandIsAnUpperBound(t *testing.T) {
	tree := treeOf([]*results.Sample{{Tree: &results.Tree{MaxRSS: 5, Floor: 5}},
		{Tree: &results.Tree{MaxRSS: 4, Floor: 5}}}, nil)
	if !tree.NoMore || tree.Wait != nil || tree.Start != nil || tree.Looks != 0 {
		t.Errorf("%+v", tree)
	}
}

// A command that does something else in a thousandth of the time isn't too fast for the cores; one that is told to use
// one more of them is.
func TestOnlyACommandsOwnWorkersAreBoundByTheCores(t *testing.T) {
	s := Summarize(commandRecord(12, []string{"a", "b"}, func(mode string, n, _ int) results.Sample {
		return took(map[string]int{"a": 1000, "b": 2}[mode]/n/n/n, 1, results.Tree{})
	}, 1, 2))
	if w := warned(s, "b"); strings.Contains(w, "is above") {
		t.Error(w)
	}
	if w := warned(s, "a"); !strings.Contains(w, "the lower end of the speedup, 8") {
		t.Errorf("it says %q", w)
	}
}

func TestWhatNobodyWaitedForIsSaid(t *testing.T) {
	for want, tree := range map[string]results.Tree{
		"nobody waited for some of its processes: 30.0 ms of CPU time is in neither user nor system time": {
			CPUFrom: results.CPUCgroup, User: 60 * ms, Sys: 10 * ms, Unwaited: 30 * ms, TaskClock: new(99 * ms)},
		"by the kernel's task-clock it took 99.0 ms of CPU time, and the processes that were waited for have 70.0 ms": {
			CPUFrom: results.CPUReaped, User: 60 * ms, Sys: 10 * ms, TaskClock: new(99 * ms)},
	} {
		s := Summarize(commandRecord(12, []string{"a"}, func(string, int, int) results.Sample {
			return took(100, 100, tree)
		}, 1))
		if w := warned(s, "a"); strings.Count(w, want) != 1 {
			t.Errorf("it says %q, %q expected", w, want)
		}
		if c := s.Cells[0].Tree; c.CPUFrom != tree.CPUFrom || *c.TaskClock != 99*ms {
			t.Errorf("%+v", c)
		}
	}
	for _, tree := range []results.Tree{
		{CPUFrom: results.CPUCgroup, User: 70 * ms, TaskClock: new(99 * ms)}, // the host took it
		{CPUFrom: results.CPUReaped, User: 70 * ms, TaskClock: new(66 * ms)},
		{User: 70 * ms},
	} {
		s := Summarize(commandRecord(12, []string{"a"}, func(string, int, int) results.Sample {
			return took(100, 100, tree)
		}, 1))
		if w := warned(s, "a"); strings.Contains(w, "waited for") {
			t.Error(w)
		}
	}
}

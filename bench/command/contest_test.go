//go:build linux

package command

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/bench/race"
	"corerace/results"
)

// variant is a variant that a shell runs.
func variant(name, line string) Variant {
	return Variant{Name: name, Command: results.Command{Line: line, Shell: true}}
}

// planned is the contest of a set.
func planned(t *testing.T, s *Set) (race.Contest, error) {
	t.Helper()
	if s.Longest == 0 {
		s.Longest = time.Minute
	}
	t.Cleanup(func() { s.Close() })
	return s.Contest(t.Context())
}

func TestASetBecomesCells(t *testing.T) {
	s := &Set{Variants: []Variant{variant("a", "exit $(({workers} + {size} - 2))"), variant("b", ": {size}")},
		Workers: []int{2}, Params: []Param{{"size", []string{"1", "2"}}}}
	s.Variants[0].AllowExit = []int{0, 1, 2}
	s.Variants[1].AllowExit = []int{0}
	c, err := planned(t, s)
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, x := range c.Contenders {
		cells = append(cells, strings.ReplaceAll(strings.Join([]string{x.Cell.Workload, x.Cell.Mode,
			strings.Repeat("|", x.Cell.Workers), x.Baseline}, " "), "  ", " "))
	}
	want := []string{"size=1 a | a", "size=1 a || a", "size=1 b | a", "size=2 a | a", "size=2 a || a", "size=2 b | a"}
	if !slices.Equal(cells, want) {
		t.Errorf("cells are %q, %q expected: the baseline has one worker besides", cells, want)
	}
	sample, start, err := c.Contenders[1].Take(t.Context(), 1, func() {})
	if err != nil || sample.Tree.Exit != 1 || sample.Wall <= 0 || start.IsZero() || sample.Items != 1 {
		t.Errorf("%+v, %v", sample, err)
	}
}

func TestWhatFailsIsShown(t *testing.T) {
	for line, want := range map[string]string{
		"echo here; echo why >&2; exit 4":   "it ended with exit status 4, and said\n\t| why\n\t; --allow-exit 4",
		"echo on standard output; exit 1":   "| on standard output",
		"kill -SEGV $$":                     "killed by signal 11 (segmentation fault)",
		"printf '\\033[2J\\377\\n'; exit 1": "| [2J?",
	} {
		_, err := planned(t, &Set{Variants: []Variant{variant("x", line)}, Workers: []int{1}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", line, err)
		}
	}
	_, err := planned(t, &Set{Variants: []Variant{variant("x", "sleep 1000")}, Workers: []int{1},
		Longest: 100 * time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "it didn't end in 100ms and was ended") {
		t.Error(err)
	}
	_, err = planned(t, &Set{Variants: []Variant{{Name: "x", Command: results.Command{Line: "no-such-program"}}},
		Workers: []int{1}})
	want := `program "no-such-program" can't be started: executable file not found`
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Error(err)
	}
}

func TestOutputsAreHeldToEachOther(t *testing.T) {
	a, b := variant("a", "echo {word} 1"), variant("b", "echo {word} 2")
	a.SameOutput, b.SameOutput = true, true
	_, err := planned(t, &Set{Variants: []Variant{a, b}, Workers: []int{1},
		Picks: []Pick{{Param{"word", []string{"x", "y"}}, true}}})
	want := "b ×1: its output isn't that of a ×1: 4 bytes with the checksum"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, %s expected", err, want)
	}
	b.Line = a.Line
	c, err := planned(t, &Set{Variants: []Variant{a, b}, Workers: []int{1},
		Picks: []Pick{{Param{"word", []string{"x", "y"}}, true}}})
	if err != nil {
		t.Fatal(err)
	}
	var sums, picks []string
	for round := 1; round <= 4; round++ {
		s, _, err := c.Contenders[0].Take(t.Context(), round, func() {})
		if err != nil {
			t.Fatal(err)
		}
		sums, picks = append(sums, s.Sum), append(picks, s.Tree.Picks...)
	}
	if !slices.Equal(picks, []string{"word=x", "word=y", "word=x", "word=y"}) || sums[0] != sums[2] || sums[0] == sums[1] {
		t.Errorf("picks are %q, the sums %q", picks, sums)
	}
}

func TestACommandIsPreparedAndCleanedUpBehind(t *testing.T) {
	dir := t.TempDir()
	v := variant("a", "cat prepared && exit 1")
	v.Dir, v.Prepare, v.Cleanup = dir, "test ! -e prepared && echo yes >prepared", "rm prepared"
	for range 2 { // the second one finds nothing of the first
		_, err := planned(t, &Set{Variants: []Variant{v}, Workers: []int{1}})
		if err == nil || !strings.Contains(err.Error(), "| yes") {
			t.Fatal(err)
		}
	}
	v.Prepare = "exit 7"
	_, err := planned(t, &Set{Variants: []Variant{v}, Workers: []int{1}})
	if err == nil || !strings.Contains(err.Error(), "--prepare: it ended with exit status 7") {
		t.Error(err)
	}
}

func TestStartingIsMeasuredAndTakenOffOnlyWhenAsked(t *testing.T) {
	v := variant("a", "sleep 0.05")
	for _, subtract := range []bool{false, true} {
		v.SubtractStart = subtract
		c, err := planned(t, &Set{Variants: []Variant{v}, Workers: []int{1}})
		if err != nil {
			t.Fatal(err)
		}
		s, _, err := c.Contenders[0].Take(t.Context(), 1, func() {})
		if err != nil || s.Tree.Start == nil || *s.Tree.Start <= 0 || (s.Tree.Subtracted > 0) != subtract {
			t.Errorf("subtract %v: %+v, %v", subtract, s.Tree, err)
		}
	}
}

func TestTheSameCommandsAreTypedAgain(t *testing.T) {
	was := &Set{Variants: []Variant{variant("a", "x"), variant("b", "y")}, Workers: []int{1}}
	plan := results.Plan{Workloads: []results.PlannedWorkload{{Name: Single}}}
	for i := range was.Variants {
		plan.Modes = append(plan.Modes, results.PlannedMode{Name: was.Variants[i].Name, Baseline: "a",
			Command: &was.Variants[i].Command})
	}
	if err := was.Differs(plan); err != nil {
		t.Error(err)
	}
	for want, change := range map[string]func(*Set){
		"variant a is another command than in the record, where it is x": func(s *Set) { s.Variants[0].Line = "z" },
		"variant b is another command":                                   func(s *Set) { s.Variants[1].Dir = "/" },
		"variant b of the record wasn't typed":                           func(s *Set) { s.Variants = s.Variants[:1] },
		"the baseline is b, in the record it is a":                       func(s *Set) { s.Baseline = "b" },
		"the record has other parameters: command": func(s *Set) {
			s.Params = []Param{{"size", []string{"1"}}}
		},
	} {
		now := &Set{Variants: slices.Clone(was.Variants), Workers: []int{1}}
		change(now)
		if err := now.Differs(plan); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, %q expected", err, want)
		}
	}
}

// A/A: two names for one command, raced as any two are.
func TestCommandsRace(t *testing.T) {
	s := &Set{Variants: []Variant{variant("a", ":"), variant("b", ":")}, Workers: []int{1}, Longest: time.Minute}
	defer s.Close()
	e := &race.Experiment{Workers: []int{1}, Rounds: 2, Seed: 1}
	r, err := e.PlanContest(t.Context(), s.Contest)
	if err != nil {
		t.Fatal(err)
	}
	var kept keepAll
	if err := r.Run(context.Background(), &kept); err != nil {
		t.Fatal(err)
	}
	if len(kept.Samples) != 9 || kept.Record.End == nil {
		t.Errorf("%d samples, and the end is %v", len(kept.Samples), kept.Record.End)
	}
}

// keepAll is a sink.
type keepAll struct{ results.Record }

func (k *keepAll) Run(r results.Run) error { k.Record.Run = r; return nil }
func (k *keepAll) Sample(s results.Sample) error {
	k.Samples = append(k.Samples, s)
	return nil
}
func (k *keepAll) Cores(results.Cores) error { return nil }
func (k *keepAll) Own(results.Own) error     { return nil }
func (k *keepAll) Holds(results.Holds) error { return nil }
func (k *keepAll) Round(results.Round) error { return nil }
func (k *keepAll) Note(results.Note) error   { return nil }
func (k *keepAll) Death(results.Death) error { return nil }
func (k *keepAll) End(e results.End) error   { k.Record.End = &e; return nil }

// --allow-exit is for what is raced, and isn't offered for what prepares it.
func TestWhatIsWrongBesideACommandIsNamed(t *testing.T) {
	prepared := variant("x", "true")
	prepared.Prepare = "echo why >&2; exit 3"
	elsewhere := variant("x", "true")
	elsewhere.Dir = "/no/such/folder"
	for _, c := range []struct {
		v    Variant
		want string
	}{
		{prepared, "--prepare: it ended with exit status 3, and said\n\t| why"},
		{elsewhere, `--dir "/no/such/folder": not a folder`},
		{Variant{Name: "x", Command: results.Command{Line: "'true --help' b"}}, "several are a --variant NAME='COMMAND' each"},
	} {
		_, err := planned(t, &Set{Variants: []Variant{c.v}, Workers: []int{1}})
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "--allow-exit") {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

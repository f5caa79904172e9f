package differences

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"corerace/bench/child"
	"corerace/bench/language/python"
	"corerace/bench/testkit"
	"corerace/bench/testkit/pythons"
)

// quick are the experiments that a plain test does: one of each kind.
var quick = []string{"global", "closure", "lock", "exception"}

// chosen are the experiments of this test run.
func chosen() (all []*Experiment) {
	if testkit.Long() {
		return All()
	}
	for _, name := range quick {
		all = append(all, Find(name))
	}
	return all
}

// here skips a test where the experiments can't be done.
func here(t *testing.T) {
	t.Helper()
	if err := Here(); err != nil {
		t.Skip(err)
	}
}

func TestOfGoEachExperimentSeesWhatIsExpected(t *testing.T) {
	here(t)
	for _, e := range chosen() {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel() // most wait
			for _, o := range e.Observe(t.Context(), []Subject{{Way: Goroutine}, {Way: Process}}) {
				expect(t, e, o)
			}
		})
	}
}

// expect checks that what was seen is known, and has all facts.
func expect(t *testing.T, e *Experiment, o Observation) {
	t.Helper()
	if e.onlyLinux && o.Err != nil && errors.Is(o.Err, errOnlyLinux) {
		return
	}
	if o.Err != nil {
		t.Errorf("%s with %s %s: %v", o.Way, o.With(), o.Start, o.Err)
	} else if !e.Expected(o.Subject, o.Outcome) {
		t.Errorf("%s with %s %s: %s %v, one of %v expected", o.Way, o.With(), o.Start, o.Outcome, o.Facts, e.Outcomes(o.Way))
	}
}

func TestOfPythonEachExperimentSeesWhatThatVersionDoes(t *testing.T) {
	here(t)
	for _, in := range interpreters(t) {
		t.Run(in.Label, func(t *testing.T) {
			for _, e := range chosen() {
				subjects := []Subject{{PythonThread, in, ""}}
				for _, start := range startsOf() {
					subjects = append(subjects, Subject{PythonProcess, in, start})
				}
				for _, o := range e.Observe(t.Context(), subjects) {
					expect(t, e, o)
					if want := known(e.Name, o); o.Err == nil && o.Way == PythonProcess && want != "" && o.Outcome != want {
						t.Errorf("%s, Python %s, %s: %s, %s expected", e.Name, in.Version, o.Start, o.Outcome, want)
					}
				}
			}
		})
	}
}

// interpreters are the newest of this machine and, in the longest form of the test, 3.11, whose fork says nothing of
// threads.
func interpreters(t *testing.T) []*python.Interpreter {
	t.Helper()
	newest := pythons.First(t, 3, 7)
	if testkit.All() {
		for _, in := range pythons.All(t) {
			if in.Label == "3.11" && in != newest {
				return []*python.Interpreter{newest, in}
			}
		}
	}
	return []*python.Interpreter{newest}
}

// startsOf are the start methods that this test run tries.
func startsOf() []string {
	if testkit.Long() {
		return []string{"fork", "spawn", "forkserver"}
	}
	return []string{"fork", "spawn"}
}

// known is the outcome that a version of Python has where others have another; "" is that versions don't differ.
func known(name string, o Observation) string {
	switch {
	case name != "forked" || o.Start != "fork":
		return ""
	case o.Python.AtLeast(3, 12):
		return "stuck-warned"
	}
	return "stuck"
}

// What other start methods have is no more known of one than what was never seen.
func TestAnOutcomeIsKnownOfItsStartMethods(t *testing.T) {
	for outcome, starts := range map[string]string{"copied": "fork", "fresh": "spawn forkserver", "shared": ""} {
		for _, start := range []string{"fork", "spawn", "forkserver"} {
			got := Find("global").Expected(Subject{Way: PythonProcess, Start: start}, outcome)
			if want := slices.Contains(strings.Fields(starts), start); got != want {
				t.Errorf("%s with %s: %v", outcome, start, got)
			}
		}
	}
	server, spawn := Subject{Way: PythonProcess, Start: "forkserver"}, Subject{Way: PythonProcess, Start: "spawn"}
	if !Find("orphan").Expected(server, "left-reaped") || Find("orphan").Expected(server, "left-zombie") ||
		Find("cpu").Expected(spawn, "nowhere") || !Find("cpu").Expected(spawn, "waited") {
		t.Error("whose children the workers are makes no difference")
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	here(t)
	testkit.TempStaysEmpty(t)
	in := pythons.First(t, 3, 7)
	lock := Find("lock")
	for _, o := range lock.Observe(t.Context(), []Subject{{Way: Process}, {PythonProcess, in, "spawn"}}) {
		expect(t, lock, o)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, o := range lock.Observe(ctx, []Subject{{Way: Process}, {PythonProcess, in, "spawn"}}) {
		if !errors.Is(o.Err, context.Canceled) {
			t.Errorf("%s: %v", o.Way, o.Err)
		}
	}
	if left, _ := filepath.Glob(fmt.Sprintf("/dev/shm/sem.corerace-difference-%d-*", os.Getpid())); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// fake is an interpreter that is a script of the shell, which is handed what ours is.
func fake(t *testing.T, script string) *python.Interpreter {
	t.Helper()
	path := filepath.Join(t.TempDir(), "python")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o777); err != nil {
		t.Fatal(err)
	}
	return &python.Interpreter{Label: "3.99", Version: "3.99.0", Path: path}
}

func TestWhatASubjectTellsIsBounded(t *testing.T) {
	here(t)
	for script, want := range map[string]string{
		"echo hello":                                         `it wrote "hello"`,
		"echo saw":                                           `it wrote "saw"`,
		"echo fact secret 1":                                 `the fact "secret"`,
		"echo fact began 1; echo fact began 2":               "began twice",
		"while :; do echo waiting; done":                     `it wrote "waiting"`,
		"head -c 70000 /dev/zero | tr '\\0' x":               "a line of more than",
		"echo last >&2; exit 3":                              "ended without an outcome; its last words: last",
		"printf 'saw \\033[2J\\n'":                           "it wrote",
		"echo saw 0123456789012345678901234567890123456789x": "it wrote",
	} {
		o := Find("global").Observe(t.Context(), []Subject{{PythonThread, fake(t, script), ""}})[0]
		if o.Err == nil || !strings.Contains(o.Err.Error(), want) {
			t.Errorf("%s: %v, want %s", script, o.Err, want)
		}
	}
	o := Find("global").Observe(t.Context(), []Subject{{PythonThread, fake(t, "echo saw a new thing"), ""}})[0]
	if o.Err != nil || o.Outcome != "a new thing" || Find("global").Expected(o.Subject, o.Outcome) {
		t.Errorf("%+v", o)
	}
}

func FuzzStory(f *testing.F) {
	f.Add("fact began 1\nwaiting\nsaw shared")
	f.Add("fact start spawn\nsaw \x1b[2J")
	e := Find("global")
	f.Fuzz(func(t *testing.T, lines string) {
		var s story
		for line := range strings.Lines(lines) {
			if s.take(e, strings.TrimSuffix(line, "\n")) != nil {
				break
			}
		}
		for name, value := range s.facts {
			if child.Plain(value) != value || len(value) > mostValue || name == "" {
				t.Errorf("fact %q is %q", name, value)
			}
		}
		if child.Plain(s.outcome) != s.outcome || len(s.outcome) > mostName {
			t.Errorf("outcome %q", s.outcome)
		}
	})
}

func TestWhatStillRunsIsNotTakenForHanging(t *testing.T) {
	here(t)
	in := fake(t, "echo waiting; n=0; while [ $n -lt 200000 ]; do n=$((n+1)); done; echo saw fine")
	o := Find("drain").Observe(t.Context(), []Subject{{PythonProcess, in, ""}})[0]
	if o.Err != nil || o.Outcome != "fine" {
		t.Errorf("%q, %v", o.Outcome, o.Err)
	}
	in = fake(t, "echo waiting; exec sleep 1000")
	o = Find("drain").Observe(t.Context(), []Subject{{PythonProcess, in, ""}})[0]
	if o.Err != nil || o.Outcome != hang {
		t.Errorf("%q, %v", o.Outcome, o.Err)
	}
}

func TestAChoiceIsRightWhereAllThatWasSeenIsItsOwn(t *testing.T) {
	c := Choice{"x", between("shared", "copied fresh")}
	see := func(w Way, outcome string) Observation {
		return Observation{Subject: Subject{Way: w}, Outcome: outcome}
	}
	for i, x := range []struct {
		all  []Observation
		want bool
	}{
		{nil, false},
		{[]Observation{{Err: errNothing}}, false},
		{[]Observation{see(Goroutine, "shared"), see(Process, "fresh"), {Err: errNothing}}, true},
		{[]Observation{see(Goroutine, "shared"), see(Process, "shared")}, false},
		{[]Observation{see(PythonProcess, "copied"), see(PythonProcess, "fresh")}, true},
		{[]Observation{startedBy("fork", "copied"), startedBy("spawn", "something new")}, true},
		{[]Observation{startedBy("spawn", "something new"), startedBy("fork", "copied")}, false},
		{[]Observation{see(Goroutine, "something new")}, false},
	} {
		if got := c.Right(x.all); got != x.want {
			t.Errorf("case %d: %v", i, got)
		}
	}
}

func startedBy(start, outcome string) Observation {
	return Observation{Subject: Subject{Way: PythonProcess, Start: start}, Outcome: outcome}
}

var errNothing = errors.New("nothing was seen")

func TestExperimentsAreWhole(t *testing.T) {
	if n := len(All()); n != 20 {
		t.Errorf("%d experiments", n)
	}
	names := map[string]bool{}
	for _, e := range All() {
		if names[e.Name] {
			t.Errorf("%s is there twice", e.Name)
		}
		names[e.Name] = true
		if len(e.Choices) != 3 {
			t.Errorf("%s has %d choices", e.Name, len(e.Choices))
		}
		for _, w := range Ways() {
			if len(e.outcomes[w]) == 0 {
				t.Errorf("%s isn't about %s", e.Name, w)
			}
		}
		if _, err := programs.ReadFile("python/" + e.Name + ".py"); err != nil {
			t.Error(err)
		}
		if p := parts()[e.Name]; mayRun() == nil && !e.onlyLinux && (p["goroutine"] == nil || p["process"] == nil) {
			t.Errorf("%s has no part", e.Name)
		}
		if got := fmt.Sprint(Find(e.Name).Name); got != e.Name {
			t.Errorf("%s finds %s", e.Name, got)
		}
	}
	if Find("nothing") != nil || parts()["global"]["nothing"] != nil {
		t.Error("what isn't there is found")
	}
}

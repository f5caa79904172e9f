// Package differences has short experiments on what threads and processes differ in, where no API can hide it: who sees
// a change, what can't be sent, what dies with whom, what is left behind.
//
//	experiment ──> a goroutine            in a fresh process of this program
//	           ──> a worker process       of this program, started by one
//	           ──> a Python thread        in a fresh interpreter
//	           ──> a Python process       by a start method
//
// Each of them runs in a process group of its own, with a deadline, and tells in lines what it saw: the name of an
// outcome, and facts. Where waiting for ever is what there is to see, the group is ended once none of it uses a core
// any more.
//
// It knows what was seen, and nothing of what is said about it: an outcome is a name, and so is a choice.
package differences

import (
	"slices"
	"strings"
)

// A Way is how a worker is had.
type Way string

// The ways.
const (
	Goroutine     Way = "goroutine"
	Process       Way = "process"
	PythonThread  Way = "python-thread"
	PythonProcess Way = "python-process"
)

// Ways are all of them, in the order in which they are shown.
func Ways() []Way { return []Way{Goroutine, Process, PythonThread, PythonProcess} }

// ofPython is whether a way is one of an interpreter.
func (w Way) ofPython() bool { return w == PythonThread || w == PythonProcess }

// hang is the outcome of what waited for ever, and was ended.
const hang = "hang"

// seen are outcomes by the way that they were seen with.
type seen map[Way][]string

// An Experiment is a question about workers that has one answer a way.
type Experiment struct {
	Name      string
	Facts     []string // the names of what may be told beside an outcome
	Choices   []Choice
	outcomes  seen
	onlyLinux bool // it looks where only Linux tells something
}

// A Choice is a prediction. It is right where each way that was tried had one of its outcomes.
type Choice struct {
	Name  string
	right seen
}

// Outcomes are those that are known of a way, whatever the start method.
func (e *Experiment) Outcomes(w Way) (names []string) {
	for _, known := range e.outcomes[w] {
		name, _, _ := strings.Cut(known, "@")
		names = append(names, name)
	}
	return names
}

// Expected is whether an outcome is known of a subject. Another one is a surprise.
func (e *Experiment) Expected(s Subject, outcome string) bool {
	return slices.ContainsFunc(e.outcomes[s.Way], func(known string) bool {
		name, starts, _ := strings.Cut(known, "@")
		return name == outcome && suits(starts, s.Start)
	})
}

// suits is whether a start method is one of those that stand behind an outcome.
func suits(starts, start string) bool {
	switch starts {
	case "":
		return true
	case "new":
		return start != "fork"
	case "own":
		return start != "forkserver"
	}
	return starts == start
}

// Right is whether a choice is what was seen: all of it, and something. Of several start methods it is held to the
// first: what differs between them can't be one prediction.
func (c Choice) Right(all []Observation) bool {
	some, start := false, ""
	for _, o := range all {
		if o.Way == PythonProcess && start == "" {
			start = o.Start
		}
		if o.Err != nil || o.Way == PythonProcess && o.Start != start {
			continue
		}
		if !slices.Contains(c.right[o.Way], o.Outcome) {
			return false
		}
		some = true
	}
	return some
}

// Names are the names of all experiments.
func Names() (names []string) {
	for _, e := range All() {
		names = append(names, e.Name)
	}
	return names
}

// Find returns the experiment with a name, or nil.
func Find(name string) *Experiment {
	for _, e := range All() {
		if e.Name == name {
			return e
		}
	}
	return nil
}

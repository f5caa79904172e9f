package differences

import "strings"

// by are outcomes by the ways, in the order of Ways; of each way those that a text lists. Behind an @ stands with which
// start methods one is known: that of a name, new for those that begin a new interpreter, and own for those whose
// workers are the children of their starter.
func by(goroutine, process, thread, pythonProcess string) seen {
	return seen{Goroutine: strings.Fields(goroutine), Process: strings.Fields(process),
		PythonThread: strings.Fields(thread), PythonProcess: strings.Fields(pythonProcess)}
}

// alike are the same outcomes in every way.
func alike(outcomes string) seen { return by(outcomes, outcomes, outcomes, outcomes) }

// between are outcomes of what shares memory, and others of what doesn't.
func between(together, apart string) seen { return by(together, apart, together, apart) }

// SpinMillis is how much CPU time a worker of the experiment cpu uses, in ms.
const SpinMillis = 300

// All returns the experiments, in the order in which they are shown.
func All() []*Experiment {
	all := append(memoryOf(), livesOf()...)
	return append(append(all, waitingOf()...), costsOf()...)
}

// memoryOf are those on who sees what.
func memoryOf() []*Experiment {
	return []*Experiment{{
		Name: "global", Facts: []string{"began", "now"},
		outcomes: by("shared", "fresh", "shared", "copied@fork fresh@new"),
		Choices: []Choice{
			{"all", alike("shared")},
			{"threads", between("shared", "copied fresh")},
			{"none", alike("copied fresh")}},
	}, {
		Name: "pointer", onlyLinux: true,
		outcomes: by("same", "other nothing", "same", "copy@fork nothing@new other@new"),
		Choices: []Choice{
			{"all", alike("same")},
			{"never", between("same", "copy nothing other")},
			{"nothing", between("same", "nothing")}},
	}, {
		Name: "closure", Facts: []string{"error"},
		outcomes: by("ran", "refused", "ran", "once@fork refused@new"),
		Choices: []Choice{
			{"all", alike("ran")},
			{"none", alike("refused")},
			{"threads", between("ran", "once refused")}},
	}, {
		Name:     "surroundings",
		outcomes: by("all", "own", "two", "own"),
		Choices: []Choice{
			{"threads", between("all two", "own")},
			{"own", alike("own")},
			{"all", alike("all two")}},
	}, {
		Name: "offset", Facts: []string{"at", "error"},
		outcomes: by("moved", "moved", "moved", "moved@fork unsendable@new"),
		Choices: []Choice{
			{"threads", between("moved", "stayed")},
			{"moved", by("moved", "moved", "moved", "moved unsendable")},
			{"stayed", alike("stayed")}},
	}, {
		Name:     "seed",
		outcomes: by("different", "different", "different", "own-same@fork same@fork different@new"),
		Choices: []Choice{
			{"different", alike("different")},
			{"same", by("different", "different", "different", "same")},
			{"own", by("different", "different", "different", "own-same")}},
	}, {
		Name: "exception", Facts: []string{"error"},
		outcomes: by("whole", "text", "whole", "stripped"),
		Choices: []Choice{
			{"whole", alike("whole")},
			{"processes", between("whole", "text stripped")},
			{"none", alike("text stripped")}},
	}}
}

// livesOf are those on how workers begin and end.
func livesOf() []*Experiment {
	return []*Experiment{{
		Name: "mains", Facts: []string{"times"},
		outcomes: by("once", "each", "once", "once@fork each@new server@forkserver"),
		Choices: []Choice{
			{"once", alike("once")},
			{"go", by("once", "each", "once", "once")},
			{"each", between("once", "each server")}},
	}, {
		Name: "forked", Facts: []string{"threads"},
		outcomes: by("together", "fresh", "together", "stuck@fork stuck-warned@fork fresh@new"),
		Choices: []Choice{
			{"together", alike("together")},
			{"stuck", by("together", "fresh", "together", "stuck stuck-warned")},
			{"fresh", between("together", "fresh")}},
	}, {
		Name: "death", Facts: []string{"told", "status", "killtold"},
		outcomes: by("all-all", "one-one", "one-all", "one-one"),
		Choices: []Choice{
			{"one", alike("one-one")},
			{"all", alike("all-all")},
			{"python", by("all-all", "one-one", "one-all", "one-one")}},
	}, {
		Name: "status", Facts: []string{"exception", "small", "big", "text", "kill", "program"},
		outcomes: by("program", "status", "swallowed", "status"),
		Choices: []Choice{
			{"all", alike("status")},
			{"processes", by("program", "status", "swallowed", "status")},
			{"none", alike("swallowed")}},
	}, {
		Name: "orphan", Facts: []string{"parent"},
		outcomes: by("gone", "left-zombie", "gone", "left-zombie@own left-reaped@forkserver"),
		Choices: []Choice{
			{"gone", alike("gone")},
			{"all", alike("left-zombie left-reaped")},
			{"left", between("gone", "left-zombie left-reaped")}},
	}, {
		Name:     "daemon",
		outcomes: by("cut", "goes-on", "daemon-cut", "daemon-cut"),
		Choices: []Choice{
			{"python", by("cut", "goes-on", "daemon-cut", "daemon-cut")},
			{"cut", alike("cut")},
			{"waited", alike("waited")}},
	}}
}

// waitingOf are those on locks, queues and buffers.
func waitingOf() []*Experiment {
	return []*Experiment{{
		Name: "unflushed", Facts: []string{"library", "system"},
		outcomes: by("once", "once", "once", "fork-twice@fork once@new"),
		Choices: []Choice{
			{"once", alike("once")},
			{"processes", between("once", "fork-twice")},
			{"fork", by("once", "once", "once", "fork-twice")}},
	}, {
		Name:     "lock",
		outcomes: by("noticed hang", "stuck-freed", "stuck", "stuck-freed"),
		Choices: []Choice{
			{"free", alike("free")},
			{"stuck", by("noticed hang", "stuck-freed", "stuck", "stuck-freed")},
			{"threads", by("noticed hang", "free", "stuck", "free")}},
	}, {
		Name: "drain", Facts: []string{"pipe"},
		outcomes: by("noticed hang", "hang", "fine", "hang"),
		Choices: []Choice{
			{"queue", by("noticed hang", "hang", "fine", "hang")},
			{"fine", alike("fine")},
			{"processes", between("fine", "hang")}},
	}, {
		Name: "empty", Facts: []string{"lies", "of"},
		outcomes: by("true", "true", "true", "lied true"),
		Choices: []Choice{
			{"true", alike("true")},
			{"processes", between("true", "lied")},
			{"python", by("true", "true", "true", "lied")}},
	}}
}

// costsOf are those on time and memory.
func costsOf() []*Experiment {
	return []*Experiment{{
		Name: "cpu", Facts: []string{"work", "own", "before", "after"},
		outcomes: by("own", "waited", "own", "waited@own nowhere@forkserver"),
		Choices: []Choice{
			{"own", alike("own")},
			{"later", between("own", "waited nowhere")},
			{"never", between("own", "nowhere")}},
	}, {
		Name: "cow", Facts: []string{"objects", "grew", "frozen"}, onlyLinux: true,
		outcomes: by("shared", "mapped", "shared", "copied@fork shared@fork sent@new"),
		Choices: []Choice{
			{"nothing", by("shared", "mapped", "shared", "shared")},
			{"processes", between("shared", "copied sent")},
			{"copied", by("shared", "mapped", "shared", "copied sent")}},
	}, {
		Name: "memory", onlyLinux: true,
		outcomes: by("all-died", "one-died", "all", "own"),
		Choices: []Choice{
			{"own", by("own", "one-died", "own", "own")},
			{"all", alike("all-died all")},
			{"threads", by("all-died all", "one-died", "all-died all", "own")}},
	}}
}

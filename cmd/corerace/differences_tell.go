package main

import (
	"slices"

	lab "corerace/bench/lab/differences"
	"corerace/docs/differences"
	"corerace/report/legible"
	"corerace/report/studies"
	"corerace/results"
)

// machineFacts is what a session says about the machine.
type machineFacts = results.Machine

// tell puts what was seen into words. An explanation is only told where the outcome is one that is known and has all
// its facts: what is otherwise explains nothing.
func (s *differencesSession) tell(
	x *studies.Difference, e *lab.Experiment, said *differences.Text, seen []lab.Observation,
) {
	for _, o := range seen {
		if o.Err != nil && e.Missing(o.Subject) == nil {
			s.failed++
		}
		x.Seen = append(x.Seen, s.seen(e, said, o))
	}
	for i, c := range e.Choices {
		x.Choices[i].Right = c.Right(seen)
	}
	x.Verdict = s.verdict(x, seen)
}

// seen is one observation in words.
func (s *differencesSession) seen(e *lab.Experiment, said *differences.Text, o lab.Observation) studies.DifferenceSeen {
	d := studies.DifferenceSeen{Way: string(o.Way), WayText: s.words[string(o.Way)], Program: o.With(), Start: o.Start,
		Outcome: o.Outcome, Known: e.Expected(o.Subject, o.Outcome), Facts: o.Facts, TookNS: o.Took.Nanoseconds()}
	if o.Way != lab.PythonProcess {
		d.Start = ""
	}
	if o.Err != nil {
		d.Error = legible.Clean(o.Err.Error(), legible.MaxText)
		d.What = s.words.Fill("failed", map[string]string{"error": d.Error})
		return d
	}
	saying, ok := said.Of(d.Way, o.Outcome)
	if !d.Known || !ok {
		d.What = s.words.Fill("surprise", map[string]string{"outcome": o.Outcome})
		return d
	}
	var whole, why bool
	d.What, whole = differences.Fill(saying.Seen, o.Facts)
	d.Why, why = differences.Fill(saying.Why, o.Facts)
	if !whole || !why {
		d.Why = s.words["unexplained"]
	}
	return d
}

// verdict says what came of the expectation, or what was seen where there was none.
func (s *differencesSession) verdict(x *studies.Difference, seen []lab.Observation) string {
	isRight := func(c studies.DifferenceChoice) bool { return c.Right }
	isExpected := func(c studies.DifferenceChoice) bool { return c.Expected }
	right, expected := slices.IndexFunc(x.Choices, isRight), slices.IndexFunc(x.Choices, isExpected)
	facts := map[string]string{}
	if right >= 0 {
		facts["right"] = x.Choices[right].Text
	}
	if expected >= 0 {
		facts["choice"] = x.Choices[expected].Text
	}
	switch {
	case !slices.ContainsFunc(seen, func(o lab.Observation) bool { return o.Err == nil }):
		return s.words["nothing"]
	case expected >= 0 && x.Choices[expected].Right:
		return s.words.Fill("right", facts)
	case expected >= 0 && right >= 0:
		return s.words.Fill("wrong", facts)
	case expected >= 0:
		return s.words.Fill("open", facts)
	case right >= 0:
		return s.words.Fill("seen", facts)
	}
	return s.words["none"]
}

package content

import (
	"fmt"
	"slices"
	"strings"

	"corerace/results"
	"corerace/results/stats"
)

// What is said of threads: at least usesCores of what n cores could give is using them, and within takesTurns of one
// worker is taking turns.
const (
	usesCores  = 0.75
	takesTurns = 0.2
)

// Sides are where the interval of a runtime's threads may lie.
const (
	sideUse     = "use"
	sideTurns   = "turns"
	sideSlower  = "slower"
	sideBetween = "between"
	sideVaries  = "varies"
	sideUntold  = ""
)

// sidesSaid is what is said of the runtimes on each side, in this order.
var sidesSaid = []struct{ side, said string }{
	{sideUse, "use the cores: even the lower ends of their intervals are at least three quarters of the workers"},
	{sideTurns, "take turns: whole intervals lie within 20 % of one worker"},
	{sideSlower, "take longer than one worker: whole intervals lie more than 20 % below it"},
	{sideBetween, "are faster than one worker, and don't use the cores in full: whole intervals lie between 1.2 and " +
		"three quarters of the workers"},
	{sideVaries, "are on different sides by workload: the matrix has each"},
	{sideUntold, "aren't told apart: an interval reaches across two of these, or there is none yet"},
}

// RuntimesSentences say whose threads use the cores, where intervals bear it: each runtime stands in one of them.
func (d *Document) RuntimesSentences() []string {
	sides := map[string][]string{} // by runtime, one for each workload
	var order, locked []string
	for _, w := range d.Workloads() {
		for _, r := range d.runtimes(w) {
			if r.threads.Mode == "" {
				continue
			}
			if sides[r.name] == nil {
				order = append(order, r.name)
				if d.presumes(r.threads.Mode) {
					locked = append(locked, r.name)
				}
			}
			sides[r.name] = append(sides[r.name], side(d.fit(r.threads), r.threads.Workers))
		}
	}
	var out []string
	for _, s := range sidesSaid {
		var names []string
		for _, name := range order {
			if sideOf(sides[name]) == s.side {
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			continue
		}
		said := fmt.Sprintf("%sthreads of %s %s.", d.projectedly(), listed(names), s.said)
		out = append(out, strings.ToUpper(said[:1])+said[1:])
	}
	if d.projects() && len(locked) > 0 {
		out = append(out, fmt.Sprintf("That one thread of %s computes at a time is presumed by the projection, and not "+
			"shown by it.", listed(locked)))
	}
	return out
}

// sideOf is the side of a runtime, from those that it is on in each workload.
func sideOf(sides []string) string {
	switch {
	case slices.Contains(sides, sideUntold):
		return sideUntold
	case slices.ContainsFunc(sides, func(s string) bool { return s != sides[0] }):
		return sideVaries
	}
	return sides[0]
}

// presumes is whether the projection of a mode takes for granted that one of its workers computes at a time.
func (d *Document) presumes(mode string) bool {
	return slices.ContainsFunc(d.Record.Run.Plan.Modes, func(m results.PlannedMode) bool {
		return m.Name == mode && m.OneAtATime != nil && *m.OneAtATime
	})
}

// projectedly begins a sentence that rests on projections.
func (d *Document) projectedly() string {
	if d.projects() {
		return "projected to an idle machine, "
	}
	return ""
}

// side is where an interval lies, and [sideUntold] where it reaches across two sides or there is none.
func side(e stats.Estimate, workers int) string {
	least := usesCores * float64(workers)
	switch {
	case !e.HasInterval():
	case e.Lo >= least:
		return sideUse
	case e.Lo >= 1-takesTurns && e.Hi <= 1+takesTurns:
		return sideTurns
	case e.Hi < 1-takesTurns:
		return sideSlower
	case e.Lo > 1+takesTurns && e.Hi < least:
		return sideBetween
	}
	return sideUntold
}

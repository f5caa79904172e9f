package content

import (
	"cmp"
	"fmt"
	"slices"

	"corerace/report/legible"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// Limits of the picture of the answer: what is seen at a glance, on the first screen.
const (
	maxAnswers    = 3 // workloads
	maxAnswerBars = 5 // of one workload, by itself
	allAnswerBars = 10
	maxBaselines  = 3 // of a workload, each with its own bars
	togetherBars  = 8 // of the modes of more baselines
)

// An AnswerBar is a cell that stands for its mode.
type AnswerBar struct {
	Cell      verdict.CellSummary
	Slot      int     // of its mode, as Slots has it
	Projected bool    // its projection stands beside what was measured
	Ideal     float64 // 0: one worker has none
}

// An Answer is the bars of a workload that were taken against one baseline.
type Answer struct {
	Head  string // of the group; "" where there is only one
	Doubt bool   // what was measured may not be believed
	Bars  []AnswerBar
	// Between is how many modes are left out that are neither among the fastest nor among the slowest.
	Between int
}

// Answers are the groups of bars of the first workloads, and how many workloads are left out.
func Answers(d *Document) (all []Answer, left int) {
	names := d.Workloads()
	shown := min(len(names), maxAnswers)
	most := min(maxAnswerBars, allAnswerBars/max(shown, 1))
	slots, ideal := Slots(d), d.Ideal()
	for _, w := range names[:shown] {
		baselines := baselinesOf(d, w)
		var groups []Answer
		for _, b := range baselines {
			a := Answer{Doubt: d.InDoubt(w)}
			if shown > 1 || len(baselines) > 1 {
				a.Head = legible.CleanName(w)
			}
			if len(baselines) > 1 {
				a.Head += ", over " + legible.CleanName(b)
			}
			for _, c := range answerCells(d, w, b, most) {
				bar := AnswerBar{Cell: c, Slot: slots[c.Mode], Projected: a.Doubt && ProjectionSaid(d, c)}
				if c.Workers > 1 {
					bar.Ideal = ideal.Of(c.Workers)
				}
				a.Bars = append(a.Bars, bar)
			}
			if len(a.Bars) > 0 {
				groups = append(groups, a)
			}
		}
		all = append(all, together(d, groups, shown > 1)...)
	}
	return all, len(names) - shown
}

// together are the groups of a workload, or one of all where there are too many to be seen at a glance. A baseline that
// nothing was taken against says nothing.
func together(d *Document, groups []Answer, named bool) []Answer {
	some := slices.DeleteFunc(slices.Clone(groups), func(a Answer) bool {
		return len(a.Bars) == 1 && IsBaseline(a.Bars[0].Cell)
	})
	switch {
	case len(groups) <= maxBaselines || len(some) == 0:
		return groups
	case len(some) <= maxBaselines:
		return some
	}
	one := Answer{Doubt: some[0].Doubt}
	if named {
		one.Head = legible.CleanName(some[0].Bars[0].Cell.Workload) + ", each over its own baseline"
	}
	one.Bars, one.Between = overTheirOwn(d, some)
	return []Answer{one}
}

// overTheirOwn are bars of several groups, fastest first: of the first groups, whose sentences stand beside the picture,
// those that are said, and of every other one the fastest. Of these the fastest and the slowest are there, and how many
// are left out between them is counted.
func overTheirOwn(d *Document, groups []Answer) (bars []AnswerBar, between int) {
	byStanding := func(a, b AnswerBar) int { return cmp.Compare(Standing(d, b.Cell), Standing(d, a.Cell)) }
	var rest []AnswerBar
	for i, a := range groups {
		others := slices.DeleteFunc(slices.Clone(a.Bars), func(b AnswerBar) bool { return IsBaseline(b.Cell) })
		v := VerdictOver(d, others[0].Cell.Workload, others[0].Cell.Baseline)
		if i >= maxBaselines || v == nil {
			rest = append(rest, others[0]) // the fastest comes first
			continue
		}
		bars = append(bars, slices.DeleteFunc(others, func(b AnswerBar) bool {
			return b.Cell.Cell != v.Best && b.Cell.Cell != v.Next
		})...)
	}
	slices.SortStableFunc(rest, byStanding)
	if room := max(2, togetherBars-len(bars)); len(rest) > room {
		between = len(rest) - room
		rest = slices.Delete(rest, room-room/2, room-room/2+between)
	}
	bars = append(bars, rest...)
	slices.SortStableFunc(bars, byStanding)
	return bars, between
}

// baselinesOf are the baselines of a workload's cells, in order.
func baselinesOf(d *Document, workload string) []string {
	var all []string
	for _, c := range d.Cells(workload) {
		if !slices.Contains(all, c.Baseline) {
			all = append(all, c.Baseline)
		}
	}
	return all
}

// BaseWords is what speedups are taken against, in words.
func (d *Document) BaseWords() string {
	base := ""
	for _, c := range d.Summary.Cells {
		if base != "" && c.Baseline != base {
			return "its baseline"
		}
		base = c.Baseline
	}
	if base == "serial" || base == "" {
		return "the serial loop"
	}
	return legible.CleanName(base) + " with one worker"
}

// ProjectionSaid is whether a cell's projection may stand for it. Where the host took time without a word it rests on
// CPU time that isn't the work's.
func ProjectionSaid(d *Document, c verdict.CellSummary) bool {
	v := d.Verdict(c.Workload)
	return !IsBaseline(c) && c.Projected.N > 0 && legible.Drawable(c.Projected.Center) &&
		!d.Summary.Conditions.HostTookMost() && (v == nil || v.Unknown || v.Why == conditions.ReasonBusy)
}

// answerCells are the baseline, the two cells of the verdict, and one for each other mode, fastest first. Modes behind
// a lock come before others of which there is no room, for they are what the race is about.
func answerCells(d *Document, workload, baseline string, most int) []verdict.CellSummary {
	v := VerdictOver(d, workload, baseline)
	var base, rest []verdict.CellSummary
	for _, c := range MostWorkers(d, workload) {
		if c.Baseline != baseline || !InRange(c) {
			continue
		}
		if IsBaseline(c) {
			base = append(base, c)
			continue
		}
		rest = append(rest, VerdictCell(d, v, c))
	}
	rank := func(c verdict.CellSummary) int {
		switch {
		case v != nil && (c.Cell == v.Best || c.Cell == v.Next):
			return 0
		case c.HandOffs > 0:
			return 1
		}
		return 2
	}
	byCenter := func(a, b verdict.CellSummary) int { return cmp.Compare(Standing(d, b), Standing(d, a)) }
	slices.SortStableFunc(rest, func(a, b verdict.CellSummary) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), byCenter(a, b))
	})
	rest = rest[:min(len(rest), max(0, most-len(base)))]
	slices.SortStableFunc(rest, byCenter)
	return append(base, rest...)
}

// Standing is the speedup that a cell is ranked by: the one that stands out in the picture.
func Standing(d *Document, c verdict.CellSummary) float64 {
	if d.InDoubt(c.Workload) && ProjectionSaid(d, c) {
		return c.Projected.Center
	}
	return c.Measured.Center
}

// VerdictOver is the verdict on a workload among the modes of a baseline, or nil.
func VerdictOver(d *Document, workload, baseline string) *verdict.Verdict {
	for i, v := range d.Summary.Verdicts {
		if v.Workload == workload && v.Baseline == baseline {
			return &d.Summary.Verdicts[i]
		}
	}
	return nil
}

// VerdictCell is the cell of a mode that the verdict speaks of, or the one given.
func VerdictCell(d *Document, v *verdict.Verdict, c verdict.CellSummary) verdict.CellSummary {
	if v == nil {
		return c
	}
	for _, x := range d.Cells(c.Workload) {
		if x.Mode == c.Mode && (x.Cell == v.Best || x.Cell == v.Next) && InRange(x) {
			return x
		}
	}
	return c
}

// BarName is a cell in few words: "goroutines ×2".
func BarName(c verdict.CellSummary) string {
	if IsBaseline(c) {
		return legible.CleanName(c.Mode)
	}
	return fmt.Sprintf("%s ×%d", legible.CleanName(c.Mode), c.Workers)
}

// Values are what stands at a bar: the projection first where there is one.
func (b AnswerBar) Values() []string {
	measured := AnswerValue(b.Cell, b.Cell.Measured)
	if !b.Projected {
		return []string{measured}
	}
	return []string{"projected " + AnswerValue(b.Cell, b.Cell.Projected), "measured " + measured}
}

// AnswerValue has the figures of the sentence that the picture stands beside.
func AnswerValue(c verdict.CellSummary, e stats.Estimate) string {
	if IsBaseline(c) {
		return "1×"
	}
	return stats.Times(e.Center) + "×"
}

// MostWorkers are the cells of a workload that stand for their modes: the baseline, then each mode with its most
// workers, in the order of the summary.
func MostWorkers(d *Document, workload string) []verdict.CellSummary {
	most := map[string]int{}
	var order []verdict.CellSummary
	for _, base := range []bool{true, false} {
		for _, c := range d.Cells(workload) {
			if IsBaseline(c) != base {
				continue
			}
			i, seen := most[c.Mode]
			if !seen {
				most[c.Mode] = len(order)
				order = append(order, c)
			} else if c.Workers > order[i].Workers {
				order[i] = c
			}
		}
	}
	return order
}

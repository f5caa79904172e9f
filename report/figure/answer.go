package figure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// Answer is the name of the picture that a page begins with.
const Answer = "answer"

// Limits of the picture of the answer: what is seen at a glance, on the first screen.
const (
	maxAnswers    = 3 // workloads
	maxAnswerBars = 5 // of one workload, by itself
	allAnswerBars = 10
)

// An answerBar is a cell that stands for its mode.
type answerBar struct {
	cell      verdict.CellSummary
	look      chart.Look
	projected bool    // its projection stands beside what was measured
	ideal     float64 // 0: one worker has none
}

// An answer is the bars of a workload that were taken against one baseline.
type answer struct {
	head  string // of the group; "" where there is only one
	doubt bool   // what was measured may not be believed
	bars  []answerBar
}

// answerFigure shows how fast every mode was, one bar a mode, with its interval and the ideal: what the sentences say.
// Where the conditions bear no claim, what was measured fades, and what it would be on an idle machine stands beside it.
func answerFigure(d *content.Document) (Figure, bool) {
	all, left := answers(d)
	if len(all) == 0 {
		return Figure{}, false
	}
	f := Figure{Name: Answer, Title: answerTitle(d), Alt: answerAlt(all), Data: answerData(all), Section: -1,
		tall: func(width vg.Length) vg.Length { return answerHeight(all, width) }}
	f.Lines = answerLines(d, all, left)
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, f.Lines[0], d.SourceLine())
		drawAnswers(s, all)
	}
	return f, true
}

// answers are the groups of bars of the first workloads, and how many workloads are left out.
func answers(d *content.Document) (all []answer, left int) {
	names := d.Workloads()
	shown := min(len(names), maxAnswers)
	most := min(maxAnswerBars, allAnswerBars/max(shown, 1))
	looks, ideal := looks(d), d.Ideal()
	for _, w := range names[:shown] {
		baselines := baselinesOf(d, w)
		for _, b := range baselines {
			a := answer{doubt: d.InDoubt(w)}
			if shown > 1 || len(baselines) > 1 {
				a.head = content.CleanName(w)
			}
			if len(baselines) > 1 {
				a.head += ", over " + content.CleanName(b)
			}
			for _, c := range answerCells(d, w, b, most) {
				bar := answerBar{cell: c, look: looks[c.Mode], projected: a.doubt && projectionSaid(d, c)}
				if c.Workers > 1 {
					bar.ideal = ideal.Of(c.Workers)
				}
				a.bars = append(a.bars, bar)
			}
			if len(a.bars) > 0 {
				all = append(all, a)
			}
		}
	}
	return all, len(names) - shown
}

// baselinesOf are the baselines of a workload's cells, in order.
func baselinesOf(d *content.Document, workload string) []string {
	var all []string
	for _, c := range d.Cells(workload) {
		if !slices.Contains(all, c.Baseline) {
			all = append(all, c.Baseline)
		}
	}
	return all
}

// projectionSaid is whether a cell's projection may stand for it. Where the host took time without a word it rests on
// CPU time that isn't the work's.
func projectionSaid(d *content.Document, c verdict.CellSummary) bool {
	v := d.Verdict(c.Workload)
	return !content.IsBaseline(c) && c.Projected.N > 0 && content.Drawable(c.Projected.Center) &&
		!d.Summary.Conditions.HostTookMost() && (v == nil || v.Unknown || v.Why == conditions.ReasonBusy)
}

// answerCells are the baseline, the two cells of the verdict, and one for each other mode, fastest first. Modes behind
// a lock come before others of which there is no room, for they are what the race is about.
func answerCells(d *content.Document, workload, baseline string, most int) []verdict.CellSummary {
	v := verdictOver(d, workload, baseline)
	var base, rest []verdict.CellSummary
	for _, c := range mostWorkers(d, workload) {
		if c.Baseline != baseline || !content.InRange(c) {
			continue
		}
		if content.IsBaseline(c) {
			base = append(base, c)
			continue
		}
		rest = append(rest, verdictCell(d, v, c))
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
	byCenter := func(a, b verdict.CellSummary) int { return cmp.Compare(standing(d, b), standing(d, a)) }
	slices.SortStableFunc(rest, func(a, b verdict.CellSummary) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), byCenter(a, b))
	})
	rest = rest[:min(len(rest), max(0, most-len(base)))]
	slices.SortStableFunc(rest, byCenter)
	return append(base, rest...)
}

// standing is the speedup that a cell is ranked by: the one that stands out in the picture.
func standing(d *content.Document, c verdict.CellSummary) float64 {
	if d.InDoubt(c.Workload) && projectionSaid(d, c) {
		return c.Projected.Center
	}
	return c.Measured.Center
}

// verdictOver is the verdict on a workload among the modes of a baseline, or nil.
func verdictOver(d *content.Document, workload, baseline string) *verdict.Verdict {
	for i, v := range d.Summary.Verdicts {
		if v.Workload == workload && v.Baseline == baseline {
			return &d.Summary.Verdicts[i]
		}
	}
	return nil
}

// verdictCell is the cell of a mode that the verdict speaks of, or the one given.
func verdictCell(d *content.Document, v *verdict.Verdict, c verdict.CellSummary) verdict.CellSummary {
	if v == nil {
		return c
	}
	for _, x := range d.Cells(c.Workload) {
		if x.Mode == c.Mode && (x.Cell == v.Best || x.Cell == v.Next) && content.InRange(x) {
			return x
		}
	}
	return c
}

// answerTitle is the verdict where there is one workload, and names the picture where there are several.
func answerTitle(d *content.Document) string {
	if names := d.Workloads(); len(names) == 1 {
		return verdictTitle(d, names[0])
	}
	return "How many times as fast as one worker"
}

// answerLines say how to read the picture.
func answerLines(d *content.Document, all []answer, left int) []string {
	line := "A bar says how many times as fast as the serial loop a mode did the same work"
	if d.Unpaired() {
		line = "A bar says how many times as fast as the first mode with one worker a mode came out, unpaired: " +
			"measured one after the other"
	}
	if slices.ContainsFunc(all, func(a answer) bool {
		return slices.ContainsFunc(a.bars, func(b answerBar) bool { return content.HasInterval(b.cell.Measured) })
	}) {
		line += "; the line across its end is the 95 % interval"
	}
	lines := []string{line + "; the dashed line is the ideal."}
	switch {
	case slices.ContainsFunc(all, func(a answer) bool { return slices.ContainsFunc(a.bars, isProjected) }):
		lines = append(lines, "Faded is what was measured under these conditions; projected is the same on an idle "+
			"machine, by a model.")
	case slices.ContainsFunc(all, func(a answer) bool { return a.doubt }):
		lines = append(lines, "Faded, because no claim is made from what was measured under these conditions.")
	}
	if left > 0 {
		lines = append(lines, content.Count(left, "more workload")+" below.")
	}
	return lines
}

func isProjected(b answerBar) bool { return b.projected }

func answerAlt(all []answer) string {
	alt := "Bar chart of speedup, one bar a mode."
	for _, a := range all {
		if a.head != "" {
			alt += " " + a.head + ":"
		}
		for i, b := range a.bars {
			if i > 0 {
				alt += ","
			}
			alt += " " + barName(b.cell) + " " + strings.Join(barValues(a, b), ", ")
		}
		alt += "."
	}
	return alt
}

// barName is a cell in few words: "goroutines ×2".
func barName(c verdict.CellSummary) string {
	if content.IsBaseline(c) {
		return content.CleanName(c.Mode)
	}
	return fmt.Sprintf("%s ×%d", content.CleanName(c.Mode), c.Workers)
}

// barValues are what stands at a bar: the projection first where there is one.
func barValues(a answer, b answerBar) []string {
	measured := answerValue(b.cell, b.cell.Measured)
	if !b.projected {
		return []string{measured}
	}
	return []string{"projected " + answerValue(b.cell, b.cell.Projected), "measured " + measured}
}

// answerValue has the figures of the sentence that the picture stands beside.
func answerValue(c verdict.CellSummary, e stats.Estimate) string {
	if content.IsBaseline(c) {
		return "1×"
	}
	return stats.Fixed(e.Center, 2) + "×"
}

func answerData(all []answer) content.Table {
	t := content.Table{Caption: "Speedup by mode", Left: 2,
		Header: []string{"of", "mode", "measured", "interval", "projected", "ideal"}}
	for _, a := range all {
		for _, b := range a.bars {
			projected, ideal := "", ""
			if b.projected {
				projected = content.Speedup(b.cell.Projected)
			}
			if b.ideal > 0 {
				ideal = content.Times(b.ideal)
			}
			t.Rows = append(t.Rows, []string{content.CleanName(b.cell.Workload), barName(b.cell),
				answerValue(b.cell, b.cell.Measured), strings.Trim(content.Interval(b.cell.Measured), "()"), projected,
				ideal})
		}
	}
	return t
}

package verdict

import (
	"fmt"
	"slices"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// comparedRun is where and how a record was measured.
func comparedRun(rec *results.Record) ComparedRun {
	r := ComparedRun{Conditions: conditions.OfRecord(rec), Rounds: conditions.CompleteRounds(rec)}
	if len(rec.Run.Hosts) > 0 {
		r.Host = rec.Run.Hosts[0]
	}
	return r
}

// Doubts say why nothing may be claimed from a comparison, as sentences that stand before the figures and in place of
// what they would show; nothing where something may.
func (c *Comparison) Doubts() []string {
	var all []string
	for i, r := range c.Runs {
		d := r.Conditions.Doubt(r.Rounds)
		if d == "" {
			continue
		}
		if !c.Paired {
			d = []string{"old", "new"}[i] + ": " + d
		}
		all = append(all, d)
	}
	return all
}

// maxOpen is how many cells are named of which nothing can be told.
const maxOpen = 4

// Sentences say what came of a comparison: one a cell that differs, one a cell of which nothing can be told, and what
// would have been seen in the others. No difference was found only where one of a stated size would have been.
func (c *Comparison) Sentences() []string {
	var out []string
	if c.Imported {
		return nil
	}
	if len(c.Doubts()) > 0 {
		return nonEmptyStrings(c.needed())
	}
	for _, b := range c.Best {
		out = append(out, b.sentence())
	}
	var open []CellComparison
	seen, size := 0, 0.0
	for _, cell := range c.Cells {
		switch {
		case cell.differs() && c.Paired:
			out = append(out, fmt.Sprintf("%s: new takes %s times as long as old.", cell.name(), cell.Wall))
		case cell.differs():
			out = append(out, fmt.Sprintf("%s: the speedup of new is %s times that of old.", cell.name(), cell.Speedup))
		case !cell.told():
			open = append(open, cell)
		default:
			seen, size = seen+1, max(size, cell.Detectable)
		}
	}
	for _, cell := range open[:min(len(open), maxOpen)] {
		out = append(out, cell.untold())
	}
	if n := len(open) - maxOpen; n > 0 {
		out = append(out, fmt.Sprintf("Of %s more it can't be told either.", Plural(n, "cell")))
	}
	if seen > 0 {
		where := ""
		if seen < len(c.Cells) {
			where = " in " + Plural(seen, "other cell")
		}
		out = append(out, fmt.Sprintf("No difference was found%s. One of %s or more would have been, 4 times in 5.",
			where, percent(size)))
	}
	return out
}

// untold is the sentence for a cell that wasn't found to differ, in rounds that wouldn't have shown it.
func (c CellComparison) untold() string {
	e := c.ratio()
	s := fmt.Sprintf("%s: can't be told after %s: the ratio is ", c.name(), Plural(e.N, "round"))
	if c.HolmLevel > 0 {
		s += askedOf(e, c.WallHolm, c.HolmLevel, "a comparison asks for")
	} else {
		s += e.String()
	}
	if c.RoundsNeeded > 0 {
		s += fmt.Sprintf("; about %s rounds would show a difference of %s", roughly(max(c.RoundsNeeded, e.N+1)),
			percent(stats.Margin))
	}
	return s + "."
}

// needed says how many rounds a comparison takes that had too few; "" where it had enough.
func (c *Comparison) needed() string {
	if !slices.ContainsFunc(c.Runs, func(r ComparedRun) bool { return r.Rounds < stats.MinRounds }) {
		return ""
	}
	least := stats.LeastRounds(stats.Alpha)
	if c.Paired {
		least = stats.LeastRounds(compareAlpha / float64(max(1, len(c.Cells))))
	}
	known := 0
	for _, cell := range c.Cells {
		known = max(known, cell.RoundsNeeded)
	}
	if known == 0 {
		return fmt.Sprintf("It takes %s at least; how many more, the noise of the first will say.",
			Plural(least, "round"))
	}
	return fmt.Sprintf("About %s rounds would show a difference of %s.", roughly(max(known, least)),
		percent(stats.Margin))
}

// name is the cell for people.
func (c CellComparison) name() string {
	return fmt.Sprintf("%s, %s ×%d", c.Workload, c.Mode, c.Workers)
}

// nonEmptyStrings is a text as a list, which is empty where the text is.
func nonEmptyStrings(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

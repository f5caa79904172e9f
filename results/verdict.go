package results

import (
	"math"
)

// verdict says which mode won a workload. The modes in the race are those measured against the same baseline as the
// first of them, because another baseline may have done other work.
func (t *table) verdict(workload string, cells []CellSummary) Verdict {
	v := Verdict{Workload: workload, Baseline: defaultBaseline}
	race := racers(workload, cells)
	if len(race) == 0 {
		return v
	}
	v.Baseline = race[0].Baseline
	best := fastest(race, "")
	v.Best, v.BestMeasured = best.Cell, best.Measured
	next := fastest(race, best.Mode)
	if next == nil {
		return v
	}
	v.Next, v.NextMeasured = next.Cell, next.Measured
	logs := t.logRatio(v.Next, v.Best)
	v.Ratio = fromLogs(logs)
	if v.Ratio.HasInterval() && v.Ratio.Hi < 1 {
		// Against each other the two came out the other way round than against the baseline. Their own ratio decides.
		v.Best, v.Next = v.Next, v.Best
		v.BestMeasured, v.NextMeasured = v.NextMeasured, v.BestMeasured
		logs = t.logRatio(v.Next, v.Best)
		v.Ratio = fromLogs(logs)
	}
	v.Decided = v.Ratio.HasInterval() && v.Ratio.Lo > 1
	if !v.Decided {
		v.RoundsNeeded = roundsNeeded(logs)
	}
	return v
}

// logRatio is log(a's wall ÷ b's wall) in every round that has both.
func (t *table) logRatio(a, b Cell) []float64 {
	as, bs := pairs(t.byCell[a], t.byCell[b])
	return logRatios(seconds(as, wallOf), seconds(bs, wallOf))
}

// racers are the cells that may win a workload: those with a speedup or, where the baseline wasn't measured, those
// with a wall time. A cell that is sound in fewer than half as many rounds as the best measured one is not among
// them: its few rounds may have been the lucky ones.
func racers(workload string, cells []CellSummary) []*CellSummary {
	var all []*CellSummary
	paired := false
	for i := range cells {
		c := &cells[i]
		if c.Workload != workload || c.Wall == 0 || len(all) > 0 && c.Baseline != all[0].Baseline {
			continue
		}
		all = append(all, c)
		paired = paired || c.Rounds > 0
	}
	if !paired {
		return all
	}
	most := 0
	for _, c := range all {
		most = max(most, c.Rounds)
	}
	var race []*CellSummary
	for _, c := range all {
		if 2*c.Rounds >= most {
			race = append(race, c)
		}
	}
	return race
}

// fastest is the cell with the highest speedup, or without speedups the shortest wall time, that isn't of the mode
// not; nil where there is none.
func fastest(race []*CellSummary, not string) *CellSummary {
	var best *CellSummary
	for _, c := range race {
		switch {
		case c.Mode == not:
		case best == nil, c.Measured.Center > best.Measured.Center,
			c.Measured.Center == best.Measured.Center && c.Wall < best.Wall:
			best = c
		}
	}
	return best
}

// maxNeeded is the most rounds that RoundsNeeded names.
const maxNeeded = 1_000_000

// roundsNeeded is about how many rounds would show a ratio as far from 1 as the one seen, 4 times in 5, with a
// two-sided 95 % interval: n = ((z₀.₉₇₅ + z₀.₈) s ÷ δ)² ÷ (3 ÷ π), where δ is the log ratio, s its standard deviation
// in a round, and 3/π what the signed-rank test makes of a round where the t test makes 1. It is at least one more
// than there are. It is 0, unknown, with fewer than 3 rounds and where δ is 0.
//
// Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), sections 3.1 and 3.11 for
// the efficiency; the rest is the textbook sample size of the paired z test.
func roundsNeeded(logs []float64) int {
	n := len(logs)
	delta := math.Log(fromLogs(logs).Center)
	if n < 3 || delta == 0 {
		return 0
	}
	const factor = 2.80 * 1.023 // 1.023 = √(π/3)
	x := factor * stdDev(logs) / delta
	needed := int(min(math.Ceil(x*x), maxNeeded))
	return min(max(needed, n+1, MinRounds), maxNeeded)
}

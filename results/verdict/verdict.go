package verdict

import (
	"math"
	"slices"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// verdicts says for every workload which mode won it, and decides all of them together. Modes race against those with
// the same baseline, because another baseline may have done other work: there is a verdict for each baseline that two
// modes have been measured against, and where there is none, one that says what is missing.
func (t *table) verdicts(cells []CellSummary, c conditions.Conditions, counters bool) []Verdict {
	all, logs := []Verdict{}, [][]float64{}
	by := measured
	if c.Verdict == conditions.Inconclusive {
		by = projected
	}
	for _, w := range t.workloads {
		for _, baseline := range t.raced(w, cells) {
			v, ratios := t.verdict(w, baseline, cells, by)
			v.Twin, v.NoiseFloor = t.noiseFloor(w)
			v.Equivalent = !v.Unpaired && v.NoiseFloor <= stats.Margin && stats.Equivalent(v.Ratio90, stats.Margin)
			all, logs = append(all, v), append(logs, ratios)
		}
	}
	decide(all, logs)
	for i := range all {
		t.claim(&all[i], c, counters)
	}
	return all
}

// raced are the baselines of a workload that have a verdict. One that was added for modes that then had no sound sample
// is passed over for one that was asked for.
func (t *table) raced(workload string, cells []CellSummary) []string {
	all := baselines(workload, cells)
	var raced []string
	for _, b := range all {
		race := t.racers(workload, b, cells)
		if slices.ContainsFunc(race, func(c *CellSummary) bool { return c.Mode != race[0].Mode }) {
			raced = append(raced, b)
		}
	}
	if len(raced) > 0 {
		return raced
	}
	if i := slices.IndexFunc(all, func(b string) bool { return !t.added[b] }); i >= 0 {
		return all[i : i+1]
	}
	return all[:1]
}

// baselines are those of a workload's measured cells, in the order of the cells; the usual one where none is.
func baselines(workload string, cells []CellSummary) []string {
	var all []string
	for _, c := range cells {
		if c.Workload == workload && c.Wall > 0 && !slices.Contains(all, c.Baseline) {
			all = append(all, c.Baseline)
		}
	}
	if len(all) == 0 {
		return []string{defaultBaseline}
	}
	return all
}

// verdict says which mode won a workload among those with a baseline, and returns the log ratios that this rests on.
func (t *table) verdict(
	workload, baseline string, cells []CellSummary, by func(*CellSummary) float64,
) (Verdict, []float64) {
	v := Verdict{Workload: workload, Baseline: baseline, P: 1, HolmP: 1}
	race := t.racers(workload, baseline, cells)
	if len(race) == 0 {
		return v, nil
	}
	best := fastest(race, "", by)
	v.Best, v.BestMeasured = best.Cell, best.Measured
	next := fastest(race, best.Mode, by)
	if next == nil && isCommand(t.plan, best.Mode) {
		next = fastest(without(race, best), "", by) // a command alone races itself with other numbers of workers
	}
	if next == nil {
		return v, nil
	}
	v.Next, v.NextMeasured = next.Cell, next.Measured
	v.BestProjected, v.NextProjected = best.Projected, next.Projected
	if v.Unpaired = t.unpaired; v.Unpaired {
		v.Ratio = t.unpairedRatio(v.Best, v.Next)
		return v, nil
	}
	logs := t.logRatio(v.Next, v.Best)
	v.Ratio = stats.FromLogs(logs)
	if v.Ratio.HasInterval() && v.Ratio.Hi < 1 && measured(best) >= measured(next) {
		// Against each other the two came out the other way round than against the baseline. Their own ratio decides.
		v.Best, v.Next = v.Next, v.Best
		v.BestMeasured, v.NextMeasured = v.NextMeasured, v.BestMeasured
		v.BestProjected, v.NextProjected = v.NextProjected, v.BestProjected
		logs = t.logRatio(v.Next, v.Best)
		v.Ratio = stats.FromLogs(logs)
	}
	v.P = stats.RatioP(logs, v.Ratio)
	v.Ratio90 = stats.EstimateAt(logs, stats.EquivalenceLevel)
	return v, logs
}

// decide settles the verdicts of a summary. One is decided where its interval leaves out 1, its p-value clears Holm
// over all verdicts that have one, and its ratio is further from 1 than the noise floor of its workload.
func decide(verdicts []Verdict, logs [][]float64) {
	var ps []float64
	var tested []*Verdict
	for i := range verdicts {
		if v := &verdicts[i]; v.Ratio.HasInterval() && !v.Unpaired {
			tested, ps = append(tested, v), append(ps, v.P)
		}
	}
	adjusted := stats.Holm(ps)
	for i, p := range adjusted {
		v := tested[i]
		v.HolmP, v.Family = p, len(ps)
		v.Decided = v.Ratio.Lo > 1 && v.HolmP <= stats.Alpha && !v.belowNoise()
	}
	open, level := 0, stats.HolmLevel(adjusted, stats.Alpha)
	for _, v := range verdicts {
		if v.Ratio.N > 0 && !v.Decided {
			open++
		}
	}
	for i := range verdicts {
		v := &verdicts[i]
		if v.Decided {
			continue
		}
		v.RoundsNeeded = roundsNeeded(logs[i], open)
		if v.Ratio.Lo > 1 && v.HolmP > stats.Alpha && !v.Unpaired {
			v.HolmLevel, v.RatioHolm = level, stats.EstimateAt(logs[i], level)
		}
	}
}

// belowNoise reports whether the two are no further apart than a mode was from itself.
func (v Verdict) belowNoise() bool {
	return v.NoiseFloor > 0 && math.Abs(math.Log(v.Ratio.Center)) <= math.Log1p(v.NoiseFloor)
}

// logRatio is log(a's wall ÷ b's wall) in every round that has both.
func (t *table) logRatio(a, b results.Cell) []float64 {
	as, bs := pairs(t.byCell[a], t.byCell[b])
	return stats.LogRatios(seconds(as, wallOf), seconds(bs, wallOf))
}

// racers are the cells that may win a workload against a baseline: those with a speedup or, where the baseline wasn't
// measured, those with a wall time. A cell that is sound in fewer than half as many rounds as the best measured one is
// not among them: its few rounds may have been the lucky ones.
func (t *table) racers(workload, baseline string, cells []CellSummary) []*CellSummary {
	var all []*CellSummary
	paired := false
	for i := range cells {
		c := &cells[i]
		if c.Workload != workload || c.Wall == 0 || c.Baseline != baseline {
			continue
		}
		all = append(all, c)
		paired = paired || c.Rounds > 0
	}
	if !paired || t.unpaired { // a tool that measures for a time has more samples of what is faster
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

// measured and projected are the speedups that a race can be ranked by.
func measured(c *CellSummary) float64  { return c.Measured.Center }
func projected(c *CellSummary) float64 { return c.Projected.Center }

// fastest is the cell with the highest speedup, or without speedups the shortest wall time, that isn't of the mode
// not; nil where there is none.
func fastest(race []*CellSummary, not string, by func(*CellSummary) float64) *CellSummary {
	var best *CellSummary
	for _, c := range race {
		switch {
		case c.Mode == not:
		case best == nil, by(c) > by(best), by(c) == by(best) && c.Wall < best.Wall:
			best = c
		}
	}
	return best
}

// without are the cells of a race but one.
func without(race []*CellSummary, one *CellSummary) (others []*CellSummary) {
	for _, c := range race {
		if c != one {
			others = append(others, c)
		}
	}
	return others
}

// roundsNeeded is about how many rounds would decide a verdict for a ratio as far from 1 as the one seen, 4 times in 5,
// beside the others that are open: Holm asks the first of them for α ÷ open. It is at least one more than there are.
// It is 0, unknown, with fewer than 3 rounds and where the ratio is 1.
func roundsNeeded(logs []float64, open int) int {
	n := len(logs)
	if n < 3 {
		return 0
	}
	needed := stats.RoundsAt(math.Log(stats.FromLogs(logs).Center), stats.StdDev(logs),
		stats.Alpha/float64(max(1, open)))
	if needed == 0 {
		return 0
	}
	return min(max(needed, n+1), stats.MaxNeeded)
}

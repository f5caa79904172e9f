package verdict

import (
	"fmt"

	"corerace/results"
	"corerace/results/stats"
)

// summarizeUnpaired estimates a cell of a record whose samples of a round weren't measured together. Its speedup is
// that of all its samples against all of the baseline's, as two independent series. What a paired round, a worker or a
// stream of the cores would tell is left at nothing.
func (t *table) summarizeUnpaired(c *cellSamples) CellSummary {
	s := CellSummary{Cell: c.Cell, Baseline: c.baseline, Rounds: len(c.numbers), Excluded: c.excluded,
		Wall: medianTime(c.sound(), wallOf), PerCore: []float64{}, Warnings: []string{}}
	s.Measured = t.unpairedRatio(c.Cell, c.baselineCell())
	s.Efficiency = s.Measured.Scaled(1 / float64(c.Workers))
	if c.excluded > 0 {
		s.Warnings = append(s.Warnings, fmt.Sprintf("%s left out: %s", were(c.excluded, "sample"), c.reason))
	}
	if s.Measured.N == 0 && len(c.numbers) > 0 {
		s.Warnings = append(s.Warnings, fmt.Sprintf("no speedup: nothing was measured of %s with one worker", c.baseline))
	}
	return s
}

// unpairedRatio is how many times as fast cell a was as cell b, of all samples of both. Against itself it is 1.
func (t *table) unpairedRatio(a, b results.Cell) stats.Estimate {
	x, y := t.byCell[a], t.byCell[b]
	if x == nil || y == nil || len(x.numbers) == 0 || len(y.numbers) == 0 {
		return stats.Estimate{}
	}
	if x == y {
		return stats.FromLogs(make([]float64, len(x.numbers)))
	}
	if mean(x.sound()) || mean(y.sound()) {
		return stats.MeanRatio(meanOf(x.sound()), meanOf(y.sound()))
	}
	return stats.ShiftRatio(results.LogWalls(x.sound()), results.LogWalls(y.sound()))
}

// mean is whether of the samples nothing is left but their mean.
func mean(samples []*results.Sample) bool { return len(samples) == 1 && samples[0].Of != nil }

// meanOf is the mean time of a call, in seconds.
func meanOf(samples []*results.Sample) stats.MeanOf {
	if s := samples[0]; mean(samples) {
		calls := float64(max(s.Items, 1))
		return stats.MeanOf{Value: s.Wall.Seconds() / calls, Error: s.Of.Error.Seconds() / calls, N: int(s.Of.N)}
	}
	xs := make([]float64, len(samples))
	for i, s := range samples {
		xs[i] = s.Wall.Seconds() / float64(max(s.Items, 1))
	}
	return stats.NewMean(xs)
}

// unpairedSentence is the sentence of a verdict whose two cells weren't measured together: what came out, and why that
// decides nothing.
func (v Verdict) unpairedSentence(best, next string) string {
	const why = "measured one after the other, while nobody recorded what else the machine did"
	switch {
	case !v.Ratio.HasInterval():
		return fmt.Sprintf("%s: no verdict, unpaired: %s came out %s times as fast as %s, without an interval, and %s.",
			v.Workload, best, stats.Times(v.Ratio.Center), next, why)
	case v.Ratio.Lo <= 1:
		return fmt.Sprintf("%s: no verdict, unpaired: %s and %s can't be told apart: their ratio is %s, %s.",
			v.Workload, best, next, v.Ratio.AroundOne(), why)
	}
	return fmt.Sprintf("%s: no verdict, unpaired: %s came out %s times as fast as %s, %s.", v.Workload, best, v.Ratio,
		next, why)
}

// importedWarning says what an imported record lacks.
func importedWarning(run results.Run) []string {
	if run.Imported == nil {
		return nil
	}
	from := Source(run.Imported)
	if !run.Imported.Unpaired {
		return []string{"imported from " + from}
	}
	return []string{"imported from " + from + ": its speedups are unpaired, its conditions unknown, and the interval of " +
		"a speedup is of this one run of the tool: another run may differ by more"}
}

// Source is a tool with its version.
func Source(i *results.Imported) string {
	if i.Version == "" {
		return i.Tool
	}
	return i.Tool + " " + i.Version
}

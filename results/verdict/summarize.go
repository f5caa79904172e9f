package verdict

import (
	"slices"
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// Summarize estimates every cell of a record and says which mode won each workload.
//
// A sample counts where it isn't of the warm-up, has no Error, no worker died in it and it took any time at all; the
// others are kept in the record, and those of them that aren't of the warm-up are counted in Excluded. Speedups are
// paired inside the round with the baseline's workers=1 sample of the same workload, so a round that was cut in the
// middle gives the pairs that it has. Twins are in no cell: they set the noise floor of their workload. Doubts are
// Warnings, never errors.
//
// Where another tool measured it there are no pairs: a speedup is of two independent series then, and no verdict is
// decided.
func Summarize(rec *results.Record) *Summary {
	t, cores, taking := newTable(rec), conditions.Cores(rec.Run), conditions.NewTaking(rec)
	s := &Summary{
		CutShort:   rec.End == nil,
		Rounds:     conditions.CompleteRounds(rec),
		Elapsed:    elapsed(rec),
		Conditions: taking.Conditions(),
		CoreIDs:    results.CoreIDs(rec),
		Cells:      make([]CellSummary, 0, len(t.cells)),
	}
	quiet := taking.QuietRounds()
	for _, c := range t.cells {
		cell := t.summarize(c, taking.Busy, s.CoreIDs, cores)
		cell.Quiet = t.during(c, quiet)
		cell.OwnShare = t.standsByOwn(s.Conditions, hasCounters(rec.Run), c.Cell, c.baselineCell())
		s.Cells = append(s.Cells, cell)
	}
	s.Conditions.SlowestCore = t.speeds.slowest
	s.Verdicts = t.verdicts(s.Cells, s.Conditions, hasCounters(rec.Run))
	s.Warnings = append(recordWarnings(rec, s, cores), t.twinWarnings()...)
	return s
}

// summarize estimates one cell.
func (t *table) summarize(c *cellSamples, stream *conditions.CoreStream, ids []int, cores float64) CellSummary {
	if t.unpaired {
		return t.summarizeUnpaired(c)
	}
	base := t.byCell[c.baselineCell()]
	mine, theirs := t.againstBaseline(c)
	logs := stats.LogRatios(seconds(theirs, wallOf), seconds(mine, wallOf))
	sorted := slices.Clone(logs)
	slices.Sort(sorted) // once for all that sorts them
	s := CellSummary{
		Cell:     c.Cell,
		Baseline: c.baseline,
		Rounds:   len(mine),
		Excluded: c.excluded,
		Wall:     medianTime(c.sound(), wallOf),
		Spawn:    medianTime(c.sound(), func(s *results.Sample) time.Duration { return s.Spawn }),
		Setup:    medianTime(c.sound(), func(s *results.Sample) time.Duration { return s.Setup }),
		Measured: stats.FromLogs(sorted),
		Median:   stats.MedianEstimate(sorted, stats.Level),
	}
	s.SevereOutliers, s.Autocorrelation = stats.Severe(sorted), stats.Lag1(logs)
	s.EffectiveRounds = stats.EffectiveRounds(len(logs), s.Autocorrelation)
	s.WithStart = s.Measured
	if c != base {
		s.Equivalent = stats.Equivalent(stats.EstimateAt(sorted, stats.EquivalenceLevel), stats.Margin)
		// The baseline's own spawn isn't added: a plain loop needs no starting.
		s.WithStart = stats.PairedRatio(seconds(theirs, wallOf), seconds(mine, func(s *results.Sample) time.Duration {
			return s.Spawn + s.Wall
		}))
	}
	s.Projected = project(mine, theirs, cores, t.turns[c.Mode])
	s.Inflation = stats.PairedRatio(seconds(mine, cpuOf), seconds(theirs, cpuOf))
	s.Efficiency = s.Measured.Scaled(1 / float64(c.Workers))
	var cpu, helpers, wall, known float64
	var handOffs []float64
	for _, x := range c.sound() {
		cpu += x.CPU.Workers.Seconds()
		wall += x.Wall.Seconds()
		if !x.CPU.HelpersUnknown {
			helpers += x.CPU.Helpers.Seconds()
			known += x.Wall.Seconds()
		}
		if x.Lock != nil {
			handOffs = append(handOffs, float64(x.Lock.HandOffs))
		}
	}
	if wall > 0 {
		s.OwnCores, s.HelpersUnknown = cpu/wall, known == 0
	}
	if known > 0 {
		s.HelperCores = helpers / known
	}
	s.HandOffs = stats.Mean(handOffs)
	s.Moved = medianMoved(c.sound())
	s.Stages, s.Memory = medianStages(c.sound()), medianMemory(c.sound())
	s.HandOver, s.LotShares = medianHandOver(c.sound())
	s.Tree = treeOf(c.sound(), c.rec.SamplesAt(c.warm))
	all := stream.During(c.sound())
	for _, b := range all {
		s.CoresBusy += b
	}
	s.PerCore = results.Pick(all, ids)
	s.Warnings = t.cellWarnings(c, base, s, logs, cores)
	return s
}

// during is the speedup over some rounds alone; the zero Estimate where there are none, or rounds is nil.
func (t *table) during(c *cellSamples, rounds map[int]bool) stats.Estimate {
	if t.unpaired {
		return stats.Estimate{}
	}
	mine, theirs := t.againstBaseline(c)
	var num, den []float64
	for i, s := range mine {
		if rounds[s.Round] {
			num, den = append(num, theirs[i].Wall.Seconds()), append(den, s.Wall.Seconds())
		}
	}
	return stats.PairedRatio(num, den)
}

// cpuOf is all CPU time that a sample took.
func cpuOf(s *results.Sample) time.Duration { return s.CPU.Total() }

// wallOf is the wall time of a sample.
func wallOf(s *results.Sample) time.Duration { return s.Wall }

// seconds is one time of every sample.
func seconds(samples []*results.Sample, of func(*results.Sample) time.Duration) []float64 {
	xs := make([]float64, len(samples))
	for i, s := range samples {
		xs[i] = of(s).Seconds()
	}
	return xs
}

// medianTime is the median of one time of every sample, to the nanosecond.
func medianTime(samples []*results.Sample, of func(*results.Sample) time.Duration) time.Duration {
	return time.Duration(stats.Median(seconds(samples, of))*float64(time.Second) + 0.5)
}

// elapsed is how long the run took, or how far its record goes; 0 where that isn't known.
func elapsed(rec *results.Record) time.Duration {
	var last time.Duration
	if rec.Run.Imported != nil {
		return 0 // its samples don't say when they were
	}
	if rec.End != nil {
		last = rec.End.T
	}
	for _, s := range rec.Briefs() {
		last = max(last, s.T+s.Wall)
	}
	for _, r := range rec.Rounds {
		last = max(last, r.T+r.Wall)
	}
	for _, p := range rec.Cores {
		last = max(last, p.T)
	}
	return last
}

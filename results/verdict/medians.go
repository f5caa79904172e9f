package verdict

import (
	"time"

	"corerace/results"
	"corerace/results/stats"
)

// medianStages are the medians of the stages of those samples that have them.
func medianStages(samples []*results.Sample) results.Stages {
	some := having(samples, func(s *results.Sample) bool { return s.Stages != nil })
	return results.Stages{
		Exec:    medianTime(some, func(s *results.Sample) time.Duration { return s.Stages.Exec }),
		Runtime: medianTime(some, func(s *results.Sample) time.Duration { return s.Stages.Runtime }),
		Ready:   medianTime(some, func(s *results.Sample) time.Duration { return s.Stages.Ready }),
	}
}

// medianMemory is the medians of the memory of those samples that have it.
func medianMemory(samples []*results.Sample) results.Memory {
	some := having(samples, func(s *results.Sample) bool { return s.Memory != nil })
	bytes := func(of func(*results.Memory) int64) int64 {
		xs := make([]float64, len(some))
		for i, s := range some {
			xs[i] = float64(of(s.Memory))
		}
		return int64(stats.Median(xs))
	}
	return results.Memory{
		PSS: bytes(func(m *results.Memory) int64 { return m.PSS }),
		USS: bytes(func(m *results.Memory) int64 { return m.USS }),
		RSS: bytes(func(m *results.Memory) int64 { return m.RSS }),
	}
}

// having are the samples that tell of something.
func having(samples []*results.Sample, has func(*results.Sample) bool) (some []*results.Sample) {
	for _, s := range samples {
		if has(s) {
			some = append(some, s)
		}
	}
	return some
}

// medianMoved is what the median sample moved. The length of the blocks is that of the last one.
func medianMoved(samples []*results.Sample) (m results.Moved) {
	var bytes []float64
	for _, s := range samples {
		m.BlockBytes = s.BlockBytes
		bytes = append(bytes, float64(s.MovedBytes))
	}
	m.MovedBytes = int64(stats.Median(bytes))
	m.Move = medianTime(samples, func(s *results.Sample) time.Duration { return s.Move })
	m.Encode = medianTime(samples, func(s *results.Sample) time.Duration { return s.Encode })
	return m
}

// medianHandOver is what the median sample of hosts took to hand a lot over, and how many shares were in one.
func medianHandOver(samples []*results.Sample) (lot time.Duration, shares float64) {
	some := having(samples, func(s *results.Sample) bool { return s.HandOver != nil })
	var inLots []float64
	for _, s := range some {
		if s.Lots == nil || s.Lots.Claims == 0 {
			continue
		}
		var all int64
		for _, w := range s.PerWorker {
			all += w.Shares
		}
		inLots = append(inLots, float64(all)/float64(s.Lots.Claims))
	}
	if len(inLots) > 0 {
		shares = stats.Median(inLots)
	}
	return medianTime(some, func(s *results.Sample) time.Duration { return s.HandOver.Mean }), shares
}

package results

import "time"

// medianMoved is what the median sample moved. The length of the blocks is that of the last one.
func medianMoved(samples []*Sample) (m Moved) {
	var bytes []float64
	for _, s := range samples {
		m.BlockBytes = s.BlockBytes
		bytes = append(bytes, float64(s.MovedBytes))
	}
	m.MovedBytes = int64(median(bytes))
	m.Move = medianTime(samples, func(s *Sample) time.Duration { return s.Move })
	m.Encode = medianTime(samples, func(s *Sample) time.Duration { return s.Encode })
	return m
}

package conditions

import (
	"math"
	"slices"

	"corerace/results"
	"corerace/results/stats"
)

// CoreSpeeds is how fast each of the host's allowed cores was, in their order, over the fastest of them: of every core
// the median of the rounds that are estimated. It is nil where no round tells. A round that tells of another number of
// cores than the first is left out. A core that no round tells of is 0.
func CoreSpeeds(rec *results.Record) []float64 {
	var speeds [][]float64
	for _, r := range rec.Rounds {
		if r.Round == 0 || len(r.CoreSpeeds) == 0 || speeds != nil && len(speeds) != len(r.CoreSpeeds) {
			continue
		}
		if speeds == nil {
			speeds = make([][]float64, len(r.CoreSpeeds))
		}
		for i, v := range r.CoreSpeeds {
			if v > 0 && !math.IsInf(v, 1) {
				speeds[i] = append(speeds[i], v)
			}
		}
	}
	var out []float64
	for _, of := range speeds {
		m := 0.0
		if len(of) > 0 {
			m = stats.Median(of)
		}
		out = append(out, m)
	}
	if out == nil || slices.Max(out) <= 0 {
		return nil
	}
	fastest := slices.Max(out)
	for i := range out {
		out[i] /= fastest
	}
	return out
}

// Asymmetry is the fastest of some cores over the slowest of them, at least 1; 1 where fewer than two are known.
func Asymmetry(speeds []float64) float64 {
	slowest, fastest := 0.0, 0.0
	for _, v := range speeds {
		if v > 0 && (slowest == 0 || v < slowest) {
			slowest = v
		}
		fastest = max(fastest, v)
	}
	if slowest == 0 {
		return 1
	}
	return fastest / slowest
}

package scaling

import (
	"math"

	"corerace/results/stats"
)

// serialFraction is the experimentally determined serial fraction, e = (1/S − 1/p) ÷ (1 − 1/p), of a speedup S with p
// workers, p > 1. It is 0 for S = p, 1 for S = 1, and negative where S is above p.
//
// Source: Karp and Flatt, Measuring parallel processor performance, Communications of the ACM 33 (1990).
func serialFraction(speedup, workers float64) float64 {
	return (1/speedup - 1/workers) / (1 - 1/workers)
}

// Trends of the serial fraction.
const (
	trendRising    = "rising"    // the cost grows with the workers: overhead
	trendFalling   = "falling"   // more workers share something better, such as caches
	trendFlat      = "flat"      // a part of the work acts as if it were serial
	trendUndecided = "undecided" // the interval is too wide to say
	trendUntested  = "untested"  // a table, fewer than 6 rounds, or fewer than two numbers of workers above 1
)

// flat is the change of the serial fraction over the measured workers that is too small to matter.
const flat = 0.05

// KarpFlatt is the serial fraction at every number of workers above 1.
type KarpFlatt struct {
	Fractions []Fraction `json:"fractions"`
	// Slope is by how much the fraction changes with each worker. Under the USL it is κ, because there
	// e = σ + κp.
	Slope stats.Estimate `json:"slope"`
	Trend string         `json:"trend"`
}

// A Fraction is the serial fraction with one number of workers.
type Fraction struct {
	Workers int `json:"workers"`
	// Serial has the ends of the speedup's interval put through the formula, which is exact because the fraction
	// falls all the way as the speedup grows.
	Serial stats.Estimate `json:"serial"`
}

// karpFlatt finds the fractions, and their trend where rounds were resampled.
func (a *analysis) karpFlatt() KarpFlatt {
	k := KarpFlatt{Fractions: []Fraction{}, Trend: trendUntested}
	for _, p := range a.s.Points {
		if p.Workers > 1 && p.Speedup.N > 0 && p.Speedup.Center > 0 {
			k.Fractions = append(k.Fractions, Fraction{p.Workers, serial(p.Speedup, float64(p.Workers))})
		}
	}
	above := a.s.distinct()
	if a.s.index(1) >= 0 {
		above--
	}
	if a.draws == nil || above < 2 || len(k.Fractions) < 2 {
		return k
	}
	slopes := make([]float64, len(a.draws))
	for b, x := range a.draws {
		slopes[b] = a.slope(x)
	}
	x := make([]float64, len(a.s.Points))
	for i, p := range a.s.Points {
		x[i] = p.Throughput
	}
	k.Slope = a.drawn(a.slope(x), slopes)
	k.Trend = trend(k.Slope, float64(a.s.most()-k.Fractions[0].Workers))
	return k
}

// serial puts a speedup with its interval through the formula.
func serial(s stats.Estimate, workers float64) stats.Estimate {
	e := s
	e.Center = serialFraction(s.Center, workers)
	if s.HasInterval() {
		e.Lo, e.Hi = serialFraction(s.Hi, workers), serialFraction(s.Lo, workers)
	}
	return e
}

// slope is the slope of the serial fraction over the workers, by least squares with the weights (p−1)²: an error of
// the speedup moves the fraction by about a (p−1)th of it, so the fraction of two workers is the least certain.
func (a *analysis) slope(speedups []float64) float64 {
	var w, wp, we, wpp, wpe float64
	for i, point := range a.s.Points {
		if point.Workers < 2 {
			continue
		}
		p := float64(point.Workers)
		e, v := serialFraction(speedups[i], p), (p-1)*(p-1)
		w, wp, we, wpp, wpe = w+v, wp+v*p, we+v*e, wpp+v*p*p, wpe+v*p*e
	}
	return (wpe - wp*we/w) / (wpp - wp*wp/w)
}

// trend says what a slope means over a span of workers. That the interval holds 0 doesn't make it flat: it is flat
// where the whole interval is too small to matter.
func trend(slope stats.Estimate, span float64) string {
	switch {
	case !slope.HasInterval():
		return trendUntested
	case math.Max(-slope.Lo, slope.Hi)*span < flat:
		return trendFlat
	case slope.Lo > 0:
		return trendRising
	case slope.Hi < 0:
		return trendFalling
	}
	return trendUndecided
}

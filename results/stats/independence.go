package stats

import "math"

// Lag1 is the autocorrelation of neighbours, r₁ = Σ(x[i]−m)(x[i+1]−m) ÷ Σ(x[i]−m)²; 0 where all values are equal.
//
// Source: Box, Jenkins, Reinsel and Ljung, Time Series Analysis, 5th ed. (2015), section 2.1.5.
func Lag1(xs []float64) float64 {
	m := Mean(xs)
	var num, den float64
	for i, x := range xs {
		den += (x - m) * (x - m)
		if i > 0 {
			num += (xs[i-1] - m) * (x - m)
		}
	}
	if den == 0 {
		return 0
	}
	return num / den
}

// Dependent reports whether an autocorrelation is further from 0 than chance takes it in 19 of 20 runs of n
// independent rounds, for which it is about normal with the standard deviation 1 ÷ √n.
//
// Source: Box, Jenkins, Reinsel and Ljung (2015), section 2.1.6; Bartlett (1946).
func Dependent(r float64, n int) bool {
	return n >= MinRounds && math.Abs(r) > 1.96/math.Sqrt(float64(n))
}

// EffectiveRounds is how many independent rounds tell as much as n of which neighbours have the correlation r:
// n(1−r) ÷ (1+r), at least 1. Rounds that alternate (r below 0) are given no credit for it: it is then n.
//
// Source: the variance of the mean of a first-order autoregression, Bayley and Hammersley, The "effective" number of
// independent observations in an autocorrelated time series, Supplement to the JRSS 8 (1946).
func EffectiveRounds(n int, r float64) float64 {
	f := float64(n)
	if n == 0 || r <= 0 {
		return f
	}
	return max(1, f*(1-r)/(1+r))
}

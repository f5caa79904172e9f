package results

import "math"

// signedRankInterval returns the k for which the k-th Walsh average from below and the k-th from above are the ends
// of the narrowest interval that covers with at least 95 %, and the probability that it does. It needs n ≥ 6.
//
// The interval fails on one side where the signed-rank statistic T⁺ of the true center is below k, so it covers with
// 1 − 2 P(T⁺ ≤ k−1). To n = 50 that is counted out; above, T⁺ is taken as normal.
//
// Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), section 3.3.
func signedRankInterval(n int) (k int, confidence float64) {
	if n > maxExact {
		return signedRankNormal(n)
	}
	ways := signedRankWays(n)
	all := math.Exp2(float64(n))
	const tail = (1 - level) / 2
	below := 0.0 // ways to T⁺ ≤ k−1
	for k = 0; (below+ways[k])/all <= tail; k++ {
		below += ways[k]
	}
	return k, 1 - 2*below/all
}

// signedRankWays counts, for every t, the subsets of the ranks 1 to n that add up to t: of the 2ⁿ equally likely
// signs, those that give T⁺ = t. The counts are exact, because 2⁵⁰ is below 2⁵³.
//
// The recursion: a subset that adds up to t holds rank n, and the rest adds up to t−n, or it doesn't.
//
// Source: Hollander, Wolfe and Chicken (2014), section 3.1; what R's dsignrank counts.
func signedRankWays(n int) []float64 {
	ways := make([]float64, n*(n+1)/2+1)
	ways[0] = 1
	for rank := 1; rank <= n; rank++ {
		for t := rank * (rank + 1) / 2; t >= rank; t-- {
			ways[t] += ways[t-rank]
		}
	}
	return ways
}

// signedRankNormal is signedRankInterval where T⁺ is taken as normal with mean n(n+1)/4 and variance
// n(n+1)(2n+1)/24. The confidence is corrected for continuity.
func signedRankNormal(n int) (k int, confidence float64) {
	const z = 1.959963984540054 // of 95 %, two-sided
	f := float64(n)
	mean, sd := f*(f+1)/4, math.Sqrt(f*(f+1)*(2*f+1)/24)
	k = int(mean - z*sd)
	return k, math.Erf((mean - float64(k) + 0.5) / sd / math.Sqrt2)
}

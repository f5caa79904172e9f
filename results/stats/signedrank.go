package stats

import "math"

// maxExact is the most rounds for which the signed-rank distribution is counted out.
const maxExact = 50

// signedRankInterval returns the k for which the k-th Walsh average from below and the k-th from above are the ends
// of the narrowest interval that covers with at least the confidence given, and the probability that it does. There
// is no such interval where k is 0: with 95 % that is below n = 6.
//
// The interval fails on one side where the signed-rank statistic T⁺ of the true center is below k, so it covers with
// 1 − 2 P(T⁺ ≤ k−1). To n = 50 that is counted out; above, T⁺ is taken as normal.
//
// Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), section 3.3.
func signedRankInterval(n int, confidence float64) (k int64, covers float64) {
	if n > maxExact {
		return signedRankNormal(n, confidence)
	}
	ways := signedRankWays(n)
	all := math.Exp2(float64(n))
	tail := (1 - confidence) / 2
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
// n(n+1)(2n+1)/24, corrected for continuity.
func signedRankNormal(n int, confidence float64) (k int64, covers float64) {
	mean, sd := signedRankMoments(n)
	k = max(0, int64(mean+0.5-normalQuantile((1+confidence)/2)*sd))
	return k, math.Erf((mean - float64(k) + 0.5) / sd / math.Sqrt2)
}

func signedRankMoments(n int) (mean, sd float64) {
	f := float64(n)
	return f * (f + 1) / 4, math.Sqrt(f * (f + 1) * (2*f + 1) / 24)
}

// signedRankP is the two-sided p-value of the Wilcoxon signed-rank test that the center of the values is 0: exact to
// n = 50, above it from the normal distribution with the correction for continuity. It is 1 where there are none.
//
// The statistic is counted in Walsh averages: those above 0 are T⁺, those below 0 are T⁻, and an average of exactly 0
// (a value of 0, or two of the same size on both sides) counts for the side that makes p larger. So p is the largest
// that any way of breaking the ties gives, and it is at most 1 − confidence exactly where the interval of
// signedRankInterval leaves out 0: a test with average ranks would contradict the interval now and then.
//
// Source: Hollander, Wolfe and Chicken (2014), section 3.1; the identity with Walsh averages is Tukey's, section 3.2.
func signedRankP(xs []float64) float64 {
	if len(xs) == 0 {
		return 1
	}
	w := newWalsh(xs)
	notAbove := w.atMost(0)
	notBelow := w.count() - w.atMost(-math.SmallestNonzeroFloat64)
	return min(1, 2*signedRankTail(len(xs), min(notAbove, notBelow)))
}

// signedRankTail is P(T⁺ ≤ t).
func signedRankTail(n int, t int64) float64 {
	if n > maxExact {
		mean, sd := signedRankMoments(n)
		return math.Erfc((mean-float64(t)-0.5)/sd/math.Sqrt2) / 2
	}
	below := 0.0
	for _, ways := range signedRankWays(n)[:t+1] {
		below += ways
	}
	return below / math.Exp2(float64(n))
}

// normalQuantile is the value below which a share p of the standard normal distribution lies.
func normalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

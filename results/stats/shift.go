package stats

import (
	"math"
)

// maxExactPairs is the largest product of two sample sizes for which the rank-sum distribution is counted out.
const maxExactPairs = 2500

// ShiftRatio estimates the ratio of two quantities that were measured in different runs, from the logarithms of each
// run's rounds: how many times as large b is as a.
//
// Its center is the Hodges–Lehmann estimate of a shift, the median of all differences between a value of b and a
// value of a, and its interval is the one that belongs to the Mann–Whitney test, both raised to e. N is the smaller
// number of rounds. It assumes two independent samples of one shape. With fewer than MinRounds in either there is no
// interval.
//
// Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), sections 4.2 and 4.3.
func ShiftRatio(a, b []float64) Estimate {
	n, m := len(a), len(b)
	if n == 0 || m == 0 {
		return Estimate{}
	}
	diffs := newDifferences(a, b)
	e := Estimate{Center: math.Exp(diffs.median()), N: min(n, m), Method: MethodHodgesLehmann}
	if e.N < MinRounds {
		e.Method = MethodMedian
		return e
	}
	k, confidence := rankSumInterval(n, m)
	e.Lo, e.Hi, e.Confidence = math.Exp(diffs.kth(k)), math.Exp(diffs.kth(n*m+1-k)), confidence
	return e
}

// rankSumInterval returns the k for which the k-th difference from below and the k-th from above are the ends of the
// narrowest interval that covers with at least 95 %, and the probability that it does: 1 − 2 P(U ≤ k−1).
func rankSumInterval(n, m int) (k int, confidence float64) {
	if n*m > maxExactPairs {
		const z = 1.959963984540054 // of 95 %, two-sided
		mean, sd := float64(n*m)/2, math.Sqrt(float64(n*m)*float64(n+m+1)/12)
		k = max(1, int(mean-z*sd))
		return k, math.Erf((mean - float64(k) + 0.5) / sd / math.Sqrt2)
	}
	chance := rankSumChances(n, m)
	const tail = (1 - Level) / 2
	below := 0.0 // P(U ≤ k−1)
	for k = 0; below+chance[k] <= tail; k++ {
		below += chance[k]
	}
	return k, 1 - 2*below
}

// rankSumChances returns the chance of every value of the Mann–Whitney U of n and m values from one distribution.
//
// The recursion: the largest of all values is one of the m with the chance m/(n+m), and then lies above all n.
//
// Source: Mann and Whitney, On a test of whether one of two random variables is stochastically larger than the other,
// Annals of Mathematical Statistics 18 (1947), equation 1.
func rankSumChances(n, m int) []float64 {
	// rows[i] is the distribution for i values against the j of the loop.
	rows := make([][]float64, n+1)
	for i := range rows {
		rows[i] = []float64{1}
	}
	for j := 1; j <= m; j++ {
		next := make([][]float64, n+1)
		next[0] = []float64{1}
		for i := 1; i <= n; i++ {
			next[i] = make([]float64, i*j+1)
			for u, p := range rows[i] { // the largest is of the j
				next[i][u+i] += p * float64(j) / float64(i+j)
			}
			for u, p := range next[i-1] { // the largest is of the i
				next[i][u] += p * float64(i) / float64(i+j)
			}
		}
		rows = next
	}
	return rows[n]
}

package results

import "math"

// level is the confidence that every interval has at least.
const level = 0.95

// maxExact is the most rounds for which the signed-rank distribution is counted out.
const maxExact = 50

// PairedRatio estimates the ratio num ÷ den from pairs that were measured in the same round: num[i] and den[i].
//
// Its center is the Hodges–Lehmann estimate on the logarithms of the ratios, the median of their Walsh averages, and
// its interval is the one that belongs to the Wilcoxon signed-rank test, both raised to e. The interval covers with
// at least 95 %, and Confidence says with how much. With fewer than MinRounds pairs no such interval exists; the
// center is then the median.
//
// The logarithm makes the ratio and its inverse give the same answer. The signed-rank interval assumes that the
// differences are symmetric about their center and independent, not that they are normal: unlike a bootstrap (BCa
// among them) it covers as much as it says at small n, spikes or not.
//
// A pair that isn't two finite positive numbers with a finite positive ratio is left out; N says how many remained.
// The zero Estimate is returned where none did. PairedRatio panics where the lengths differ.
//
// Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), sections 3.1 to 3.3.
func PairedRatio(num, den []float64) Estimate {
	return fromLogs(logRatios(num, den))
}

// logRatios is log(num ÷ den) for every pair that has one.
func logRatios(num, den []float64) []float64 {
	if len(num) != len(den) {
		panic("results: a paired ratio needs two slices of the same length")
	}
	logs := make([]float64, 0, len(num))
	for i := range num {
		if !(num[i] > 0 && den[i] > 0) || math.IsInf(num[i], 0) || math.IsInf(den[i], 0) {
			continue
		}
		if r := num[i] / den[i]; r > 0 && !math.IsInf(r, 0) {
			logs = append(logs, math.Log(r))
		}
	}
	return logs
}

// fromLogs estimates a ratio from logarithms of it.
func fromLogs(logs []float64) Estimate {
	n := len(logs)
	if n == 0 {
		return Estimate{}
	}
	if n < MinRounds {
		return Estimate{Center: math.Exp(median(logs)), N: n, Method: MethodMedian}
	}
	w := newWalsh(logs)
	k, confidence := signedRankInterval(n)
	return Estimate{
		Center:     math.Exp(w.median()),
		Lo:         math.Exp(w.kth(k)),
		Hi:         math.Exp(w.kth(w.count() + 1 - k)),
		Confidence: confidence,
		N:          n,
		Method:     MethodHodgesLehmann,
	}
}

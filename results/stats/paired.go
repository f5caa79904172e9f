package stats

import "math"

// PairedRatio estimates the ratio num ÷ den from pairs that were measured in the same round: num[i] and den[i].
//
// Its center is the Hodges–Lehmann estimate on the logarithms of the ratios, the median of their Walsh averages, and
// its interval is the one that belongs to the Wilcoxon signed-rank test, both raised to e. The interval covers with
// at least 95 %, and Confidence says with how much. It is pointwise: of twenty true intervals one may miss, and
// nothing corrects it for how many a report shows. With fewer than MinRounds pairs no such interval exists; the
// center is then the median.
//
// Where more than a tenth of at least 9 rounds are severe outliers (Tukey's, beyond three times the distance of the
// quartiles), the center is the median instead, with the symmetric interval of order statistics: spikes widen it
// less. Method says which it is.
//
// The logarithm makes the ratio and its inverse give the same answer. The signed-rank interval assumes that the
// differences are symmetric about their center and independent, not that they are normal: unlike a bootstrap (BCa
// among them) it covers as much as it says at small n, spikes or not.
//
// A pair that isn't two finite positive numbers with a finite positive ratio is left out; N says how many remained.
// The zero Estimate is returned where none did. PairedRatio panics where the lengths differ.
//
// Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), sections 3.1 to 3.3 and,
// for the median, 3.6.
func PairedRatio(num, den []float64) Estimate { return PairedRatioAt(num, den, Level) }

// PairedRatioAt is PairedRatio with an interval that covers with at least the confidence given, above 0 and below 1.
// Where so few rounds can't be so sure, the estimate has no interval.
func PairedRatioAt(num, den []float64, confidence float64) Estimate {
	return EstimateAt(LogRatios(num, den), confidence)
}

// LogRatios is log(num ÷ den) for every pair that has one.
func LogRatios(num, den []float64) []float64 {
	if len(num) != len(den) {
		panic("stats: a paired ratio needs two slices of the same length")
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

package stats

import "math"

// Level is the confidence that an interval has at least, where nothing else is said.
const Level = 0.95

// FromLogs estimates a ratio from logarithms of it.
func FromLogs(logs []float64) Estimate { return EstimateAt(logs, Level) }

// EstimateAt is FromLogs with a confidence: the headline rule that PairedRatio documents.
func EstimateAt(logs []float64, confidence float64) Estimate {
	logs = ascending(logs) // what follows sorts them too, which takes little where they are
	if len(logs) < MinRounds || Heavy(logs) {
		return MedianEstimate(logs, confidence)
	}
	return hodgesLehmann(logs, confidence)
}

func hodgesLehmann(logs []float64, confidence float64) Estimate {
	w := newWalsh(logs)
	e := Estimate{Center: math.Exp(w.median()), N: len(logs), Method: MethodHodgesLehmann}
	if k, covers := signedRankInterval(e.N, confidence); k > 0 {
		e.Lo, e.Hi, e.Confidence = math.Exp(w.kth(k)), math.Exp(w.kth(w.count()+1-k)), covers
	}
	return e
}

// MedianEstimate is the median of the ratios. Fewer than MinRounds get no interval, whatever the confidence.
func MedianEstimate(logs []float64, confidence float64) Estimate {
	n := len(logs)
	if n == 0 {
		return Estimate{}
	}
	sorted := ascending(logs)
	e := Estimate{Center: math.Exp(SortedQuantile(sorted, 0.5)), N: n, Method: MethodMedian}
	if k, covers := MedianInterval(n, confidence); n >= MinRounds && k > 0 {
		e.Lo, e.Hi, e.Confidence = math.Exp(sorted[k-1]), math.Exp(sorted[n-k]), covers
	}
	return e
}

// RatioP is the two-sided p-value of the test that a ratio is 1, by the test that belongs to the estimate's interval.
// It is 1 where the estimate has none.
func RatioP(logs []float64, e Estimate) float64 {
	switch {
	case !e.HasInterval():
		return 1
	case e.Method == MethodMedian:
		return signP(logs)
	}
	return signedRankP(logs)
}

package stats

import (
	"cmp"
	"math"
)

// Median is the middle of the values, or the mean of the two in the middle; 0 where there are none.
func Median(xs []float64) float64 { return Quantile(xs, 0.5) }

// Quantile is the value below which a share p of the values lies, 0 ≤ p ≤ 1, drawn straight between the two nearest
// values: h = (n−1)p, x[⌊h⌋] + (h−⌊h⌋)(x[⌊h⌋+1] − x[⌊h⌋]). It is 0 where there are no values.
//
// Source: definition 7 of Hyndman and Fan, Sample quantiles in statistical packages, The American Statistician 50
// (1996); the default of R and NumPy.
func Quantile(xs []float64, p float64) float64 {
	return SortedQuantile(ascending(xs), p)
}

// SortedQuantile is Quantile of values in ascending order.
func SortedQuantile(s []float64, p float64) float64 {
	if len(s) == 0 {
		return 0
	}
	h := float64(len(s)-1) * p
	i := min(int(h), len(s)-1)
	j := min(i+1, len(s)-1)
	return s[i] + (h-float64(i))*(s[j]-s[i])
}

// StdDev is the standard deviation of a sample, with n−1 below the root; 0 where there are fewer than two values.
func StdDev(xs []float64) float64 {
	if len(xs) < 2 {
		return 0
	}
	m := Mean(xs)
	sum := 0.0
	for _, x := range xs {
		sum += float64((x - m) * (x - m)) // rounded before it is added, so it is the same on every processor
	}
	return math.Sqrt(sum / float64(len(xs)-1))
}

// Mean is the arithmetic mean; 0 where there are no values.
func Mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(cmp.Or(len(xs), 1))
}

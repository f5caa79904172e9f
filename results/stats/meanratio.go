package stats

import "math"

// methodFieller is the Method of an Estimate from MeanRatio.
const methodFieller = "fieller"

// A MeanOf is a mean of measurements that are gone, with its standard error; an Error of 0 is unknown.
type MeanOf struct {
	Value, Error float64
	N            int // measurements
}

// NewMean is the mean of values, with its standard error.
func NewMean(values []float64) MeanOf {
	m := MeanOf{Value: Mean(values), N: len(values)}
	if m.N > 1 {
		m.Error = StdDev(values) / math.Sqrt(float64(m.N))
	}
	return m
}

// MeanRatio estimates the ratio b ÷ a of two means that were measured independently, where only the means are left. Its
// interval is Fieller's, with Student's t for the smaller number of measurements, which is N. There is none with fewer
// than MinRounds, where a standard error isn't known, and where a can't be told from 0. The zero Estimate is returned
// where a mean isn't a positive number.
//
// Source: Fieller, Some problems in interval estimation, Journal of the Royal Statistical Society B 16 (1954), with no
// covariance.
func MeanRatio(a, b MeanOf) Estimate {
	r := b.Value / a.Value
	if !(a.Value > 0 && b.Value > 0) || !finite(r) || r == 0 {
		return Estimate{}
	}
	e := Estimate{Center: r, N: max(1, min(a.N, b.N)), Method: methodFieller}
	if e.N < MinRounds || !(a.Error > 0 && b.Error > 0) {
		return e
	}
	t := studentT(e.N - 1)
	relA, relB := t*a.Error/a.Value, t*b.Error/b.Value
	g := relA * relA
	root := math.Sqrt(relB*relB*(1-g) + g)
	if !(g < 1) || !finite(root) {
		return e
	}
	e.Lo, e.Hi, e.Confidence = max(0, r*(1-root)/(1-g)), r*(1+root)/(1-g), Level
	return e
}

// studentT is the quantile of Student's distribution that a two-sided interval of Level needs, to 0.1 % from 5 degrees
// of freedom on.
//
// Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), equation 26.7.5.
func studentT(df int) float64 {
	const z = 1.959963984540054
	v, z2 := float64(df), z*z
	return z + z*(z2+1)/(4*v) + z*((5*z2+16)*z2+3)/(96*v*v) + z*(((3*z2+19)*z2+17)*z2-15)/(384*v*v*v) +
		z*((((79*z2+776)*z2+1482)*z2-1920)*z2-945)/(92160*v*v*v*v)
}

package scaling

import "math"

// incompleteBeta is the regularised incomplete beta function Iₓ(a, b) for a, b > 0 and 0 ≤ x ≤ 1, by its continued
// fraction, on the side of the mean on which that converges fast.
//
// Source: NIST Digital Library of Mathematical Functions, 8.17.4 and 8.17.22; the evaluation is Lentz's.
func incompleteBeta(a, b, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - incompleteBeta(b, a, 1-x)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(a*math.Log(x) + b*math.Log1p(-x) + lab - la - lb)
	return front / a / betaFraction(a, b, x)
}

// betaFraction is 1 + d₁/(1 + d₂/(1 + …)) of DLMF 8.17.22, 8.17.23.
func betaFraction(a, b, x float64) float64 {
	const tiny, eps, most = 1e-300, 1e-16, 10_000
	f, c, d := 1.0, 1.0, 0.0
	for n := 1; n <= most; n++ {
		m := float64(n / 2)
		var dn float64
		if n%2 == 0 {
			dn = m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		} else {
			dn = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		c = 1 + dn/c
		d = 1 + dn*d
		if c == 0 {
			c = tiny
		}
		if d == 0 {
			d = tiny
		}
		d = 1 / d
		f *= c * d
		if math.Abs(c*d-1) < eps {
			break
		}
	}
	return f
}

// quantileF is the value that an F variable with n and d degrees of freedom is below with probability p,
// 0 < p < 1. F ≤ f exactly where a beta(n/2, d/2) variable is at most nf ÷ (nf + d), and that is halved in on.
//
// Source: DLMF 8.17; Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 2, 2nd ed. (1995), ch. 27.
func quantileF(p float64, n, d int) float64 {
	// The upper tail is the small one: with 1−x as unknown, it keeps its digits.
	a, b := float64(n)/2, float64(d)/2
	lo, hi := 0.0, 1.0 // of 1−x
	for range 200 {
		mid := (lo + hi) / 2
		if incompleteBeta(b, a, mid) < 1-p {
			lo = mid
		} else {
			hi = mid
		}
	}
	y := (lo + hi) / 2
	return (1 - y) / y * b / a
}

// quantileT is the value that a t variable with d degrees of freedom is below with probability p, ½ < p < 1. The
// square of a t variable is an F variable with 1 and d degrees of freedom.
func quantileT(p float64, d int) float64 { return math.Sqrt(quantileF(2*p-1, 1, d)) }

// normalCDF is the probability that a standard normal variable is at most z.
func normalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

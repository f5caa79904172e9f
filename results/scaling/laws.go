package scaling

import "math"

// amdahlSpeedup is the speedup of work of a fixed size, of which the part serial can't be shared: S(N) = 1 ÷ (s +
// (1−s)/N) = N ÷ (1 + s(N−1)).
//
// Source: Amdahl, Validity of the single processor approach to achieving large scale computing capabilities, AFIPS
// Conference Proceedings 30 (1967).
func amdahlSpeedup(serial, workers float64) float64 { return workers / (1 + serial*(workers-1)) }

// gustafsonSpeedup is the scaled speedup of work that grows with the workers, of which the part serial of the time
// on N workers is serial: S(N) = N − s(N−1).
//
// Source: Gustafson, Reevaluating Amdahl's law, Communications of the ACM 31 (1988).
func gustafsonSpeedup(serial, workers float64) float64 { return workers - serial*(workers-1) }

// uslCapacity is the relative capacity of the universal scalability law: C(N) = N ÷ (1 + σ(N−1) + κN(N−1)), with the
// contention σ and the coherency κ. With κ = 0 it is Amdahl's law.
//
// Source: Gunther, Guerrilla Capacity Planning (2007), chapter 4.
func uslCapacity(sigma, kappa, workers float64) float64 {
	return workers / (1 + sigma*(workers-1) + kappa*workers*(workers-1))
}

// uslPeak is the number of workers with the highest capacity, N* = √((1−σ) ÷ κ), and at least 1. It is +Inf where κ
// is 0: then there is no peak.
//
// Source: Gunther, Guerrilla Capacity Planning (2007), chapter 4: where the derivative of the capacity is 0.
func uslPeak(sigma, kappa float64) float64 {
	if kappa <= 0 {
		return math.Inf(1)
	}
	return math.Max(1, math.Sqrt(math.Max(0, 1-sigma)/kappa))
}

// params are the parameters of a law. The first is always a throughput.
type params [3]float64

// A law is a model of throughput with bounded parameters.
type law struct {
	size   int    // parameters; those after it stay as they are
	lo, hi params // bounds
	// at is the throughput with n workers and its derivatives by the parameters.
	at func(n float64, p params) (x float64, by params)
}

// maxParam stops a search that has no end. Throughputs are scaled so that the largest is 1.
const maxParam = 1e12

// uslLaw has the parameters γ, σ and κ. Amdahl's law is the same with one parameter less, and κ left at 0.
var (
	uslLaw    = law{3, params{0, 0, 0}, params{maxParam, maxParam, maxParam}, uslAt}
	amdahlLaw = law{2, params{0, 0, 0}, params{maxParam, maxParam, 0}, uslAt}
	// gustafsonLaw has the parameters γ and α.
	gustafsonLaw = law{2, params{0, 0, 0}, params{maxParam, 1, 0}, gustafsonAt}
	// peakLaw is the USL with the peak N* as its third parameter, κ = (1−σ) ÷ N*², so that N* can have an interval.
	peakLaw = law{3, params{0, 0, 1}, params{maxParam, 1, maxParam}, peakAt}
)

// uslAt is γN ÷ (1 + σ(N−1) + κN(N−1)) with its derivatives.
func uslAt(n float64, p params) (float64, params) {
	d := 1 + p[1]*(n-1) + p[2]*n*(n-1)
	x := p[0] * n / d
	return x, params{n / d, -x / d * (n - 1), -x / d * n * (n - 1)}
}

// gustafsonAt is γ(N − α(N−1)) with its derivatives.
func gustafsonAt(n float64, p params) (float64, params) {
	s := gustafsonSpeedup(p[1], n)
	return p[0] * s, params{s, -p[0] * (n - 1)}
}

// peakAt is uslAt with N* in place of κ: κ = (1−σ) ÷ N*², so σ is in two terms.
func peakAt(n float64, p params) (float64, params) {
	pairs := n * (n - 1) / (p[2] * p[2])
	d := 1 + p[1]*(n-1) + (1-p[1])*pairs
	x := p[0] * n / d
	return x, params{n / d, -x / d * (n - 1 - pairs), x / d * 2 * (1 - p[1]) * pairs / p[2]}
}

// throughAt is the USL, or Amdahl's law, with the throughput at n0 workers as its first parameter in place of γ, so
// that a prediction can have an interval.
func throughAt(l law, n0 float64) law {
	l.at = func(n float64, p params) (float64, params) {
		one := p
		one[0] = 1
		g, dg := uslAt(n, one)
		g0, dg0 := uslAt(n0, one)
		x := p[0] * g / g0
		by := params{g / g0}
		for i := 1; i < len(p); i++ {
			by[i] = x * (dg[i]/g - dg0[i]/g0)
		}
		return x, by
	}
	return l
}

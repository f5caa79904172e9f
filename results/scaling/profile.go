package scaling

import "math"

// level is the confidence of every interval of this package.
const level = 0.95

// profile is the interval of the parameter number i by profile likelihood: all values that, with the other parameters
// fitted anew, leave a sum of squares of at most s.squares × (1 + F ÷ df), where F is the 95 % point of the F
// distribution with 1 and df degrees of freedom. It is false where the interval has no upper end within reach.
//
// Unlike the interval from standard errors it ends at a bound where the parameter has one, and it isn't symmetric
// where the sum of squares isn't.
//
// Source: Bates and Watts, Nonlinear Regression Analysis and Its Applications (1988), section 6.1.
func (d data) profile(l law, s solution, i, df int) (lo, hi float64, ok bool) {
	base := max(s.squares, d.rounding())
	limit := base * (1 + quantileF(level, 1, df)/float64(df))
	within := func(x float64, near *solution) bool {
		at := *near
		at.p[i] = x
		got := d.descend(l, at.p, i)
		if got.squares > limit {
			at = s
			at.p[i] = x
			got = d.descend(l, d.rescaleUnless(l, at.p, i), i)
		}
		if got.squares > limit {
			return false
		}
		*near = got
		return true
	}
	near := s
	lo = d.lower(l.lo[i], s.p[i], func(x float64) bool { return within(x, &near) })
	near = s
	hi, ok = d.upper(l.hi[i], s.p[i], d.step(l, s, i), func(x float64) bool { return within(x, &near) })
	return lo, hi, ok
}

// rescaleUnless rescales a start whose first parameter isn't the fixed one.
func (d data) rescaleUnless(l law, p params, fixed int) params {
	if fixed == 0 {
		return p
	}
	return d.rescale(l, p)
}

// step is a first step away from a parameter: a tenth of it, or where that is 0, what the curvature says.
func (d data) step(l law, s solution, i int) float64 {
	if s.p[i] > 0 {
		return s.p[i] / 10
	}
	a, _ := d.normal(l, s.p)
	if x := 0.01 / math.Sqrt(a[i][i]); x > 0 && !math.IsInf(x, 0) {
		return x
	}
	return 1e-9
}

// lower halves in on the smallest parameter that is within, from bound up to center.
func (d data) lower(bound, center float64, within func(float64) bool) float64 {
	if center <= bound || within(bound) {
		return bound
	}
	return halve(center, bound, within)
}

// upper doubles its step until it is no longer within, then halves in. It is false where it meets no end before the
// bound, or gets a thousand million times as far as it began.
func (d data) upper(bound, center, step float64, within func(float64) bool) (float64, bool) {
	in := center
	for range 60 {
		out := center + step
		if out >= bound {
			if within(bound) {
				return bound, bound <= 1 // a part can't be above 1; other bounds only stop the search
			}
			return halve(in, bound, within), true
		}
		if !within(out) {
			return halve(in, out, within), true
		}
		in, step = out, step*2
	}
	return 0, false
}

// halve closes in on the border between a value that is within and one that isn't.
func halve(in, out float64, within func(float64) bool) float64 {
	for range 40 {
		mid := in + (out-in)/2
		if mid == in || mid == out {
			break
		}
		if within(mid) {
			in = mid
		} else {
			out = mid
		}
	}
	return in
}

package scaling

import "math"

// data are the points of a fit, with throughputs scaled so that the largest is 1.
type data struct {
	n, x, w []float64 // workers, throughput, weight
	scale   float64   // what throughputs were divided by
}

// newData takes the points as they are: with the weights 1 ÷ variance where all variances are known, and alike where
// one isn't.
func newData(points []Point) data {
	d := data{n: make([]float64, len(points)), x: make([]float64, len(points)), w: make([]float64, len(points))}
	for _, p := range points {
		d.scale = max(d.scale, p.Throughput)
	}
	known := true
	largest := 0.0
	for i, p := range points {
		d.n[i], d.x[i] = float64(p.Workers), p.Throughput/d.scale
		d.w[i] = 1 / (p.Variance / d.scale / d.scale)
		known = known && p.Variance > 0 && d.w[i] > 0 && !math.IsInf(d.w[i], 0)
		largest = max(largest, d.w[i])
	}
	for i := range d.w {
		if !known {
			d.w[i] = 1
		} else {
			// A weight below a billionth of the largest is a point that isn't there.
			d.w[i] = max(d.w[i]/largest, 1e-9)
		}
	}
	return d
}

// squares is the weighted sum of squared residuals.
func (d data) squares(l law, p params) float64 {
	sum := 0.0
	for i, n := range d.n {
		x, _ := l.at(n, p)
		r := d.x[i] - x
		sum += d.w[i] * r * r
	}
	if math.IsNaN(sum) {
		return math.Inf(1)
	}
	return sum
}

// rounding is the sum of squares that the digits of the numbers leave in a fit: throughputs are taken to be known to
// a part in a thousand million. Residuals below it say nothing.
func (d data) rounding() float64 {
	sum := 0.0
	for i, x := range d.x {
		sum += d.w[i] * x * x * 1e-18
	}
	return sum
}

// A solution is the parameters of a fit and the sum of squares that they leave.
type solution struct {
	p       params
	squares float64
}

// none fixes no parameter.
const none = -1

// descend goes from a start to the parameters within their bounds that leave the smallest sum of squares near it, by
// the method of Levenberg and Marquardt. The parameter number fixed stays as it is. A parameter at its bound with the
// sum of squares falling beyond it stays there for the step.
//
// Source: Marquardt, An algorithm for least-squares estimation of nonlinear parameters, SIAM Journal 11 (1963);
// bounds by projection, as in Kanzow, Yamashita and Fukushima, Journal of Computational and Applied Mathematics 172
// (2004).
func (d data) descend(l law, start params, fixed int) solution {
	const most, hopeless, enough = 200, 1e10, 1e-15
	s := solution{p: l.clamp(start, fixed)}
	s.squares = d.squares(l, s.p)
	damping, still := 1e-3, 0
	for range most {
		a, g := d.normal(l, s.p)
		free := l.free(s.p, g, fixed)
		moved := false
		for ; damping < hopeless; damping *= 4 {
			next := solution{p: s.p}
			step := solve(a, g, damping, free)
			for i := range step {
				next.p[i] += step[i]
			}
			next.p = l.clamp(next.p, fixed)
			if same(next.p, s.p) {
				return s
			}
			if next.squares = d.squares(l, next.p); next.squares < s.squares {
				if s.squares-next.squares <= enough*s.squares {
					still++
				} else {
					still = 0
				}
				s, moved = next, true
				damping = max(damping/10, 1e-12)
				break
			}
		}
		if !moved || still == 3 {
			break
		}
	}
	return s
}

// same is whether two sets of parameters agree in their first 12 digits.
func same(p, q params) bool {
	for i := range p {
		if math.Abs(p[i]-q[i]) > 1e-12*math.Abs(q[i]) {
			return false
		}
	}
	return true
}

// clamp brings parameters into their bounds, but for the fixed one.
func (l law) clamp(p params, fixed int) params {
	for i := range l.size {
		if i != fixed {
			p[i] = min(max(p[i], l.lo[i]), l.hi[i])
		}
	}
	return p
}

// free says which parameters may move, given the downhill direction.
func (l law) free(p, downhill params, fixed int) [3]bool {
	var free [3]bool
	for i := range l.size {
		out := p[i] <= l.lo[i] && downhill[i] < 0 || p[i] >= l.hi[i] && downhill[i] > 0
		free[i] = i != fixed && !out
	}
	return free
}

// fit descends from several starts and keeps the best. A σ or κ that costs less than a thousand millionth of the
// time at the most workers is rounding, and becomes 0.
func (d data) fit(l law, starts []params) solution {
	best := solution{squares: math.Inf(1)}
	for _, start := range starts {
		if s := d.descend(l, d.rescale(l, start), none); s.squares < best.squares {
			best = s
		}
	}
	most := d.n[len(d.n)-1]
	best.p[1] = roundToZero(best.p[1], most)
	best.p[2] = roundToZero(best.p[2], most*most)
	best.squares = d.squares(l, best.p)
	return best
}

// roundToZero is x, or 0 where even so many times x is next to nothing.
func roundToZero(x, times float64) float64 {
	if x*times < 1e-9 {
		return 0
	}
	return x
}

// rescale gives a start the first parameter that fits best, which is linear in every law.
func (d data) rescale(l law, p params) params {
	p[0] = 1
	top, bottom := 0.0, 0.0
	for i, n := range d.n {
		g, _ := l.at(n, p)
		top += d.w[i] * g * d.x[i]
		bottom += d.w[i] * g * g
	}
	if x := top / bottom; bottom > 0 && x > 0 && !math.IsInf(x, 0) {
		p[0] = x
	}
	return p
}

// starts are parameters from which a fit of l is tried: serial parts from none to nearly all, and costs of pairs that
// at the most workers make from nothing to a hundred times the work.
func (d data) starts(l law) []params {
	most := d.n[len(d.n)-1]
	all := []params{}
	for _, sigma := range []float64{0, 0.01, 0.1, 0.6} {
		if l.size == 2 {
			all = append(all, params{0, sigma, 0})
			continue
		}
		for _, cost := range []float64{0, 0.1, 1, 10, 100} {
			all = append(all, params{0, sigma, cost / most / most})
		}
	}
	return all
}

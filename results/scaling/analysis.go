package scaling

import (
	"math"

	"corerace/results/stats"
)

// An analysis is what the laws are fitted to.
type analysis struct {
	s     Series
	d     data
	draws [][]float64 // throughputs of every draw of rounds; nil where there are too few
	// amdahl, gustafson and usl are nil where there are too few points.
	amdahl, gustafson, usl *fitted
}

// fitted is a law that was fitted.
type fitted struct {
	law
	solution
	df     int
	drawn  []params // of every draw; nil: intervals are by profile likelihood
	misfit bool     // it misses the points by more than their noise
}

// newAnalysis fits the laws, each where there are enough points for it.
func newAnalysis(s Series) *analysis {
	a := &analysis{s: s.usable()}
	if len(a.s.Points) == 0 {
		return a
	}
	a.d = newData(a.s.Points)
	if len(a.s.Rounds) >= stats.MinRounds && len(a.s.Points) > 1 {
		a.draws = resample(a.s.Rounds)
	}
	a.amdahl = a.fit(amdahlLaw)
	a.gustafson = a.fit(gustafsonLaw)
	a.usl = a.fit(uslLaw) // looks at Amdahl's
	return a
}

// fit fits a law, or returns nil where there are fewer numbers of workers than parameters.
func (a *analysis) fit(l law) *fitted {
	if a.s.distinct() < l.size {
		return nil
	}
	f := &fitted{law: l, df: len(a.s.Points) - l.size}
	f.solution = a.d.fit(l, a.d.starts(l))
	if a.amdahl != nil && l.size == 3 && a.amdahl.squares <= f.squares*(1+1e-12) {
		// Amdahl's law is the USL with κ = 0: where the search found nothing better, that is the solution.
		f.solution = a.amdahl.solution // κ is at its bound
	}
	f.misfit = a.misfit(f)
	if a.draws != nil && !f.misfit && a.s.distinct() > l.size {
		f.drawn = a.refit(f)
	}
	return f
}

// refit fits a law to every draw, from the solution for all rounds and from the same without the last parameter.
func (a *analysis) refit(f *fitted) []params {
	all := make([]params, len(a.draws))
	d, edge := a.d, f.p
	d.x = make([]float64, len(a.d.x))
	// The second start is on the bound of the last parameter: a search that begins inside may not get there.
	edge[f.size-1] = 0
	for b, x := range a.draws {
		for i := range x {
			d.x[i] = x[i] / d.scale
		}
		all[b] = d.fit(f.law, []params{f.p, edge}).p
	}
	return all
}

// misfit is whether a law misses the points by more than their own noise, by the F test of lack of fit.
//
// Source: Draper and Smith, Applied Regression Analysis, 3rd ed. (1998), section 2.1.
func (a *analysis) misfit(f *fitted) bool {
	rounds := len(a.s.Rounds)
	if rounds < stats.MinRounds || f.df < 1 {
		return false
	}
	sum := 0.0
	for i, n := range a.d.n {
		if !(a.s.Points[i].Variance > 0) {
			return false
		}
		x, _ := f.at(n, f.p)
		r := (a.d.x[i] - x) * a.d.scale
		sum += r * r / a.s.Points[i].Variance
	}
	noise := (rounds - 1) * (len(a.s.Points) - 1)
	return sum/float64(f.df) > quantileF(level, f.df, noise)
}

// estimate is the parameter number i of a law with its interval.
func (a *analysis) estimate(f *fitted, i int) stats.Estimate {
	unit := 1.0
	if i == 0 {
		unit = a.d.scale
	}
	if f.drawn != nil {
		values := make([]float64, len(f.drawn))
		for b, p := range f.drawn {
			values[b] = p[i] * unit
		}
		return a.drawn(f.p[i]*unit, values)
	}
	e := stats.Estimate{Center: f.p[i] * unit, N: len(a.s.Points), Method: methodLeastSquares}
	if a.s.distinct() > f.size {
		a.profiled(&e, f.law, f.solution, i, f.df, unit)
	}
	return e
}

// profiled gives an estimate its interval by profile likelihood, where it has one.
func (a *analysis) profiled(e *stats.Estimate, l law, s solution, i, df int, unit float64) {
	lo, hi, ok := a.d.profile(l, s, i, df)
	lo, hi = lo*unit, hi*unit
	if ok && !math.IsInf(hi, 0) {
		e.Lo, e.Hi, e.Confidence, e.Method = lo, hi, level, methodProfile
	}
}

// drawn is an estimate with the interval of its draws.
func (a *analysis) drawn(center float64, values []float64) stats.Estimate {
	e := stats.Estimate{Center: center, N: len(a.s.Rounds), Method: methodLeastSquares}
	if lo, hi, ok := percentiles(center, values, len(a.s.Rounds)); ok {
		e.Lo, e.Hi, e.Confidence, e.Method = lo, hi, level, methodBootstrap
	}
	return e
}

// peak is N* with its interval. It is false where that has no upper end.
func (a *analysis) peak(m *fitted) (stats.Estimate, bool) {
	e := stats.Estimate{Center: uslPeak(m.p[1], m.p[2]), N: len(a.s.Points), Method: methodLeastSquares}
	if m.drawn != nil {
		values := make([]float64, len(m.drawn))
		for b, p := range m.drawn {
			values[b] = uslPeak(p[1], p[2])
		}
		e = a.drawn(e.Center, values)
		return e, e.HasInterval()
	}
	if m.p[1] >= 1 || e.Center <= 1 {
		return e, true // one worker is best, and the bound has no interval
	}
	// N* stands in for κ as the third parameter, so that it has an interval of its own by the same profile.
	s := m.solution
	s.p[2] = e.Center
	a.profiled(&e, peakLaw, s, 2, m.df, 1)
	return e, e.HasInterval()
}

// aicc is Akaike's information criterion with the correction for few points, n ln(RSS/n) + 2k + 2k(k+1) ÷ (n−k−1),
// where k counts the parameters and the variance; nil where n−k−1 isn't positive.
//
// Source: Burnham and Anderson, Model Selection and Multimodel Inference, 2nd ed. (2002), section 2.4.
func (a *analysis) aicc(m *fitted) *float64 {
	n, k := float64(len(a.s.Points)), float64(m.size+1)
	if n-k-1 <= 0 {
		return nil
	}
	x := n*math.Log(max(m.squares, a.d.rounding())/n) + 2*k + 2*k*(k+1)/(n-k-1)
	return &x
}

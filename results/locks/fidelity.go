package locks

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

// Models of the locks of CPython, as records call them.
const (
	modelInterval = "gil-multicore"
	modelTicks    = "gil-ticks"
)

// GILProcesses is how records call worker processes of this program, which share no lock.
const GILProcesses = "processes"

// A GILComparison is a model beside an interpreter, figure by figure.
type GILComparison struct {
	Model   string        `json:"model"`
	Subject string        `json:"subject"`
	Figures []GILCompared `json:"figures"`
}

// A GILCompared is one figure of a model and of an interpreter, in seconds where Seconds. Ratio is that of the two,
// paired in each round in which both were measured.
type GILCompared struct {
	What     string         `json:"what"`
	Interval time.Duration  `json:"interval_ns,omitempty"` // the setting of both
	Ticks    int            `json:"ticks,omitempty"`
	Model    stats.Estimate `json:"model"`
	Real     stats.Estimate `json:"real"`
	Ratio    stats.Estimate `json:"ratio"`
	Seconds  bool           `json:"seconds"`
	// Bar is how far the model may be off, as a ratio less 1; 0: nothing is asked. With Direction both must be on the
	// same side of 1 as well.
	Bar       float64 `json:"bar"`
	Direction bool    `json:"direction"`
	Holds     bool    `json:"holds"`
	// Open is why it can't be told whether the model holds; "" where it can.
	Open string `json:"open,omitempty"`
}

// Words says whether the model holds, and whether its interval leaves a doubt.
func (c GILCompared) Words() string {
	sure := !c.Ratio.HasInterval() || c.within(c.Ratio.Lo) == c.Holds && c.within(c.Ratio.Hi) == c.Holds
	switch {
	case c.Bar == 0:
		return "–"
	case c.Open != "":
		return "can't be told: " + c.Open
	case !c.within(c.Ratio.Center):
		if sure {
			return fmt.Sprintf("doesn't hold: %.0f %% were allowed", 100*c.Bar)
		}
		return fmt.Sprintf("can't be told: %.0f %% are allowed", 100*c.Bar)
	case !c.Holds:
		return "doesn't hold: it goes the other way"
	case sure:
		return fmt.Sprintf("holds, within %.0f %%", 100*c.Bar)
	}
	return fmt.Sprintf("holds at the centre, within %.0f %%", 100*c.Bar)
}

// within reports whether a ratio, or its inverse, is within the bar: 0.8 is as far off as 1.25.
func (c GILCompared) within(ratio float64) bool { return math.Max(ratio, 1/ratio) <= 1+c.Bar }

// GILCompares reports whether an experiment with so many threads is among those that models are compared in. Bound to
// one core they aren't.
func GILCompares(experiment string, threads int, oneCore bool) bool {
	switch experiment {
	case results.GILSlices, results.GILSlowdown:
		return threads == 2 && !oneCore
	case results.GILConvoy:
		return threads == 1 && !oneCore
	}
	return false
}

// CompareGIL sets the models beside every real interpreter with a lock. A figure that either lacks is left out.
func CompareGIL(s *GILSummary) []GILComparison {
	var all []GILComparison
	for _, name := range s.subjects() {
		if !strings.HasPrefix(name, "python") { // the models are of CPython's locks, and there is none of others
			continue
		}
		c := GILComparison{Subject: name}
		switch {
		case s.has(name, func(r GILRow) bool { return r.Interval > 0 }):
			c.Model = modelInterval
		case s.has(name, func(r GILRow) bool { return r.Ticks > 0 }):
			c.Model = modelTicks
		default:
			continue
		}
		for _, r := range s.Rows {
			if r.Subject == name && r.Cores == 0 {
				c.Figures = append(c.Figures, s.compare(c.Model, r)...)
			}
		}
		if len(c.Figures) > 0 {
			all = append(all, c)
		}
	}
	return all
}

// subjects are the names of what was measured, in the order of the rows.
func (s *GILSummary) subjects() []string {
	var all []string
	for _, r := range s.Rows {
		if !slices.Contains(all, r.Subject) {
			all = append(all, r.Subject)
		}
	}
	return all
}

// has reports whether a subject has a row of some kind.
func (s *GILSummary) has(subject string, is func(GILRow) bool) bool {
	return slices.ContainsFunc(s.Rows, func(r GILRow) bool { return r.Subject == subject && is(r) })
}

// compare sets a model's row beside an interpreter's. The bars are those for which the model was made: of the newer
// lock the slices within 5 %, switches within 15 % and the latency of the convoy within 25 %; of the older one the
// direction and the slow-down within half as much again.
func (s *GILSummary) compare(model string, r GILRow) []GILCompared {
	cell := r.GILCell
	cell.Subject = model
	m := s.find(cell)
	if m == nil || m.Rounds == 0 || r.Rounds == 0 {
		return nil
	}
	newer := r.Interval > 0
	bar := func(b float64) float64 {
		if newer {
			return b
		}
		return 0
	}
	if !GILCompares(r.Experiment, r.Threads, r.Cores == 1) {
		return nil
	}
	var all []GILCompared
	add := func(what string, of func(results.GIL) float64, bar float64, seconds, direction bool) {
		c := GILCompared{What: what, Interval: r.Interval, Ticks: r.Ticks, Bar: bar, Seconds: seconds,
			Direction: direction,
			Model:     gilEstimate(m.lines, of), Real: gilEstimate(r.lines, of)}
		if c.Model.N == 0 || c.Real.N == 0 {
			return
		}
		// Rounds that both have are compared in pairs. Where there is none, what is left is the ratio of the two figures.
		if c.Ratio = gilRatio(m.lines, r.lines, of); c.Ratio.N == 0 {
			c.Ratio = stats.Estimate{Center: c.Model.Center / c.Real.Center, N: 1, Method: stats.MethodMedian}
		}
		c.Open = s.open(m, &r)
		c.Holds = bar > 0 && c.Open == "" && c.within(c.Ratio.Center) &&
			(!direction || (c.Model.Center > 1) == (c.Real.Center > 1))
		all = append(all, c)
	}
	perSecond := func(n func(results.GIL) int64) func(results.GIL) float64 {
		return func(g results.GIL) float64 { return float64(n(g)) / g.Wall.Seconds() }
	}
	switch r.Experiment {
	case results.GILSlices:
		add("median slice", func(g results.GIL) float64 { return middle(g.Slices) }, bar(0.05), true, false)
		add("switches a second", perSecond(func(g results.GIL) int64 { return g.Switches }), bar(0.15), false, false)
	case results.GILSlowdown:
		b, direction := 0.0, false
		if !newer {
			b, direction = 0.5, r.Ticks <= 100
		}
		add("slow-down of two threads", func(g results.GIL) float64 {
			return g.Wall.Seconds() / g.SerialWall.Seconds()
		}, b, false, direction)
	case results.GILConvoy:
		add("round trips a second beside one thread", perSecond(func(g results.GIL) int64 { return g.RoundTrips }), 0,
			false, false)
		add("median round trip beside one thread", func(g results.GIL) float64 { return middle(g.Latency) }, bar(0.25),
			true, false)
	}
	return all
}

// middle is the median of a spread in seconds; 0 where there is none.
func middle(s *results.Spread) float64 {
	if s == nil {
		return 0
	}
	return s.P50.Seconds()
}

// gilEstimate is a figure over rounds.
func gilEstimate(lines []results.GIL, of func(results.GIL) float64) stats.Estimate {
	var xs, ones []float64
	for _, g := range lines {
		xs, ones = append(xs, of(g)), append(ones, 1)
	}
	return stats.PairedRatio(xs, ones)
}

// gilRatio is that of a figure of two cells, over the rounds that have both.
func gilRatio(num, den []results.GIL, of func(results.GIL) float64) stats.Estimate {
	var a, b []float64
	for _, x := range num {
		if i := slices.IndexFunc(den, func(y results.GIL) bool { return y.Round == x.Round }); i >= 0 {
			a, b = append(a, of(x)), append(b, of(den[i]))
		}
	}
	return stats.PairedRatio(a, b)
}

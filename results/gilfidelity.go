package results

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
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

// A GILCompared is one figure of a model and of an interpreter.
type GILCompared struct {
	What     string        `json:"what"`
	Interval time.Duration `json:"interval_ns,omitempty"` // the setting of both
	Ticks    int           `json:"ticks,omitempty"`
	Model    float64       `json:"model"` // seconds where Seconds
	Real     float64       `json:"real"`
	Seconds  bool          `json:"seconds"`
	// Bar is how far the model may be off, as a ratio less 1; 0: nothing is asked. With Direction both must be on the
	// same side of 1 as well.
	Bar       float64 `json:"bar"`
	Direction bool    `json:"direction"`
	Holds     bool    `json:"holds"`
}

// Off is how many times the model's figure is the interpreter's.
func (c GILCompared) Off() float64 { return c.Model / c.Real }

// Words says whether the model holds.
func (c GILCompared) Words() string {
	switch {
	case c.Bar == 0:
		return "–"
	case c.Holds:
		return fmt.Sprintf("holds, within %.0f %%", 100*c.Bar)
	}
	return fmt.Sprintf("doesn't hold: %.0f %% were allowed", 100*c.Bar)
}

// CompareGIL sets the models beside every real interpreter with a lock. A figure that either lacks is left out.
func CompareGIL(s *GILSummary) []GILComparison {
	var all []GILComparison
	for _, name := range s.subjects() {
		if strings.HasPrefix(name, "gil") {
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

func (s *GILSummary) subjects() []string {
	var all []string
	for _, r := range s.Rows {
		if !slices.Contains(all, r.Subject) {
			all = append(all, r.Subject)
		}
	}
	return all
}

func (s *GILSummary) has(subject string, is func(GILRow) bool) bool {
	return slices.ContainsFunc(s.Rows, func(r GILRow) bool { return r.Subject == subject && is(r) })
}

// compare sets a model's row beside an interpreter's. The bars are those for which the model was made: of the newer
// lock the slices within 5 %, switches within 15 % and the latency of the convoy within 25 %; of the older one the
// direction and the slow-down within half as much again.
func (s *GILSummary) compare(model string, r GILRow) []GILCompared {
	cell := r.GILCell
	cell.Subject = model
	m := s.Find(cell)
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
	var all []GILCompared
	add := func(what string, a, b, bar float64, seconds, direction bool) {
		if a <= 0 || b <= 0 {
			return
		}
		c := GILCompared{What: what, Interval: r.Interval, Ticks: r.Ticks, Model: a, Real: b, Seconds: seconds, Bar: bar, Direction: direction}
		c.Holds = c.holds()
		all = append(all, c)
	}
	switch {
	case r.Experiment == GILSlices && r.Threads == 2:
		add("median slice", m.Slice.Seconds(), r.Slice.Seconds(), bar(0.05), true, false)
		add("switches a second", m.Switches, r.Switches, bar(0.15), false, false)
	case r.Experiment == GILSlowdown && r.Threads == 2:
		b, direction := 0.0, false
		if !newer {
			b, direction = 0.5, r.Ticks <= 100
		}
		add("slow-down of two threads", m.Slowdown.Center, r.Slowdown.Center, b, false, direction)
	case r.Experiment == GILConvoy && r.Threads == 1:
		add("round trips a second beside one thread", m.Trips, r.Trips, 0, false, false)
		add("median round trip beside one thread", m.Latency.Seconds(), r.Latency.Seconds(), bar(0.25), true, false)
	}
	return all
}

func (c GILCompared) holds() bool {
	if c.Bar == 0 || math.Max(c.Off(), 1/c.Off()) > 1+c.Bar {
		return false
	}
	return !c.Direction || (c.Model > 1) == (c.Real > 1)
}

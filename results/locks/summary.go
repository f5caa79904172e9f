package locks

import (
	"cmp"
	"slices"
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// A GILCell names what one row of a [GILSummary] is about: an experiment on a subject with a setting.
type GILCell struct {
	Experiment string        `json:"experiment"`
	Subject    string        `json:"subject"`
	Threads    int           `json:"threads"`
	Cores      int           `json:"cores"` // 1: bound to one core; 0: all
	Interval   time.Duration `json:"interval_ns,omitempty"`
	Ticks      int           `json:"ticks,omitempty"`
	Released   bool          `json:"released,omitempty"`
	Called     bool          `json:"called,omitempty"`
}

// A GILRow is what the rounds say of a cell. Figures are medians over the rounds; what wasn't measured is 0.
type GILRow struct {
	GILCell
	Rounds   int  `json:"rounds"`
	Excluded int  `json:"excluded"` // rounds left out because of other programs, or an error
	Busy     bool `json:"busy"`     // other programs were in the way in every round, so that none was left out for it
	// Unknown says that no round knows what other programs used.
	Unknown bool `json:"unknown,omitempty"`

	Slowdown stats.Estimate `json:"slowdown"` // wall ÷ that of one thread
	CPU      float64        `json:"cpu"`      // CPU time ÷ that of one thread
	Switches float64        `json:"switches_per_second"`
	Slice    time.Duration  `json:"slice_ns"` // the median slice, and the tenths from below and above
	SliceLo  time.Duration  `json:"slice_p10_ns"`
	SliceHi  time.Duration  `json:"slice_p90_ns"`
	SliceTop time.Duration  `json:"slice_p95_ns"`
	HandOver time.Duration  `json:"hand_over_ns"`
	Jain     float64        `json:"jain"`
	Trips    float64        `json:"trips_per_second"`
	Latency  time.Duration  `json:"latency_ns"` // the median round trip
	LatHi    time.Duration  `json:"latency_p95_ns"`
	LatTop   time.Duration  `json:"latency_p99_ns"`
	Checks   float64        `json:"checks_per_second"`
	Calls    float64        `json:"calls_per_check"` // system calls of the lock, that wake or that wait
	WakeUps  float64        `json:"wake_ups_per_switch"`
	Missing  float64        `json:"missing"` // share of the updates
	// Lost is Missing with its interval, and LeftOut why rounds were left out, of the first of them with an error.
	Lost    stats.Estimate `json:"lost"`
	LeftOut string         `json:"left_out,omitempty"`

	lines []results.GIL // that the row rests on, in the order of rounds
}

// A GILSummary is what a record says of locks.
type GILSummary struct {
	Rounds     int                   `json:"rounds"`
	CutShort   bool                  `json:"cut_short"`
	Conditions conditions.Conditions `json:"conditions"`
	// Doubt says why nothing may be claimed of any row, as Conditions.Doubt does; "" where something may.
	Doubt string   `json:"doubt,omitempty"`
	Rows  []GILRow `json:"rows"`

	told bool // whether rounds were closed: lines alone tell of no conditions, and are judged by themselves
}

// gilQuiet is how many cores' worth of other programs a measurement bears. More of it, and it is left out where the
// cell has quieter ones.
const gilQuiet = 0.12

// SummarizeGIL sums up the experiments on locks of a record, in the order of experiments, subjects and settings.
func SummarizeGIL(rec *results.Record) *GILSummary {
	s := &GILSummary{CutShort: rec.End == nil}
	s.Conditions = conditions.OfRecord(rec)
	lines := map[GILCell][]results.GIL{}
	var order []GILCell
	for _, g := range rec.GIL {
		if g.Round == 0 {
			continue
		}
		s.Rounds = max(s.Rounds, g.Round)
		c := cell(g)
		if _, seen := lines[c]; !seen {
			order = append(order, c)
		}
		lines[c] = append(lines[c], g)
	}
	slices.SortFunc(order, compareGIL)
	for _, c := range order {
		s.Rows = append(s.Rows, gilRow(c, lines[c]))
	}
	s.told = len(rec.Rounds) > 0
	s.Doubt = s.doubt()
	return s
}

// cell is the cell that a line belongs to.
func cell(g results.GIL) GILCell {
	return GILCell{g.Experiment, g.Subject, g.Threads, g.Cores, g.Interval, g.Ticks, g.Released, g.Called}
}

// gilRow sums up the lines of a cell.
func gilRow(c GILCell, lines []results.GIL) GILRow {
	sound := slices.DeleteFunc(slices.Clone(lines), func(g results.GIL) bool { return g.Error != "" })
	quiet := slices.DeleteFunc(slices.Clone(sound),
		func(g results.GIL) bool { return g.Others == nil || *g.Others > gilQuiet })
	known := slices.ContainsFunc(sound, func(g results.GIL) bool { return g.Others != nil })
	r := GILRow{GILCell: c, Busy: known && len(quiet) == 0, Unknown: len(sound) > 0 && !known}
	if len(quiet) > 0 {
		sound = quiet
	}
	r.lines, r.Rounds, r.Excluded = sound, len(sound), len(lines)-len(sound)
	var wall, serial []float64
	for _, g := range sound {
		if g.SerialWall > 0 && g.Wall > 0 {
			wall, serial = append(wall, g.Wall.Seconds()), append(serial, g.SerialWall.Seconds())
		}
	}
	r.Slowdown = stats.PairedRatio(wall, serial)
	r.CPU = medianRatio(sound, func(g results.GIL) (float64, float64) { return g.CPU.Seconds(), g.SerialCPU.Seconds() })
	perSecond := func(n func(results.GIL) int64) float64 {
		return medianRatio(sound, func(g results.GIL) (float64, float64) { return float64(n(g)), g.Wall.Seconds() })
	}
	r.Switches = perSecond(func(g results.GIL) int64 { return g.Switches })
	r.Trips = perSecond(func(g results.GIL) int64 { return g.RoundTrips })
	r.Checks = perSecond(func(g results.GIL) int64 { return g.Checks })
	r.Calls = medianRatio(sound, func(g results.GIL) (float64, float64) {
		return float64(g.Wakes + g.WakeUps),
			float64(g.Checks)
	})
	r.WakeUps = medianRatio(sound, func(g results.GIL) (float64, float64) {
		return float64(g.WakeUps),
			float64(g.Switches)
	})
	r.Missing = medianRatio(sound, func(g results.GIL) (float64, float64) {
		return float64(g.LostUpdates),
			float64(g.Updates)
	})
	r.Lost = lostUpdates(sound)
	for _, g := range slices.Backward(lines) {
		r.LeftOut = cmp.Or(g.Error, r.LeftOut)
	}
	r.Jain = medianRatio(sound, func(g results.GIL) (float64, float64) { return g.Jain, 1 })
	r.spreads(sound)
	return r
}

// spreads fills in the medians over the rounds of the quantiles of each.
func (r *GILRow) spreads(lines []results.GIL) {
	of := func(spread func(results.GIL) *results.Spread, quantile func(*results.Spread) time.Duration) time.Duration {
		return time.Duration(medianRatio(lines, func(g results.GIL) (float64, float64) {
			if s := spread(g); s != nil {
				return float64(quantile(s)), 1
			}
			return 0, 0
		}))
	}
	slice := func(g results.GIL) *results.Spread { return g.Slices }
	latency := func(g results.GIL) *results.Spread { return g.Latency }
	p10 := func(s *results.Spread) time.Duration { return s.P10 }
	p50 := func(s *results.Spread) time.Duration { return s.P50 }
	p90 := func(s *results.Spread) time.Duration { return s.P90 }
	p95 := func(s *results.Spread) time.Duration { return s.P95 }
	p99 := func(s *results.Spread) time.Duration { return s.P99 }
	r.SliceLo, r.Slice, r.SliceHi, r.SliceTop = of(slice, p10), of(slice, p50), of(slice, p90), of(slice, p95)
	r.HandOver = of(func(g results.GIL) *results.Spread { return g.HandOver }, p50)
	r.Latency, r.LatHi, r.LatTop = of(latency, p50), of(latency, p95), of(latency, p99)
}

// medianRatio is the median of a ratio over the lines where it has a divisor; 0 where none has.
func medianRatio(lines []results.GIL, ratio func(results.GIL) (num, den float64)) float64 {
	var xs []float64
	for _, g := range lines {
		if num, den := ratio(g); den > 0 {
			xs = append(xs, num/den)
		}
	}
	if len(xs) == 0 {
		return 0
	}
	return stats.Quantile(xs, 0.5)
}

// find returns the row of a cell, or nil.
func (s *GILSummary) find(c GILCell) *GILRow {
	for i := range s.Rows {
		if s.Rows[i].GILCell == c {
			return &s.Rows[i]
		}
	}
	return nil
}

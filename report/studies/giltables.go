package studies

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results"
	"corerace/results/costs"
	"corerace/results/locks"
	"corerace/results/stats"
)

// GILMachine is the machine that the locks were measured on, on one line.
func GILMachine(rec *results.Record) string {
	if len(rec.Run.Hosts) == 0 {
		return "an unknown machine"
	}
	return scene.MachineLine(rec.Run.Hosts[0])
}

// GILConditions says in one line what the measurement was like.
func GILConditions(s *locks.GILSummary) string {
	line := legible.Count(s.Rounds, "round") + " · " + scene.ConditionsWords(s.Conditions)
	if s.CutShort {
		line += " · cut short"
	}
	return line
}

// GILNotes are what a reader of the tables should know.
func GILNotes(rec *results.Record, s *locks.GILSummary) []string {
	var notes []string
	busy := 0
	for _, r := range s.Rows {
		if r.Busy {
			busy++
		}
	}
	if busy > 0 {
		notes = append(notes, fmt.Sprintf("* %s measured only while other programs used more than 0.12 cores.",
			wereOf(busy, len(s.Rows))))
	}
	if s.CutShort && s.Rounds == 0 {
		notes = append(notes, "It was cut short in its first round: settings that have no row weren't reached.")
	}
	for _, n := range rec.Run.Plan.Notes {
		notes = append(notes, legible.Clean(n, legible.MaxText))
	}
	return legible.Capped(notes, "note")
}

func wereOf(n, of int) string {
	if n == 1 {
		return fmt.Sprintf("1 row of %d was", of)
	}
	return fmt.Sprintf("%d rows of %d were", n, of)
}

// GILTables are the tables of all experiments that have rows, the comparison among them.
func GILTables(s *locks.GILSummary) []legible.Table {
	var all []legible.Table
	for _, t := range []legible.Table{GILSlices(s), GILSlowdown(s), GILConvoy(s), GILBlocking(s), gilUpdates(s)} {
		if len(t.Rows) > 0 {
			all = append(all, t)
		}
	}
	for _, c := range locks.CompareGIL(s) {
		all = append(all, gilComparison(c, s.Doubt != ""))
	}
	return all
}

// gilRows makes the rows of an experiment. In doubt there are no figures in them: of its own cells the first named say
// what the row is about, or count what no other program changes.
func gilRows(s *locks.GILSummary, experiment string, named int, cells func(locks.GILRow) []string) [][]string {
	var rows [][]string
	for _, r := range s.Rows {
		if r.Experiment == experiment && len(rows) < legible.MaxRows {
			name := legible.CleanName(r.Subject)
			if r.Busy {
				name += " *"
			}
			figures := cells(r)
			for i := named; i < len(figures) && s.Doubt != ""; i++ {
				figures[i] = "–"
			}
			rows = append(rows, append([]string{name, setting(r.Interval, r.Ticks), gilThreads(r.GILCell)}, figures...))
		}
	}
	return rows
}

// setting is the setting of a lock: "5 ms", "100 ticks".
func setting(interval time.Duration, ticks int) string {
	switch {
	case interval > 0:
		return legible.Length(interval)
	case ticks > 0:
		return legible.Count(ticks, "tick")
	}
	return "no lock"
}

// gilThreads is how many threads a cell has, and whether they are bound to one core.
func gilThreads(c locks.GILCell) string {
	text := strconv.Itoa(c.Threads)
	if c.Cores == 1 {
		text += ", one core"
	}
	return text
}

// GILSlices is the table of how long a thread runs, a row a subject and setting.
func GILSlices(s *locks.GILSummary) legible.Table {
	return legible.Table{Caption: "How long a thread runs until another one does", Left: 2,
		Header: []string{"subject", "setting", "threads", "p10", "median", "p90", "switches/s", "hand-over",
			"fairness"},
		Rows: gilRows(s, results.GILSlices, 0, func(r locks.GILRow) []string {
			return []string{spanOrNone(r.SliceLo), spanOrNone(r.Slice), spanOrNone(r.SliceHi), perSecond(r.Switches),
				spanOrNone(r.HandOver), fraction(r.Jain)}
		})}
}

// GILSlowdown is the table of what the same work costs on more threads.
func GILSlowdown(s *locks.GILSummary) legible.Table {
	return legible.Table{Caption: "The same work on threads, wall time ÷ that of one thread", Left: 2,
		Header: []string{"subject", "setting", "threads", "wall ÷ one", "CPU ÷ one", "calls/check", "switches/s"},
		Rows: gilRows(s, results.GILSlowdown, 0, func(r locks.GILRow) []string {
			return []string{lossOf(r.Slowdown), fraction(r.CPU), fraction(r.Calls), perSecond(r.Switches)}
		})}
}

// GILConvoy is the table of round trips beside threads that compute.
func GILConvoy(s *locks.GILSummary) legible.Table {
	return legible.Table{Caption: "A thread that answers UDP requests, beside threads that only compute", Left: 2,
		Header: []string{"subject", "setting", "beside", "round trips/s", "median", "p95", "p99"},
		Rows: gilRows(s, results.GILConvoy, 0, func(r locks.GILRow) []string {
			return []string{perSecond(r.Trips), spanOrNone(r.Latency), spanOrNone(r.LatHi), spanOrNone(r.LatTop)}
		})}
}

// GILBlocking is the table of calls that block, with the lock kept and let go.
func GILBlocking(s *locks.GILSummary) legible.Table {
	return legible.Table{Caption: "Calls that block, wall time ÷ that of one thread with all of them", Left: 2,
		Header: []string{"subject", "setting", "threads", "the lock is", "wall ÷ one"},
		Rows: gilRows(s, results.GILBlocking, 1, func(r locks.GILRow) []string {
			held := "kept"
			if r.Released {
				held = "let go"
			}
			return []string{held, lossOf(r.Slowdown)}
		})}
}

func gilUpdates(s *locks.GILSummary) legible.Table {
	return legible.Table{Caption: "Threads that add to one variable", Left: 2,
		Header: []string{"subject", "setting", "threads", "between read and write", "updates lost"},
		Rows: gilRows(s, results.GILUpdates, 2, func(r locks.GILRow) []string {
			return []string{between(r.GILCell), lostText(r)}
		})}
}

// between names what lies between the read and the write of an update: a function of Python is entered, which is where
// an interpreter looks whether to let go, and a model looks itself.
func between(c locks.GILCell) string {
	switch {
	case !c.Called:
		return "nothing"
	case strings.HasPrefix(c.Subject, "python"):
		return "a Python function"
	}
	return "a look at the lock"
}

// lostText is the share of the updates that got lost: "30.0 % (28.1–33.4 %)".
func lostText(r locks.GILRow) string {
	share := func(x float64) string { return fmt.Sprintf("%.1f", 100*x) }
	switch e := r.Lost; {
	case e.N == 0:
		return cmp.Or(legible.Clean(r.LeftOut, legible.MaxText), "–")
	case !e.HasInterval():
		return share(e.Center) + fmt.Sprintf(" %% (no interval: needs %d rounds)", stats.MinRounds)
	default:
		return share(e.Center) + " % (" + share(e.Lo) + "–" + share(e.Hi) + " %)"
	}
}

// GILDoubt is what stands before the tables where nothing, or not all, may be claimed.
func GILDoubt(s *locks.GILSummary) string {
	if s.Doubt == "" && s.Rounds < stats.MinRounds {
		return fmt.Sprintf("%s, an interval needs %d: figures are medians, and what rests on fewer isn't judged.",
			legible.Count(s.Rounds, "round"), stats.MinRounds)
	}
	return s.Doubt
}

// gilComparison is a model beside an interpreter.
func gilComparison(c locks.GILComparison, doubt bool) legible.Table {
	t := legible.Table{Caption: legible.CleanName(c.Model) + " beside " + legible.CleanName(c.Subject), Left: 2,
		Header: []string{"figure", "setting", "model", "interpreter", "model ÷ interpreter", "the model"}}
	for _, f := range c.Figures {
		word := rateOf
		if f.Seconds {
			word = costs.SecondsOf
		} else if strings.HasPrefix(f.What, "slow") {
			word = timesOf
		}
		row := []string{f.What, setting(f.Interval, f.Ticks), word(f.Model), word(f.Real), timesOf(f.Ratio), f.Words()}
		if doubt {
			row[2], row[3], row[4] = "–", "–", "–"
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// rateOf is a number a second with its interval: "190 (185–194)".
func rateOf(e stats.Estimate) string {
	if !legible.HasInterval(e) {
		return perSecond(e.Center)
	}
	return perSecond(e.Center) + " (" + perSecond(e.Lo) + "–" + perSecond(e.Hi) + ")"
}

// timesOf is a ratio with its interval: "2.60× (2.41–2.79)".
func timesOf(e stats.Estimate) string {
	return strings.TrimSpace(fraction(e.Center) + "× " + legible.Interval(e))
}

// GILTargetTable is the table of what a model must show; a target that wasn't measured is neither held nor missed.
func GILTargetTable(targets []locks.GILTarget) legible.Table {
	t := legible.Table{Caption: "What a model of CPython's locks must show", Left: 2,
		Header: []string{"", "target", "wanted", "measured", ""}}
	for _, x := range targets {
		row := []string{strconv.Itoa(x.Number), x.What, x.Wanted, x.Measured, "holds"}
		switch {
		case x.Measured == "":
			row[3], row[4] = "–", "not measured"
		case x.Busy:
			row[3], row[4] = "–", "machine busy"
		case x.Open != "":
			row[4] = "can't be told: " + x.Open
		case !x.Holds:
			row[4] = "doesn't hold"
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// spanOrNone is a time, or a dash where there is none.
func spanOrNone(d time.Duration) string {
	if d == 0 {
		return "–"
	}
	return legible.Length(d)
}

// perSecond is a rate as a whole number; a dash where there is none.
func perSecond(x float64) string {
	if x == 0 {
		return "–"
	}
	return strconv.FormatFloat(x, 'f', 0, 64)
}

func fraction(x float64) string {
	if x == 0 {
		return "–"
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// lossOf is a ratio with its interval, where it has one: "4.51× (4.40–4.62)".
func lossOf(e stats.Estimate) string {
	switch {
	case e.N == 0:
		return "–"
	case !legible.HasInterval(e):
		return fmt.Sprintf("%.2f×", e.Center)
	}
	return fmt.Sprintf("%.2f× (%.2f–%.2f)", e.Center, e.Lo, e.Hi)
}

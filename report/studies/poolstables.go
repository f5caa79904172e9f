package studies

import (
	"fmt"
	"strings"

	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results/costs"
	"corerace/results/stats"
)

// PoolsConditions says in one line how many rounds there were, and under which conditions.
func PoolsConditions(p *costs.Pools) string {
	return legible.Count(p.Rounds, "round") + " · " + scene.ConditionsWords(p.Conditions)
}

// PoolsTables are the figures, and what became of killed workers where any was killed.
func PoolsTables(p *costs.Pools) []legible.Table {
	var tables []legible.Table
	if t := startsTable(p); len(t.Rows) > 0 {
		tables = append(tables, t)
	}
	for _, beside := range []struct{ what, caption string }{
		{"", "Our pools of processes beside Python's"},
		{costs.BesideC, "Our pool beside workers in C that are forked and never exec"},
		{costs.BesideMemory, "Echoes with copies beside bare copies and messages"},
	} {
		if t := poolsTable(p, beside.what, beside.caption); len(t.Rows) > 0 {
			tables = append(tables, t)
		}
	}
	if len(p.Faults) > 0 {
		tables = append(tables, faultsTable(p))
	}
	return tables
}

// PoolsTarget heads the factors that we hold ourselves to; it and what stands right of it are no measurement.
const PoolsTarget = "at least"

// isStart reports whether a row is about how soon workers are ready.
func isStart(l costs.PoolsLine) bool { return strings.HasPrefix(l.Name, "start-") }

// startsTable has how soon two workers are ready, beside everybody's.
func startsTable(p *costs.Pools) legible.Table {
	return poolsRows(p, "Two workers ready: ours beside everybody's", isStart)
}

// poolsTable has the other rows beside one thing.
func poolsTable(p *costs.Pools, beside, caption string) legible.Table {
	return poolsRows(p, caption, func(l costs.PoolsLine) bool { return l.Beside == beside && !isStart(l) })
}

// poolsRows has the rows that are wanted.
func poolsRows(p *costs.Pools, caption string, wanted func(costs.PoolsLine) bool) legible.Table {
	t := legible.Table{Caption: caption, Left: 3,
		Header: []string{"what", "ours", "theirs", "ours", "theirs", "better by", PoolsTarget, "reached"}}
	for _, l := range p.Rows[:min(len(p.Rows), legible.MaxRows)] {
		if !wanted(l) {
			continue
		}
		row := []string{legible.CleanName(l.What), legible.CleanName(l.Ours), legible.CleanName(l.Theirs), "not here", "",
			"", "", ""}
		if l.Bar > 0 {
			row[6] = legible.Times(l.Bar)
		}
		if l.NotHere == "" {
			row[3], row[4], row[5], row[7] = quantity(l.OursIs, l.Unit), quantity(l.TheirsIs, l.Unit),
				legible.Speedup(l.Better), l.Reached
		}
		if l.NotHere == "" && !p.Conditions.Claimable() {
			row[3], row[4], row[5] = "–", "–", "–"
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// quantity is the middle of an estimate with its unit.
func quantity(e stats.Estimate, unit string) string {
	if e.N == 0 || !legible.Positive(e.Center) {
		return "–"
	}
	switch unit {
	case costs.UnitSeconds:
		return costs.Seconds(e.Center)
	case costs.UnitPerSecond:
		return costs.Many(e.Center) + "/s"
	case costs.UnitBytesPerSecond:
		return legible.Mebibytes(e.Center) + "/s"
	}
	return legible.Mebibytes(e.Center)
}

func faultsTable(p *costs.Pools) legible.Table {
	t := legible.Table{Caption: "A worker is killed by SIGKILL in the middle of its share", Left: 2,
		Header: []string{"a worker is killed", "what becomes of the work", "after", "times"}}
	for _, f := range p.Faults[:min(len(p.Faults), legible.MaxRows)] {
		after := quantity(f.Seconds, costs.UnitSeconds)
		if f.Silent > 0 {
			after = "given up after " + after
		}
		t.Rows = append(t.Rows, []string{legible.CleanName(f.Who), fate(f), after, fmt.Sprint(f.Times)})
	}
	return t
}

// fate says in words what became of the tasks.
func fate(f costs.FaultLine) string {
	switch {
	case f.NotHere != "":
		return "not here"
	case f.Tasks > 0 && f.Answered == f.Tasks:
		return "all of it done, and the sum right"
	case f.Tasks > 0 && f.Failed == f.Tasks:
		return "every task fails"
	}
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{f.Answered, "answered"}, {f.Failed, "failed"}, {f.Silent, "never answered"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return fmt.Sprintf("of %s: %s", legible.Count(f.Tasks, "task"), strings.Join(parts, ", "))
}

// PoolsNotes are the notes, and why rows are missing.
func PoolsNotes(p *costs.Pools) []string {
	notes := p.Notes
	for _, l := range p.Rows {
		if l.NotHere != "" {
			notes = append(notes, l.What+", "+l.Ours+": not here, "+l.NotHere)
		}
	}
	return notes
}

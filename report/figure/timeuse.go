package figure

import (
	"fmt"
	"strconv"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/results"
	"corerace/results/verdict"
)

// Limits of a chart of time: what can be read from the last row of a class.
const (
	maxTimeRows  = 16
	maxTimeModes = 8
)

// leastShare is the share below which a part of a bar has no label of its own.
const leastShare = 0.07

// A timeRow is a bar of a chart of time: a worker, a group of workers or a pool.
type timeRow struct {
	name string // "worker 1"
	use  verdict.TimeUse
}

// A timeMode is the bars of a mode.
type timeMode struct {
	mode    string
	workers int
	rounds  int
	rows    []timeRow
}

// timeModes are the modes of a workload that tell where their time went, each with its most workers, the baseline
// first. The second result counts the modes that found no room.
func timeModes(d *content.Document, workload string) (modes []timeMode, dropped int) {
	told := map[results.Cell]verdict.CellTime{}
	for _, t := range verdict.Times(d.Record) {
		told[t.Cell] = t
	}
	var all []verdict.CellTime
	for _, c := range mostWorkers(d, workload) {
		if t, ok := told[c.Cell]; ok {
			all = append(all, t)
		}
	}
	dropped = max(0, len(all)-maxTimeModes)
	all = all[:len(all)-dropped]
	pools := 0
	for _, t := range all {
		if len(t.Workers) == 1 {
			pools++
		}
	}
	room := (maxTimeRows - pools) / max(1, len(all)-pools)
	for _, t := range all {
		modes = append(modes, timeMode{t.Mode, t.Cell.Workers, t.Rounds, timeRows(t, max(1, room))})
	}
	return modes, dropped
}

// timeRows are the bars of a cell, workers in groups where they are more than most.
func timeRows(t verdict.CellTime, most int) []timeRow {
	n := len(t.Workers)
	if t.Workers[0].Pool {
		return []timeRow{{"pool of " + strconv.Itoa(t.Cell.Workers), t.Workers[0]}}
	}
	group := (n + most - 1) / most
	var rows []timeRow
	for from := 0; from < n; from += group {
		to := min(from+group, n)
		r := timeRow{name: "worker " + strconv.Itoa(from+1)}
		if to-from > 1 {
			r.name = fmt.Sprintf("workers %d–%d", from+1, to)
		}
		for _, u := range t.Workers[from:to] {
			r.use.OnCPU, r.use.Wait, r.use.Rest = r.use.OnCPU+u.OnCPU, r.use.Wait+u.Wait, r.use.Rest+u.Rest
		}
		rows = append(rows, r)
	}
	return rows
}

// shares are the three parts of a use over all of it; zeros where there is no time.
func shares(u verdict.TimeUse) [3]float64 {
	all := float64(u.Total())
	if all <= 0 {
		return [3]float64{}
	}
	return [3]float64{float64(u.OnCPU) / all, float64(u.Wait) / all, float64(u.Rest) / all}
}

// partNames are the parts of a worker's time; restName is the last of them in a pool.
var partNames = [3]string{"on-CPU", "waiting for a core", "blocked"}

const restName = "waiting for Go's scheduler or blocked"

// timeFigure shows where the time of the workers went, or false where no sample tells.
func timeFigure(d *content.Document, workload string) (Figure, bool) {
	modes, dropped := timeModes(d, workload)
	if len(modes) == 0 {
		return Figure{}, false
	}
	f := Figure{
		Name:  "time-" + slug(workload),
		Title: content.CleanName(workload) + ": where the workers' time went",
		Alt:   timeAlt(workload, modes),
		Data:  timeData(workload, modes),
	}
	rounds := 0
	for _, m := range modes {
		rounds = max(rounds, m.rounds)
	}
	subtitle := "one bar a worker, or one for a pool whose workers can't be told apart; sums over " +
		content.Count(rounds, "round")
	if dropped > 0 {
		subtitle += "; " + content.Count(dropped, "more mode") + " in the record"
	}
	doubt := d.InDoubt(workload)
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, d.SourceLine())
		times(s.InDoubt(doubt), modes)
	}
	return f, true
}

func timeAlt(workload string, modes []timeMode) string {
	alt := "Stacked bars of where the workers' time went for " + content.CleanName(workload) + "."
	for _, m := range modes {
		alt += " " + content.CleanName(m.mode) + ":"
		for i, r := range m.rows {
			part, last := shares(r.use), partNames[2]
			if r.use.Pool {
				last = restName
			}
			if i > 0 {
				alt += ";"
			}
			alt += fmt.Sprintf(" %s %s %s, %s %s, %s %s", r.name, content.Percent(part[0]), partNames[0],
				content.Percent(part[1]), partNames[1], content.Percent(part[2]), last)
		}
		alt += "."
	}
	return alt
}

func timeData(workload string, modes []timeMode) content.Table {
	t := content.Table{
		Caption: "Where the workers' time went in " + content.CleanName(workload) + ", over all rounds that tell",
		Header:  []string{"mode", "workers", partNames[0], partNames[1], partNames[2], restName, "time", "rounds"},
		Left:    2, Bars: true,
	}
	for _, m := range modes {
		for _, r := range m.rows {
			part := shares(r.use)
			blocked, rest := content.Percent(part[2]), ""
			if r.use.Pool {
				blocked, rest = rest, blocked
			}
			t.Rows = append(t.Rows, []string{
				content.CleanName(m.mode), r.name, content.Percent(part[0]), content.Percent(part[1]), blocked, rest,
				content.Length(r.use.Total()), strconv.Itoa(m.rounds),
			})
		}
	}
	return t
}

// TimesMissing says that no sample tells where its workers' time went, or is "".
func TimesMissing(d *content.Document) string {
	if len(d.Summary.Cells) == 0 || len(verdict.Times(d.Record)) > 0 {
		return ""
	}
	return "This system doesn't show where the workers' time went: on-CPU, waiting for one, or blocked."
}

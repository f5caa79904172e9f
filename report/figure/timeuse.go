package figure

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/studies"
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
func timeModes(d *content.Document, workload string, used []verdict.CellTime) (modes []timeMode, dropped int) {
	told := map[results.Cell]verdict.CellTime{}
	for _, t := range used {
		told[t.Cell] = t
	}
	cells := slices.DeleteFunc(content.MostWorkers(d, workload), func(c verdict.CellSummary) bool {
		_, ok := told[c.Cell]
		return !ok
	})
	var all []verdict.CellTime
	for _, c := range content.Shown(d, workload, cells, maxTimeModes, content.WayThreads) {
		all = append(all, told[c.Cell])
	}
	dropped = len(cells) - len(all)
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
			r.use.Lock += u.Lock
		}
		rows = append(rows, r)
	}
	return rows
}

// The parts of a worker's time, in the order of a bar.
const (
	onCore = iota
	waitCore
	waitLock
	blocked
	poolRest // blocked, of a pool whose workers can't be told apart
	timeParts
)

// partNames name them.
var partNames = [timeParts]string{"on a core", "waiting for a core", "waiting for the lock", "blocked",
	"waiting for Go's scheduler or blocked"}

// shares are the parts of a use over all of it; zeros where there is no time.
func shares(u verdict.TimeUse) (part [timeParts]float64) {
	all := float64(u.Total())
	if all <= 0 {
		return part
	}
	part[onCore], part[waitCore], part[waitLock] = float64(u.OnCPU)/all, float64(u.Wait)/all, float64(u.Lock)/all
	if u.Pool {
		part[poolRest] = float64(u.Rest) / all
	} else {
		part[blocked] = float64(u.Rest) / all
	}
	return part
}

// partsOf are the parts that some bar has.
func partsOf(modes []timeMode) (has [timeParts]bool) {
	for _, m := range modes {
		for _, r := range m.rows {
			for i, share := range shares(r.use) {
				has[i] = has[i] || share > 0
			}
		}
	}
	return has
}

// timeName is how the name of a chart of time begins, and of no other.
const timeName = "time-"

// timeFigure shows where the time of the workers went, or false where no sample tells.
func timeFigure(d *content.Document, workload string, used []verdict.CellTime) (Figure, bool) {
	modes, dropped := timeModes(d, workload, used)
	if len(modes) == 0 {
		return Figure{}, false
	}
	f := Figure{
		Name:  timeName + slug(workload),
		Title: legible.CleanName(workload) + ": where the workers' time went",
		Alt:   timeAlt(workload, modes),
		Data:  timeData(workload, modes),
	}
	rounds := 0
	for _, m := range modes {
		rounds = max(rounds, m.rounds)
	}
	subtitle := "one bar a worker, or one for a pool whose workers can't be told apart; sums over " +
		legible.Count(rounds, "round")
	f.tall = func(width vg.Length) vg.Length { return timesHeight(modes, width) }
	if dropped > 0 {
		subtitle += "; " + legible.Count(dropped, "more mode") + " in the record"
	}
	doubt := d.InDoubt(workload)
	f.Lines = []string{"In colour the workers computed; in grey they waited.", studies.UpperFirst(subtitle) + "."}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, d.SourceLine())
		times(s, s.InDoubt(doubt), modes, looks(d))
	}
	return f, true
}

func timeAlt(workload string, modes []timeMode) string {
	alt := "Stacked bars of where the workers' time went for " + legible.CleanName(workload) + "."
	for _, m := range modes {
		alt += " " + legible.CleanName(m.mode) + ":"
		for i, r := range m.rows {
			if i > 0 {
				alt += ";"
			}
			alt += " " + r.name + " " + timeWords(r)
		}
		alt += "."
	}
	return alt
}

// timeWords are the parts of a bar that there are, in words.
func timeWords(r timeRow) string {
	var words []string
	for i, share := range shares(r.use) {
		if share > 0 {
			words = append(words, legible.Percent(share)+" "+partNames[i])
		}
	}
	return strings.Join(words, ", ")
}

func timeData(workload string, modes []timeMode) legible.Table {
	t := legible.Table{
		Caption: "Where the workers' time went in " + legible.CleanName(workload) + ", over all rounds that tell",
		Header:  []string{"mode", "workers"},
		Left:    2, Bars: true,
	}
	has := partsOf(modes)
	for i, name := range partNames {
		if has[i] {
			t.Header = append(t.Header, name)
		}
	}
	t.Header = append(t.Header, "time", "rounds")
	for _, m := range modes {
		for _, r := range m.rows {
			row := []string{legible.CleanName(m.mode), r.name}
			for i, share := range shares(r.use) {
				if has[i] {
					row = append(row, legible.Percent(share))
				}
			}
			t.Rows = append(t.Rows, append(row, legible.Length(r.use.Total()), strconv.Itoa(m.rounds)))
		}
	}
	return t
}

// TimesMissing says that none of the figures of a document shows where its workers' time went, or is "".
func TimesMissing(d *content.Document, figures []Figure) string {
	drawn := func(f Figure) bool { return strings.HasPrefix(f.Name, timeName) }
	if len(d.Summary.Cells) == 0 || slices.ContainsFunc(figures, drawn) {
		return ""
	}
	return "This system doesn't show where the workers' time went: on a core, waiting for one, or blocked."
}

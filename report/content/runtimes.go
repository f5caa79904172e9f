package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"corerace/report/legible"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// A raced runtime is one of a workload in the matrix of runtimes: its serial cell, and those of its workers side by side
// with the most workers.
type racedRuntime struct {
	name     string // with its version
	serial   verdict.CellSummary
	threads  verdict.CellSummary // zero where there is none
	procs    verdict.CellSummary
	own      []verdict.CellSummary // of its own means
	ownNames []string
}

// goName is how the matrix calls the modes of this program.
const goName = "Go"

// baseName is a mode without its options.
func baseName(mode string) string {
	name, _, _ := strings.Cut(mode, ":")
	return name
}

// runtimes are the raced runtimes of a workload, in the order of the record: Go's own first, where it was raced. There
// are none where the record has no more than one of another language.
func (d *Document) runtimes(workload string) []*racedRuntime {
	planned := map[string]results.PlannedMode{}
	for _, m := range d.Record.Run.Plan.Modes {
		planned[m.Name] = m
	}
	var all []*racedRuntime
	by := map[string]*racedRuntime{}
	for _, c := range d.Cells(workload) {
		if planned[c.Baseline].Runtime == "" && c.Baseline != "serial" || c.Wall <= 0 {
			continue
		}
		r := by[c.Baseline]
		if r == nil {
			r = &racedRuntime{name: goName}
			if about := planned[c.Baseline].Runtime; about != "" {
				r.name, _, _ = strings.Cut(legible.Clean(about, legible.MaxName), ", processes")
			}
			by[c.Baseline] = r
			all = append(all, r)
		}
		r.take(c)
	}
	others := 0
	for _, r := range all {
		if r.name != goName {
			others++
		}
	}
	if others < 2 {
		return nil
	}
	return all
}

// take puts a cell where it belongs. Of a mode the cell with the most workers counts.
func (r *racedRuntime) take(c verdict.CellSummary) {
	more := func(to *verdict.CellSummary) {
		if c.Workers > 1 && c.Workers >= to.Workers {
			*to = c
		}
	}
	name := baseName(c.Mode)
	switch {
	case IsBaseline(c):
		r.serial = c
	case r.name == goName && name == "goroutines" || r.name != goName && strings.HasSuffix(name, "-threads"):
		more(&r.threads)
	case name == "processes" || strings.HasSuffix(name, "-processes") || name == "c-fork":
		more(&r.procs)
	case r.name != goName && c.Workers > 1:
		_, way, _ := strings.Cut(name, "-")
		if i := slices.Index(r.ownNames, way); i >= 0 {
			more(&r.own[i])
			return
		}
		r.own, r.ownNames = append(r.own, c), append(r.ownNames, way)
	}
}

// RuntimesTable is whose threads use the cores: for every workload and runtime the time of a pass, beside Go's, and how
// much faster threads, processes and its own means are than one worker of the same runtime. Full adds what there is room
// for on a page: how long the workers take to start, and what helpers used.
func (d *Document) RuntimesTable(full bool) legible.Table {
	t := legible.Table{
		Caption: "Speedups against one worker of the same runtime",
		Header: []string{"workload", "runtime", "workers", "a pass", "÷ Go's", "threads", "processes", "own means",
			"start of threads", "of processes", "helpers"},
		Left:    2,
		Grouped: true,
	}
	for _, w := range d.Workloads() {
		all := d.runtimes(w)
		for _, r := range all {
			if len(t.Rows) == legible.MaxRows {
				break
			}
			t.Rows = append(t.Rows, append([]string{legible.CleanName(w)}, d.runtimeRow(r, all[0])...))
		}
	}
	switch c := d.Summary.Conditions; {
	case d.projects():
		t.Caption += ", projected to an idle machine"
	case !c.Claimable():
		t.Caption += ": not told, " + c.Reason()
	}
	if !full {
		for _, head := range []string{"workers", "start of threads", "of processes", "helpers"} {
			t = t.Without(head)
		}
	}
	return t
}

func (d *Document) runtimeRow(r, first *racedRuntime) []string {
	pass, beside := time.Duration(0), ""
	if d.Summary.Conditions.Claimable() { // a wall time isn't projected
		pass = d.passOf(r.serial)
		if first.name == goName && r != first {
			beside = besides(d.passRatio(r.serial, first.serial))
		}
	}
	var own []string
	for i, c := range r.own {
		own = append(own, r.ownNames[i]+" "+d.runtimeSpeedup(c))
	}
	workers := max(r.threads.Workers, r.procs.Workers)
	for _, c := range r.own {
		workers = max(workers, c.Workers)
	}
	row := []string{r.name, fmt.Sprint(workers), "", beside, d.runtimeSpeedup(r.threads), d.runtimeSpeedup(r.procs),
		strings.Join(own, "; "), "", "", ""}
	if pass > 0 {
		row[2] = legible.Length(pass)
	}
	if r.threads.Spawn > 0 {
		row[7] = legible.Length(r.threads.Spawn)
	}
	if r.procs.Spawn > 0 {
		row[8] = legible.Length(r.procs.Spawn)
	}
	switch h := max(r.serial.HelperCores, r.threads.HelperCores); {
	case r.serial.HelpersUnknown || r.threads.HelpersUnknown:
		row[9] = "unknown"
	case h >= 0.01:
		row[9] = fmt.Sprintf("%.2f cores", h)
	}
	return row
}

// besides is a ratio of two runtimes, "" where none is known.
func besides(e stats.Estimate) string {
	if e.N == 0 {
		return ""
	}
	return legible.Speedup(e)
}

// projects is whether the matrix rests on projections: the machine was busy. Where the host took time without a word, or
// what others used isn't known, nothing is told.
func (d *Document) projects() bool { return d.Summary.Conditions.Reason() == conditions.ReasonBusy }

// fit is the estimate of a cell that the conditions bear: measured, or projected to an idle machine where the machine was
// busy, or none.
func (d *Document) fit(c verdict.CellSummary) stats.Estimate {
	switch {
	case d.Summary.Conditions.Claimable():
		return c.Measured
	case d.projects():
		return c.Projected
	}
	return stats.Estimate{}
}

// runtimeSpeedup is a speedup of the matrix, with its interval.
func (d *Document) runtimeSpeedup(c verdict.CellSummary) string {
	e := d.fit(c)
	switch {
	case c.Mode == "":
		return "–"
	case e.N == 0 || !legible.Positive(e.Center):
		return "not told"
	}
	return legible.Speedup(e)
}

// RuntimesNote says how to read the matrix.
const RuntimesNote = "A pass is the serial wall time of the same work in that language, and ÷ Go's how many times as " +
	"long as Go's that is; it says how fast a runtime is, and nothing of its threads. Starts are from the call to all " +
	"workers ready, where a runtime's own start and its compiler are in it. Helpers are what threads of the runtime used " +
	"that aren't workers, compilers and collectors for example: cores that are busy with them do no work side by side."

// passOf is how long a pass of a cell took by wall, 0 where that isn't known.
func (d *Document) passOf(c verdict.CellSummary) time.Duration {
	for _, w := range d.Record.Run.Plan.Workloads {
		if n := w.In(c.Baseline).Passes; w.Name == c.Workload && n > 0 {
			return c.Wall / time.Duration(n)
		}
	}
	return 0
}

// passRatio is how many times as long a pass of a cell takes as one of another, paired in the rounds that have both.
func (d *Document) passRatio(a, b verdict.CellSummary) stats.Estimate {
	of, to := d.passesOf(a), d.passesOf(b)
	var num, den []float64
	for _, round := range slices.Sorted(maps.Keys(of)) {
		if to[round] > 0 {
			num, den = append(num, of[round]), append(den, to[round])
		}
	}
	return stats.PairedRatio(num, den)
}

// passesOf are how many seconds a pass of a cell took in each round that has a sound sample of it.
func (d *Document) passesOf(c verdict.CellSummary) map[int]float64 {
	walls := map[int]float64{}
	for _, w := range d.Record.Run.Plan.Workloads {
		n := w.In(c.Baseline).Passes
		if w.Name != c.Workload || n <= 0 {
			continue
		}
		for _, s := range d.Record.Briefs() {
			if s.Cell == c.Cell && s.Sound() {
				walls[s.Round] = s.Wall.Seconds() / float64(n)
			}
		}
	}
	return walls
}

// listed joins names as people do.
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

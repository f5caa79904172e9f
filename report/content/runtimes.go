package content

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"corerace/results"
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
				r.name, _, _ = strings.Cut(Clean(about, MaxName), ", processes")
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
func (d *Document) RuntimesTable(full bool) Table {
	t := Table{
		Caption: "Speedups against one worker of the same runtime",
		Header: []string{"workload", "runtime", "workers", "a pass", "÷ Go's", "threads", "processes", "own means",
			"start of threads", "of processes", "helpers"},
		Left:    2,
		Grouped: true,
	}
	for _, w := range d.Workloads() {
		all := d.runtimes(w)
		for _, r := range all {
			if len(t.Rows) == MaxRows {
				break
			}
			t.Rows = append(t.Rows, append([]string{CleanName(w)}, d.runtimeRow(r, all[0])...))
		}
	}
	if !d.Summary.Conditions.Claimable() {
		t.Caption += ", projected to an idle machine"
	}
	if !full {
		for _, head := range []string{"workers", "start of threads", "of processes", "helpers"} {
			t = t.Without(head)
		}
	}
	return t
}

func (d *Document) runtimeRow(r, first *racedRuntime) []string {
	pass, beside := d.passOf(r.serial), ""
	if ours := d.passOf(first.serial); first.name == goName && r != first && pass > 0 && ours > 0 {
		beside = Times(pass.Seconds() / ours.Seconds())
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
		row[2] = Length(pass)
	}
	if r.threads.Spawn > 0 {
		row[7] = Length(r.threads.Spawn)
	}
	if r.procs.Spawn > 0 {
		row[8] = Length(r.procs.Spawn)
	}
	if h := max(r.serial.HelperCores, r.threads.HelperCores); h >= 0.01 {
		row[9] = fmt.Sprintf("%.2f cores", h)
	}
	return row
}

// fit is the estimate of a cell that the conditions bear: measured, or projected to an idle machine where the machine was
// busy.
func (d *Document) fit(c verdict.CellSummary) stats.Estimate {
	if d.Summary.Conditions.Claimable() {
		return c.Measured
	}
	return c.Projected
}

// runtimeSpeedup is a speedup of the matrix, with its interval.
func (d *Document) runtimeSpeedup(c verdict.CellSummary) string {
	e := d.fit(c)
	switch {
	case c.Mode == "":
		return "–"
	case e.N == 0 || !Positive(e.Center):
		return "not told"
	}
	return Speedup(e)
}

// What is said of threads: at least usesCores of what n cores could give is using them, and within takesTurns of one
// worker is taking turns.
const (
	usesCores  = 0.75
	takesTurns = 0.2
)

// RuntimesSentences say whose threads use the cores, where intervals bear it: of each runtime in the workload in which
// it says least.
func (d *Document) RuntimesSentences() []string {
	sides := map[string]map[string]bool{} // by runtime
	var order []string
	for _, w := range d.Workloads() {
		for _, r := range d.runtimes(w) {
			if r.threads.Mode == "" {
				continue
			}
			if sides[r.name] == nil {
				sides[r.name] = map[string]bool{}
				order = append(order, r.name)
			}
			sides[r.name][side(d.fit(r.threads), r.threads.Workers)] = true
		}
	}
	of := func(want string) string {
		var names []string
		for _, name := range order {
			if sides[name][want] && len(sides[name]) == 1 {
				names = append(names, name)
			}
		}
		return listed(names)
	}
	var out []string
	add := func(names, what string) {
		if names != "" {
			out = append(out, fmt.Sprintf("%sthreads of %s %s.", d.projectedly(), names, what))
		}
	}
	add(of("use"), "use the cores: even the lower ends of their intervals are at least three quarters of the workers")
	add(of("turns"), "take turns: whole intervals lie within 20 % of one worker")
	add(of(""), "aren't told apart: their intervals are too wide, or there is none yet")
	for i := range out {
		out[i] = strings.ToUpper(out[i][:1]) + out[i][1:]
	}
	return out
}

// projectedly begins a sentence that rests on projections.
func (d *Document) projectedly() string {
	if d.Summary.Conditions.Claimable() {
		return ""
	}
	return "projected to an idle machine, "
}

// side is where an interval lies: "use", "turns", or "" where that can't be told.
func side(e stats.Estimate, workers int) string {
	switch {
	case !e.HasInterval():
	case e.Lo >= usesCores*float64(workers):
		return "use"
	case e.Lo >= 1-takesTurns && e.Hi <= 1+takesTurns:
		return "turns"
	}
	return ""
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

// listed joins names as people do.
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

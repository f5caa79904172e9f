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

// BesideGo and the others are heads of the matrix that a terminal may have no room for.
const (
	BesideGo = "÷ Go's"
	ownMeans = "own means"

	threadsStart, processesStart, helperCores = "start of threads", "start of processes", "helpers, cores"
)

// RuntimesTable is whose threads use the cores, as a page has room for it: for every workload and runtime how much faster
// threads, processes and its own means are than one worker of the same runtime, the time of a pass, beside Go's, how long
// the workers take to start, and what helpers used.
func (d *Document) RuntimesTable() legible.Table { return d.runtimesTable(legible.Speedup) }

// RuntimesTables are the same for a terminal, each narrower than the one before it: what tells least of threads and
// processes goes first, and those two are in all.
func (d *Document) RuntimesTables() []legible.Table {
	without := func(t legible.Table, heads ...string) legible.Table {
		for _, head := range heads {
			t = t.Without(head)
		}
		return t
	}
	page := []string{threadsStart, processesStart, helperCores}
	first := without(d.RuntimesTable(), page...)
	bare := without(d.runtimesTable(func(e stats.Estimate) string { return legible.Times(e.Center) }), page...)
	return []legible.Table{first, bare, without(bare, BesideGo), without(bare, ownMeans), without(bare, BesideGo, ownMeans),
		without(bare, BesideGo, ownMeans, "a pass")}
}

// runtimesTable has the ratios to Go's passes as they are spelt by beside. Where all have as many workers, the heads say
// how many.
func (d *Document) runtimesTable(beside func(stats.Estimate) string) legible.Table {
	t := legible.Table{
		Caption: "Speedups against one worker of the same runtime",
		Header: []string{"workload", "runtime", "workers", "threads", "processes", ownMeans, "a pass", BesideGo,
			threadsStart, processesStart, helperCores},
		Left:    2,
		Grouped: true,
	}
	counts := map[int]bool{}
	for _, w := range d.Workloads() {
		all := d.runtimes(w)
		for _, r := range all {
			if len(t.Rows) == legible.MaxRows {
				break
			}
			if n := r.workers(); n > 1 { // Go's serial alone may be there, for the others to stand beside
				counts[n] = true
			}
			t.Rows = append(t.Rows, append([]string{legible.CleanName(w)}, d.runtimeRow(r, all[0], beside)...))
		}
	}
	switch c := d.Summary.Conditions; {
	case d.projects():
		t.Caption += ", projected to an idle machine"
	case !c.Claimable():
		t.Caption += ": not told, " + c.Reason()
	}
	if len(counts) == 1 {
		for n := range counts {
			t.Header[3] += fmt.Sprintf(" ×%d", n)
			t.Header[4] += fmt.Sprintf(" ×%d", n)
		}
		t = t.Without("workers")
	}
	return t
}

// workers is with how many a runtime was raced at most.
func (r *racedRuntime) workers() int {
	n := max(1, r.threads.Workers, r.procs.Workers)
	for _, c := range r.own {
		n = max(n, c.Workers)
	}
	return n
}

func (d *Document) runtimeRow(r, first *racedRuntime, beside func(stats.Estimate) string) []string {
	var own []string
	for i, c := range r.own {
		own = append(own, r.ownNames[i]+" "+d.runtimeSpeedup(c))
	}
	row := []string{r.name, fmt.Sprint(r.workers()), d.runtimeSpeedup(r.threads), d.runtimeSpeedup(r.procs),
		strings.Join(own, "; "), "", "", "", "", ""}
	if d.Summary.Conditions.Claimable() { // a wall time isn't projected
		if pass := d.passOf(r.serial); pass > 0 {
			row[5] = legible.Length(pass)
		}
		if first.name == goName && r != first {
			if e := d.passRatio(r.serial, first.serial); e.N > 0 {
				row[6] = beside(e)
			}
		}
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
		row[9] = fmt.Sprintf("%.2f", h)
	}
	return row
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

package content

import (
	"cmp"
	"slices"
	"strings"

	"corerace/report/legible"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// Ways in which the workers of a runtime work side by side, as the picture of runtimes tells them apart.
const (
	WayThreads   = iota
	WayProcesses // separate ones, however they are started
	WayOwn       // what only this runtime has
	NumWays
)

// WayNames name them.
var WayNames = [NumWays]string{"threads", "processes", "means of its own"}

// A RuntimeMark is how much faster the workers of a runtime were than one.
type RuntimeMark struct {
	Way     int
	Name    string // of the way: "ractors"
	Workers int
	Speedup stats.Estimate // as the conditions bear it: measured, or projected
}

// A RuntimeRow is a runtime with what was told of it.
type RuntimeRow struct {
	Name  string
	Marks []RuntimeMark
}

// A RuntimePanel is the runtimes of a workload.
type RuntimePanel struct {
	Workload string
	Rows     []RuntimeRow
}

// Limits of the picture of runtimes: what can be read at a glance.
const (
	maxRuntimeRows   = 24
	maxRuntimePanels = 2
)

// RuntimePanels are the runtimes by workload, alike in each: those whose threads are fastest come first, and those
// without threads last. There are none where no more than one other runtime was raced, nor where nothing can be told.
// The others are how many runtimes and workloads there is no room for.
func (d *Document) RuntimePanels() (panels []RuntimePanel, moreRuntimes, moreWorkloads int) {
	var order []string
	threads := map[string][]float64{}
	for _, w := range d.Workloads() {
		p := RuntimePanel{Workload: w}
		for _, r := range d.runtimes(w) {
			row := RuntimeRow{Name: r.name, Marks: d.runtimeMarks(r)}
			if len(row.Marks) == 0 {
				continue
			}
			if !slices.Contains(order, r.name) {
				order = append(order, r.name)
			}
			if row.Marks[0].Way == WayThreads {
				threads[r.name] = append(threads[r.name], row.Marks[0].Speedup.Center)
			}
			p.Rows = append(p.Rows, row)
		}
		if len(p.Rows) > 0 {
			panels = append(panels, p)
		}
	}
	slices.SortStableFunc(order, func(a, b string) int {
		return cmp.Or(cmp.Compare(min(len(threads[b]), 1), min(len(threads[a]), 1)),
			cmp.Compare(stats.Median(threads[b]), stats.Median(threads[a])))
	})
	moreRuntimes, moreWorkloads = max(0, len(order)-maxRuntimeRows), max(0, len(panels)-maxRuntimePanels)
	order, panels = order[:len(order)-moreRuntimes], panels[:len(panels)-moreWorkloads]
	for i, p := range panels {
		panels[i].Rows = nil
		for _, name := range order {
			row := RuntimeRow{Name: name}
			if at := slices.IndexFunc(p.Rows, func(r RuntimeRow) bool { return r.Name == name }); at >= 0 {
				row = p.Rows[at]
			}
			panels[i].Rows = append(panels[i].Rows, row)
		}
	}
	return panels, moreRuntimes, moreWorkloads
}

// runtimeMarks are those that can be drawn, threads first.
func (d *Document) runtimeMarks(r *racedRuntime) (all []RuntimeMark) {
	add := func(way int, name string, c verdict.CellSummary) {
		if e := d.fit(c); c.Mode != "" && e.N > 0 && legible.Drawable(e.Center) {
			all = append(all, RuntimeMark{way, name, c.Workers, e})
		}
	}
	add(WayThreads, WayNames[WayThreads], r.threads)
	add(WayProcesses, WayNames[WayProcesses], r.procs)
	for i, c := range r.own {
		add(WayOwn, r.ownNames[i], c)
	}
	return all
}

// OfRuntimes is whether a run asks whose threads use the cores: more than one other runtime was raced.
func (d *Document) OfRuntimes() bool {
	return slices.ContainsFunc(d.Workloads(), func(w string) bool { return d.runtimes(w) != nil })
}

// RuntimesHow says what the marks of the picture of runtimes rest on.
func (d *Document) RuntimesHow() string {
	switch c := d.Summary.Conditions; {
	case d.projects():
		return "Projected to an idle machine, because what was measured may not be believed."
	case !c.Claimable():
		return "Nothing is told under these conditions: " + c.Reason() + "."
	}
	return ""
}

// shownRuntimes are of a run of several runtimes the cells that a picture with little room shows: one way of each, and
// then its others.
func (d *Document) shownRuntimes(workload string, first int) (cells []verdict.CellSummary) {
	for i := range NumWays {
		for _, r := range d.runtimes(workload) {
			of := [NumWays][]verdict.CellSummary{{r.threads}, {r.procs}, r.own}[(first+i)%NumWays]
			for _, c := range of {
				if c.Mode != "" {
					cells = append(cells, c)
				}
			}
		}
	}
	return cells
}

// Shown are at most so many of some cells of a workload, in their order: all where there is room, else the first. Of
// a run of several runtimes they are the workers side by side, one way before others: one worker of each says nothing.
func Shown(d *Document, workload string, cells []verdict.CellSummary, most, way int) []verdict.CellSummary {
	if len(cells) <= most {
		return cells
	}
	chosen := d.shownRuntimes(workload, way)
	if len(chosen) == 0 {
		return cells[:most]
	}
	there := func(all []verdict.CellSummary) func(verdict.CellSummary) bool {
		return func(c verdict.CellSummary) bool {
			return slices.ContainsFunc(all, func(x verdict.CellSummary) bool { return x.Cell == c.Cell })
		}
	}
	chosen = slices.DeleteFunc(chosen, func(c verdict.CellSummary) bool { return !there(cells)(c) })
	chosen = chosen[:min(most, len(chosen))]
	return slices.DeleteFunc(slices.Clone(cells), func(c verdict.CellSummary) bool { return !there(chosen)(c) })
}

// runtimesPicture is the picture of runtimes in text: their threads, as bars.
func runtimesPicture(d *Document, panels []RuntimePanel) legible.Picture {
	p := legible.Picture{Name: "answer", Title: "Whose threads use the cores: how many times as fast as one worker", Bars: true,
		Unit: legible.TimesUnit, Marks: "The upright line is the ideal"}
	if d.projects() {
		p.Title += ", projected to an idle machine"
	}
	ideal := d.Ideal()
	for _, panel := range panels {
		for _, r := range panel.Rows {
			if len(r.Marks) == 0 || r.Marks[0].Way != WayThreads {
				continue
			}
			m := r.Marks[0]
			p.Rows = append(p.Rows, legible.PictureRow{Group: legible.CleanName(panel.Workload), Name: r.Name,
				Lo: m.Speedup.Center, Mid: m.Speedup.Center, Hi: m.Speedup.Center, Ideal: ideal.Of(m.Workers),
				Text: strings.TrimSpace(legible.Speedup(m.Speedup))})
		}
	}
	return p
}

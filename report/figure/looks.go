package figure

import (
	"cmp"
	"slices"

	"corerace/report/chart"
	"corerace/report/content"
)

// homes are the colours of the modes that most people race: a mode has one colour on every page, whatever it is raced
// with. The others take what is left, in order.
var homes = map[string]int{"goroutines": 0, "gil": 1, "processes": 2, "threads": 3, "python-threads": 4,
	"python-processes": 5}

// looks gives every mode a colour and a marker, alike in every figure of the document.
func looks(d *content.Document) map[string]chart.Look {
	all := map[string]chart.Look{}
	for _, c := range d.Summary.Cells {
		if content.IsBaseline(c) {
			all[c.Mode] = chart.BaselineLook
		}
	}
	for mode, l := range LooksOf(racers(d, all)) {
		all[mode] = l
	}
	return all
}

// LooksOf gives modes their colours: first those that have a home, then the others in order.
func LooksOf(modes []string) map[string]chart.Look {
	all, taken, next := map[string]chart.Look{}, map[int]bool{}, 0
	for _, mode := range modes {
		if slot, ok := homes[mode]; ok {
			all[mode], taken[slot] = chart.LookOf(slot), true
		}
	}
	for _, mode := range modes {
		if _, ok := all[mode]; ok {
			continue
		}
		for taken[next] {
			next++
		}
		all[mode], taken[next] = chart.LookOf(next), true
	}
	return all
}

// racers are the modes that aren't baselines, in the order of the summary. Where they are more than the colours,
// the fastest come first, for charts that can't show all of them show those.
func racers(d *content.Document, baselines map[string]chart.Look) []string {
	var modes []string
	best := map[string]float64{}
	for _, c := range d.Summary.Cells {
		if _, ok := baselines[c.Mode]; ok {
			continue
		}
		if _, seen := best[c.Mode]; !seen {
			modes = append(modes, c.Mode)
		}
		best[c.Mode] = max(best[c.Mode], content.Number(c.Measured.Center))
	}
	if len(modes) > len(chart.SeriesColours) {
		slices.SortStableFunc(modes, func(a, b string) int { return cmp.Compare(best[b], best[a]) })
	}
	return modes
}

package content

import (
	"cmp"
	"slices"

	"corerace/report/legible"
)

// Colours is how many modes a picture tells apart by colour, and Baseline the slot of what the others are compared with,
// which has the colour of the text.
const (
	Colours  = 6
	Baseline = -1
)

// homes are the slots of the modes that most people race: a mode has one colour in every report, whatever it is raced
// with. The others take what is left, in order.
var homes = map[string]int{"goroutines": 0, "gil": 1, "processes": 2, "threads": 3, "python-threads": 4,
	"python-processes": 5}

// Slots gives every mode of a document its place among the colours, alike in every picture of it.
func Slots(d *Document) map[string]int {
	all := map[string]int{}
	for _, c := range d.Summary.Cells {
		if IsBaseline(c) {
			all[c.Mode] = Baseline
		}
	}
	for mode, slot := range SlotsOf(racers(d, all)) {
		all[mode] = slot
	}
	return all
}

// SlotsOf gives modes their slots: first those that have a home, then the others in order.
func SlotsOf(modes []string) map[string]int {
	all, taken, next := map[string]int{}, map[int]bool{}, 0
	for _, mode := range modes {
		if slot, ok := homes[mode]; ok {
			all[mode], taken[slot] = slot, true
		}
	}
	for _, mode := range modes {
		if _, ok := all[mode]; ok {
			continue
		}
		for taken[next] {
			next++
		}
		all[mode], taken[next] = next, true
	}
	return all
}

// racers are the modes that aren't baselines, in the order of the summary. Where they are more than the colours, the
// fastest come first, for pictures that can't show all of them show those.
func racers(d *Document, baselines map[string]int) []string {
	var modes []string
	best := map[string]float64{}
	for _, c := range d.Summary.Cells {
		if _, ok := baselines[c.Mode]; ok {
			continue
		}
		if _, seen := best[c.Mode]; !seen {
			modes = append(modes, c.Mode)
		}
		best[c.Mode] = max(best[c.Mode], legible.Number(c.Measured.Center))
	}
	if len(modes) > Colours {
		slices.SortStableFunc(modes, func(a, b string) int { return cmp.Compare(best[b], best[a]) })
	}
	return modes
}

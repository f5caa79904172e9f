package figure

import (
	"cmp"
	"slices"

	"corerace/report/chart"
	"corerace/report/content"
)

// looks gives every mode a colour and a marker, alike in every figure of the document.
func looks(d *content.Document) map[string]chart.Look {
	all := map[string]chart.Look{}
	for _, c := range d.Summary.Cells {
		if content.IsBaseline(c) {
			all[c.Mode] = chart.BaselineLook
		}
	}
	for i, mode := range racers(d, all) {
		all[mode] = chart.LookOf(i)
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

package class

import (
	"math"

	"corerace/cmd/corerace/lesson"
	"corerace/report/chart"
)

// A chartView is quantities as bars of SVG, whose lengths are in hundredths of the width: what is drawn stands in words
// beside it.
type chartView struct {
	W     *lesson.Words
	Bars  []barView
	Ticks []tickView // none where quantities have several units
	Marks bool       // there is any
}

// A barView is one quantity.
type barView struct {
	Label, Figures string
	Known          bool
	To, Lo, Hi     float64
	Marks          []markView
}

// A markView is a prediction: a range, of which an end may be open.
type markView struct {
	Text           string
	From, To, Wide float64
	Begins, Ends   bool
}

// A tickView is a figure of the axis.
type tickView struct {
	At    float64
	Label string
}

// mostTicks is how many figures an axis has.
const mostTicks = 4

// chartViewOf lays a chart out.
func chartViewOf(c lesson.Chart, w *lesson.Words) chartView {
	v := chartView{W: w}
	at := func(x float64) float64 { return math.Round(1000*c.Place(x)) / 10 }
	units := map[string]bool{}
	for _, b := range c.Bars {
		bar := barView{Label: b.Label, Figures: w.Figures(b.Quantity), Known: b.Claimable()}
		if b.Known {
			units[b.Unit] = true
		}
		if bar.Known {
			bar.To, bar.Lo, bar.Hi = at(b.Value), at(b.Lo), at(b.Hi)
		}
		for _, m := range b.Marks {
			bar.Marks = append(bar.Marks, markView{Text: m.Text, From: at(m.Lo), To: at(m.Hi), Wide: at(m.Hi) - at(m.Lo),
				Begins: !math.IsInf(m.Lo, -1), Ends: !math.IsInf(m.Hi, 1)})
		}
		v.Bars, v.Marks = append(v.Bars, bar), v.Marks || len(bar.Marks) > 0
	}
	if len(units) != 1 {
		return v
	}
	for unit := range units {
		for _, t := range chart.NiceTicks(c.Top, mostTicks, "") {
			v.Ticks = append(v.Ticks, tickView{at(t.Value), w.Tick(t.Value, unit)})
		}
	}
	return v
}

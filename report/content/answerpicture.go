package content

import "corerace/report/legible"

// AnswerPicture is what the sentences of a run say, as bars: how fast every mode was, one bar a mode, with the ideal.
// What may not be believed fades, and its projection stands above it, as in the picture of the page.
//
// Of several runtimes it is how much faster their threads are than one: that is what such a run asks.
func AnswerPicture(d *Document) legible.Picture {
	if panels, _, _ := d.RuntimePanels(); len(panels) > 0 {
		if p := runtimesPicture(d, panels); len(p.Rows) > 0 {
			return p
		}
	}
	p := legible.Picture{Name: "answer", Title: "How many times as fast as one worker", Bars: true,
		Unit:  legible.TimesUnit,
		Marks: "The upright line is the ideal"}
	all, _ := Answers(d)
	for _, a := range all {
		for _, b := range a.Bars {
			row := legible.PictureRow{Group: a.Head, Slot: b.Slot, Name: BarName(b.Cell), Ideal: b.Ideal,
				Faded: a.Doubt && !IsBaseline(b.Cell)}
			values := b.Values()
			if b.Projected {
				projected := row
				projected.Lo, projected.Mid, projected.Hi = b.Cell.Projected.Center, b.Cell.Projected.Center,
					b.Cell.Projected.Center
				projected.Faded, projected.Text = false, values[0]
				p.Rows = append(p.Rows, projected)
				row.Name, row.Text = "", values[1]
			} else {
				row.Text = values[0]
				if i := legible.Interval(b.Cell.Measured); i != "" && !IsBaseline(b.Cell) {
					row.Text += " " + i
				}
			}
			row.Lo, row.Mid, row.Hi = b.Cell.Measured.Center, b.Cell.Measured.Center, b.Cell.Measured.Center
			p.Rows = append(p.Rows, row)
		}
	}
	return p
}

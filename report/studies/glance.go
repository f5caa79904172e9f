package studies

import "slices"

// A Glance is what was seen of every experiment, a letter an outcome, so that one look tells where ways to have a worker
// differ.
type Glance struct {
	Columns []string // the ways, as Column has them
	Rows    []GlanceRow
}

// A GlanceRow is an experiment, with the letters of every column.
type GlanceRow struct {
	Name, Title string
	Cells       [][]string // one letter where all versions agree; none where nothing was seen
}

// mostLetters are the outcomes that have a letter of their own.
const mostLetters = 26

// Glance gives every outcome of an experiment a letter, in the order in which they were seen.
func (d *Differences) Glance() (g Glance) {
	for _, x := range d.Differences {
		for _, s := range x.Seen {
			if !slices.Contains(g.Columns, s.Column()) {
				g.Columns = append(g.Columns, s.Column())
			}
		}
	}
	for _, x := range d.Differences {
		g.Rows = append(g.Rows, x.glance(g.Columns))
	}
	return g
}

// glance is the row of an experiment.
func (x Difference) glance(columns []string) GlanceRow {
	row, seen := GlanceRow{x.Name, x.Title, make([][]string, len(columns))}, []string(nil)
	for _, s := range x.Seen {
		letter := "?"
		if s.Error == "" {
			outcome := s.What
			if s.Known {
				outcome = s.Outcome
			}
			if !slices.Contains(seen, outcome) {
				seen = append(seen, outcome)
			}
			letter = string(rune('A' + slices.Index(seen, outcome)%mostLetters))
		}
		cell := &row.Cells[slices.Index(columns, s.Column())]
		if !slices.Contains(*cell, letter) {
			*cell = append(*cell, letter)
		}
	}
	return row
}

package legible

import "slices"

// A Table is rows of text with a caption and column heads.
type Table struct {
	Caption string
	Header  []string
	Rows    [][]string
	// Left is how many of the first columns are names, aligned left; the rest are numbers.
	Left int
	// Bars says that percentages are shares of a core, and get a bar behind them on the page.
	Bars bool
	// Grouped says that rows with the same first column belong together, under a heading on the page.
	Grouped bool
}

// Without is a table without the column with a head.
func (t Table) Without(head string) Table {
	i := slices.Index(t.Header, head)
	if i < 0 {
		return t
	}
	t.Header = slices.Delete(slices.Clone(t.Header), i, i+1)
	rows := make([][]string, len(t.Rows))
	for j, row := range t.Rows {
		rows[j] = slices.Delete(slices.Clone(row), i, i+1)
	}
	t.Rows = rows
	return t
}

// Only is the table with no columns but those of some heads.
func (t Table) Only(heads ...string) Table {
	var kept []int
	for i, head := range t.Header {
		if slices.Contains(heads, head) {
			kept = append(kept, i)
		}
	}
	pick := func(row []string) []string {
		out := make([]string, 0, len(kept))
		for _, i := range kept {
			out = append(out, row[i])
		}
		return out
	}
	t.Header = pick(t.Header)
	for i, row := range t.Rows {
		t.Rows[i] = pick(row)
	}
	return t
}

// ResultNames is how many columns of a table of cells are names: workload and mode.
const ResultNames = 2

package content

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

// ResultNames is how many columns of a table of cells are names: workload and mode.
const ResultNames = 2

package content

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

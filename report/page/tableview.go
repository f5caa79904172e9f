package page

import (
	"strconv"
	"strings"

	"corerace/report/content"
	"corerace/report/legible"
)

// A tableView is a Table for the page's template. The zero value is no table.
type tableView struct {
	Caption string
	Header  []cellView
	Groups  []rowGroup
	Columns int
}

// A rowGroup is rows under a heading of their own, or all rows of a table without groups.
type rowGroup struct {
	Head string
	Rows [][]cellView
}

// A cellView is a cell: a name aligned left or a number aligned right, with a bar behind it where it is a share.
type cellView struct {
	Text string
	Name bool
	Long bool   // wraps
	Bar  string // per cent, "" for no bar
	// Means is what a column says, where its head alone doesn't; "" for no more words.
	Means string
}

// viewOf is a table as the page shows it. Bars are seen before numbers are read.
func viewOf(t legible.Table) tableView {
	skip := 0
	if t.Grouped {
		skip = 1
	}
	v := tableView{Caption: t.Caption, Columns: len(t.Header) - skip}
	for i, h := range t.Header[skip:] {
		v.Header = append(v.Header, cellView{Text: h, Name: i+skip < t.Left, Means: content.HeadMeans(h)})
	}
	for i, row := range t.Rows {
		if i == 0 || t.Grouped && row[0] != t.Rows[i-1][0] {
			v.Groups = append(v.Groups, rowGroup{})
		}
		group := &v.Groups[len(v.Groups)-1]
		if t.Grouped {
			group.Head = row[0]
		}
		group.Rows = append(group.Rows, cellsOf(t, row)[skip:])
	}
	return v
}

// longCell is how many runes a cell has at most that keeps to one line, as figures do.
const longCell = 26

// joiner is the character that no line is broken at.
const joiner = "\u2060"

func cellsOf(t legible.Table, row []string) []cellView {
	var cells []cellView
	for i, text := range row {
		c := cellView{Text: text, Name: i < t.Left, Long: i >= t.Left && len([]rune(text)) > longCell}
		if n, ok := strings.CutSuffix(text, " %"); ok && t.Bars {
			if x, err := strconv.Atoi(n); err == nil {
				c.Bar = strconv.Itoa(min(max(x, 0), 100))
			}
		}
		if c.Long {
			c.Text = strings.ReplaceAll(text, "–", joiner+"–"+joiner) // an interval is no place for a break
		}
		cells = append(cells, c)
	}
	return cells
}

package text

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"corerace/report/legible"
)

// longCell is how many columns a cell takes at most that keeps to one line, as figures do; what is longer is words.
const longCell = 26

// narrowed is a table as tables that fit a width: its words are wrapped, and where its columns have no room beside each
// other, they stand below each other, each part with the names of the rows. Nothing is cut.
func narrowed(t legible.Table, room int) []legible.Table {
	if tableWidth(t) <= room {
		return []legible.Table{t}
	}
	names := min(max(t.Left, 1), len(t.Header))
	if whole := wrappedTable(t, room, names); tableWidth(whole) <= room {
		return []legible.Table{whole}
	}
	var parts []legible.Table
	for from := names; from < len(t.Header); {
		to := from + 1
		for to < len(t.Header) && tableWidth(columnsOf(t, names, from, to+1)) <= room {
			to++
		}
		parts = append(parts, wrappedTable(columnsOf(t, names, from, to), room, names))
		from = to
	}
	if len(parts) == 0 { // nothing but names
		return []legible.Table{wrappedTable(t, room, names)}
	}
	return parts
}

// columnsOf is a table of some columns, with those of the names.
func columnsOf(t legible.Table, names, from, to int) legible.Table {
	pick := func(row []string) []string { return slices.Concat(row[:names], row[from:to]) }
	out := legible.Table{Caption: t.Caption, Left: t.Left, Header: pick(t.Header)}
	for _, row := range t.Rows {
		out.Rows = append(out.Rows, pick(row))
	}
	return out
}

// wrappedTable has the words of a table on several lines: those of the widest column first, until it fits, or nothing
// can be wrapped any more. Figures keep to their line.
func wrappedTable(t legible.Table, room, names int) legible.Table {
	limits := make([]int, len(t.Header))
	for i := range limits {
		limits[i] = 1 << 30
	}
	out := t
	for tableWidth(out) > room {
		widest, at := 0, -1
		for i := range t.Header {
			if w := columnWidth(out, i); w > widest && w > leastWidth(t, i, names) {
				widest, at = w, i
			}
		}
		if at < 0 {
			return out
		}
		limits[at] = widest - 1
		out = wrapColumns(t, limits, names)
	}
	return out
}

// wraps is whether a cell may be wrapped.
func wraps(cell string, column, names int) bool {
	return column < names || width(cell) > longCell
}

// leastWidth is how narrow a column can get.
func leastWidth(t legible.Table, column, names int) (least int) {
	for _, word := range strings.Fields(t.Header[column]) {
		least = max(least, width(word))
	}
	for _, row := range t.Rows {
		if !wraps(row[column], column, names) {
			least = max(least, width(row[column]))
			continue
		}
		indent := len(row[column]) - len(strings.TrimLeft(row[column], " "))
		for _, word := range pieces(row[column]) {
			least = max(least, indent+width(word))
		}
	}
	return least
}

// wrapColumns wraps the cells of columns to limits.
func wrapColumns(t legible.Table, limits []int, names int) legible.Table {
	out := legible.Table{Caption: t.Caption, Left: t.Left}
	wrapRow := func(row []string, header bool) []string {
		cells := make([]string, len(row))
		for i, cell := range row {
			if cells[i] = cell; header || wraps(cell, i, names) {
				cells[i] = wrapCell(cell, limits[i])
			}
		}
		return cells
	}
	out.Header = wrapRow(t.Header, true)
	for _, row := range t.Rows {
		out.Rows = append(out.Rows, wrapRow(row, false))
	}
	return out
}

// wrapCell breaks a cell into lines of at most limit columns, as far as its words are no longer.
func wrapCell(cell string, limit int) string {
	if width(cell) <= limit {
		return cell
	}
	indent := cell[:len(cell)-len(strings.TrimLeft(cell, " "))]
	var lines []string
	line := indent
	for _, piece := range pieces(cell) {
		if line != indent && width(strings.TrimRight(line+piece, " ")) > limit {
			lines, line = append(lines, strings.TrimRight(line, " ")), indent
		}
		line += piece
	}
	return strings.Join(append(lines, strings.TrimRight(line, " ")), "\n")
}

// pieces are the parts between which a cell may be broken: words, each with its space, and the parts of long names.
func pieces(cell string) (all []string) {
	for i, word := range strings.Fields(cell) {
		if i > 0 {
			all[len(all)-1] += " "
		}
		for width(word) > longCell {
			n := partOf(word)
			all, word = append(all, word[:n]), word[n:]
		}
		all = append(all, word)
	}
	return all
}

// partOf is how many bytes of a long name stand on a line: up to the last sign in it that parts it, or as many as fit.
func partOf(word string) (n int) {
	parted := 0
	for i, r := range word {
		end := i + utf8.RuneLen(r)
		if n > 0 && width(word[:end]) > longCell {
			break
		}
		if n = end; strings.ContainsRune(":,=-/._", r) {
			parted = end
		}
	}
	return cmp.Or(parted, n)
}

// columnWidth is how wide a column is, whose cells may have several lines.
func columnWidth(t legible.Table, column int) int {
	widest := lineWidth(t.Header[column])
	for _, row := range t.Rows {
		widest = max(widest, lineWidth(row[column]))
	}
	return widest
}

func lineWidth(cell string) (widest int) {
	for line := range strings.SplitSeq(cell, "\n") {
		widest = max(widest, width(line))
	}
	return widest
}

// tableWidth is how wide a terminal table gets, in runes.
func tableWidth(t legible.Table) int {
	total := 0
	for i := range t.Header {
		total += columnWidth(t, i) + 2
	}
	return total - 2
}

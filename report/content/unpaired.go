package content

import (
	"fmt"
	"slices"
	"strings"

	"corerace/results/verdict"
)

// Unpaired is whether another tool measured what the document shows, so that no round pairs anything.
func (d *Document) Unpaired() bool { return d.Record.Run.Unpaired() }

// only is the table with no columns but those of some heads.
func (t Table) only(heads ...string) Table {
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

// unpairedNotes explain the columns of the table of an unpaired record.
func (d *Document) unpairedNotes(baselines []string) []string {
	return []string{
		fmt.Sprintf("speedup: unpaired, time of %s ÷ time, of all samples of both as independent series (95 %% interval "+
			"of the Mann–Whitney test, or of Fieller where only means are left).", strings.Join(baselines, " or ")),
		"efficiency: speedup ÷ workers.",
	}
}

// unpairedLine is the line of conditions of a record that was imported.
func (d *Document) unpairedLine() string {
	n := 0
	for _, c := range d.Summary.Cells {
		n += c.Rounds
	}
	return fmt.Sprintf("imported from %s · %s in %s · unpaired · conditions unknown",
		CleanName(verdict.Source(d.Record.Run.Imported)), Count(n, "sample"), Count(len(d.Summary.Cells), "cell"))
}

package content

import (
	"fmt"

	"corerace/report/legible"
	"corerace/results/verdict"
)

// Unpaired is whether another tool measured what the document shows, so that no round pairs anything.
func (d *Document) Unpaired() bool { return d.Record.Run.Unpaired() }

// unpairedNotes explain the columns of the table of an unpaired record.
func (d *Document) unpairedNotes(baselines []string) []string {
	return []string{
		fmt.Sprintf("speedup: unpaired, time of %s ÷ time, of all samples of both as independent series (95 %% interval "+
			"of the Mann–Whitney test, or of Fieller where only means are left).", OneOf(baselines)),
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
		legible.CleanName(verdict.Source(d.Record.Run.Imported)), legible.Count(n, "sample"),
		legible.Count(len(d.Summary.Cells), "cell"))
}

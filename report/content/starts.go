package content

import (
	"strconv"

	"corerace/report/legible"
	"corerace/results"
)

// StartTable is how the worker processes of each cell started, and what they had in memory: medians over the samples.
func (d *Document) StartTable() legible.Table {
	t := legible.Table{
		Caption: "Worker processes: the stages of their start, and what they had in memory after the job",
		Header: []string{"workload", "mode", "workers", "fork+exec", "runtime start", "ready", "private (USS)",
			"share (PSS)", "RSS"},
		Left:    2,
		Grouped: true,
	}
	for _, c := range d.Summary.Cells {
		if c.Stages == (results.Stages{}) && c.Memory == (results.Memory{}) || len(t.Rows) == legible.MaxRows {
			continue
		}
		row := []string{legible.CleanName(c.Workload), legible.CleanName(c.Mode), strconv.Itoa(c.Workers), "", "", "", "",
			"", ""}
		if s := c.Stages; s != (results.Stages{}) {
			row[3], row[4], row[5] = legible.Length(s.Exec), legible.Length(s.Runtime), legible.Length(s.Ready)
		}
		if m := c.Memory; m != (results.Memory{}) {
			row[6], row[7], row[8] = legible.Mebibytes(float64(m.USS)), legible.Mebibytes(float64(m.PSS)),
				legible.Mebibytes(float64(m.RSS))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// StartNote says how to read the table of starts.
const StartNote = "The stages are those of the worker that was ready last and add up to the spawn; a kept pool has " +
	"none. Memory is that of all workers of the pool together. USS is what would be free without them, PSS counts a " +
	"page that n processes share for an nth in each, and RSS counts it in full in every one of them: the sum of RSS " +
	"says more memory than there is."

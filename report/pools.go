package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"corerace/results/costs"
	"corerace/results/stats"
)

// WritePools writes our pools beside Python's: a table for a terminal.
func WritePools(w io.Writer, run *costs.PoolsRun, p *costs.Pools, o TextOptions) error {
	out := newPrinter(o)
	out.para(machineLine(run.Host))
	out.para(poolsConditions(p))
	if p.Doubt != "" {
		out.gap()
		out.para(p.Doubt)
	}
	for _, t := range poolsTables(p) {
		out.gap()
		if err := out.plain(t); err != nil {
			return err
		}
	}
	out.gap()
	for _, line := range poolsNotes(p) {
		out.para(clean(line, maxText))
	}
	return out.flush(w)
}

// WritePoolsMarkdown writes the same as Markdown.
func WritePoolsMarkdown(w io.Writer, run *costs.PoolsRun, p *costs.Pools) error {
	var b bytes.Buffer
	if p.Doubt != "" {
		b.WriteString(mdText(p.Doubt) + "\n\n")
	}
	for _, t := range poolsTables(p) {
		if err := markdownTable(&b, t); err != nil {
			return err
		}
		b.WriteByte('\n')
	}
	for _, line := range poolsNotes(p) {
		b.WriteString("- " + mdText(clean(line, maxText)) + "\n")
	}
	b.WriteString("\n" + mdText(machineLine(run.Host)) + "\\\n" + mdText(poolsConditions(p)) + "\n")
	_, err := b.WriteTo(w)
	return err
}

func poolsConditions(p *costs.Pools) string {
	return count(p.Rounds, "round") + " · " + conditionsWords(p.Conditions)
}

// poolsTables are the figures, and what became of killed workers where any was killed.
func poolsTables(p *costs.Pools) []Table {
	tables := []Table{poolsTable(p)}
	if len(p.Faults) > 0 {
		tables = append(tables, faultsTable(p))
	}
	return tables
}

func poolsTable(p *costs.Pools) Table {
	t := Table{Caption: "Our pools of processes beside Python's", Left: 3,
		Header: []string{"what", "ours", "theirs", "ours", "theirs", "better by", "at least", "reached"}}
	for _, l := range p.Rows[:min(len(p.Rows), maxRows)] {
		row := []string{cleanName(l.What), cleanName(l.Ours), cleanName(l.Theirs), "not here", "", "", times(l.Bar), ""}
		if l.NotHere == "" {
			row[3], row[4], row[5], row[7] = quantity(l.OursIs, l.Unit), quantity(l.TheirsIs, l.Unit), speedup(l.Better), l.Reached
		}
		if l.NotHere == "" && !p.Conditions.Claimable() {
			row[3], row[4], row[5] = "–", "–", "–"
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// quantity is the middle of an estimate with its unit.
func quantity(e stats.Estimate, unit string) string {
	if e.N == 0 || !positive(e.Center) {
		return "–"
	}
	switch unit {
	case costs.UnitSeconds:
		return costs.Seconds(e.Center)
	case costs.UnitPerSecond:
		return costs.Many(e.Center) + "/s"
	case costs.UnitBytesPerSecond:
		return mebibytes(e.Center) + "/s"
	}
	return mebibytes(e.Center)
}

func mebibytes(x float64) string {
	x /= 1 << 20
	if x < 99.5 {
		return fixed(x, 1) + " MiB"
	}
	if x < 9950 {
		return fixed(x, 0) + " MiB"
	}
	return fixed(x/1024, 1) + " GiB"
}

func faultsTable(p *costs.Pools) Table {
	t := Table{Caption: "A worker is killed by SIGKILL in the middle of its share", Left: 2,
		Header: []string{"a worker is killed", "what becomes of the work", "after", "times"}}
	for _, f := range p.Faults[:min(len(p.Faults), maxRows)] {
		after := quantity(f.Seconds, costs.UnitSeconds)
		if f.Silent > 0 {
			after = "given up after " + after
		}
		t.Rows = append(t.Rows, []string{cleanName(f.Who), fate(f), after, fmt.Sprint(f.Times)})
	}
	return t
}

// fate says in words what became of the tasks.
func fate(f costs.FaultLine) string {
	switch {
	case f.NotHere != "":
		return "not here"
	case f.Tasks > 0 && f.Answered == f.Tasks:
		return "all of it done, and the sum right"
	case f.Tasks > 0 && f.Failed == f.Tasks:
		return "every task fails"
	}
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{f.Answered, "answered"}, {f.Failed, "failed"}, {f.Silent, "never answered"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return fmt.Sprintf("of %s: %s", count(f.Tasks, "task"), strings.Join(parts, ", "))
}

// poolsNotes are the notes, and why rows are missing.
func poolsNotes(p *costs.Pools) []string {
	notes := p.Notes
	for _, l := range p.Rows {
		if l.NotHere != "" {
			notes = append(notes, l.What+", "+l.Ours+": not here, "+l.NotHere)
		}
	}
	return notes
}

package report

import (
	"fmt"
	"strings"
)

// nothing is what a document says that has no estimate.
const nothing = "Nothing was measured: the record holds no round that can be estimated."

// sentences are the verdicts in words.
func (d *Document) sentences() []string {
	var out []string
	for _, v := range d.Summary.Verdicts {
		out = append(out, clean(v.Sentence(), maxText))
	}
	if len(out) == 0 {
		out = append(out, nothing)
	}
	return capped(out, "verdict")
}

// warnings are what to mind about the numbers: of the run, of the cells, and of the record itself.
func (d *Document) warnings() []string {
	var out []string
	add := func(prefix string, texts ...string) {
		for _, t := range texts {
			out = append(out, prefix+clean(t, maxText))
		}
	}
	add("", d.Summary.Warnings...)
	for _, c := range d.Summary.Cells {
		cell := fmt.Sprintf("%s, %s, %s: ", cleanName(c.Workload), cleanName(c.Mode), count(c.Workers, "worker"))
		add(cell, c.Warnings...)
	}
	for _, p := range d.Record.Problems {
		add("record, ", fmt.Sprintf("line %d: %s", p.Line, p.Text))
	}
	if d.Record.Unknown > 0 {
		add("record: ", count(d.Record.Unknown, "line")+" of a kind that this version doesn't know")
	}
	return capped(out, "warning")
}

// notes are what happened in the run.
func (d *Document) notes() []string {
	var out []string
	for _, n := range d.Record.Notes {
		out = append(out, "at "+length(n.T)+": "+clean(n.Text, maxText))
	}
	return capped(out, "note")
}

// cutShort is the notice of a run that didn't come to its end, or "".
func (d *Document) cutShort() string {
	if !d.Summary.CutShort {
		return ""
	}
	return fmt.Sprintf("This run was cut short after %s. What was measured until then stands.", count(d.Summary.Rounds, "complete round"))
}

// capped keeps the first of a list and says how many more there are.
func capped(all []string, thing string) []string {
	if len(all) <= maxWarnings {
		return all
	}
	more := count(len(all)-maxWarnings, "more "+thing)
	return append(all[:maxWarnings:maxWarnings], "and "+more)
}

// wrap breaks a text into lines of at most width runes, with a hanging indent.
func wrap(text string, width int, indent string) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case i > 0 && column+1+n > width:
			b.WriteString("\n" + indent)
			column = len(indent)
		case i > 0:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}

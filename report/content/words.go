package content

import (
	"fmt"
	"slices"

	"corerace/report/legible"
)

// nothing is what a document says that has no estimate.
const nothing = "Nothing was measured: the record holds no round that can be estimated."

// Sentences are the verdicts in words.
func (d *Document) Sentences() []string {
	var out []string
	for _, v := range d.Summary.Verdicts {
		// A workload has a verdict a baseline, and those that can't tell all say so in the same words.
		if said := legible.Clean(v.Sentence(), legible.MaxText); !slices.Contains(out, said) {
			out = append(out, said)
		}
	}
	if len(out) == 0 {
		out = append(out, nothing)
	}
	return legible.Capped(out, "verdict")
}

// Warnings are what to mind about the numbers: of the run, of the cells, and of the record itself.
func (d *Document) Warnings() []string {
	var out []string
	add := func(prefix string, texts ...string) {
		for _, t := range texts {
			out = append(out, prefix+legible.Clean(t, legible.MaxText))
		}
	}
	add("", d.Summary.Warnings...)
	for _, c := range d.Summary.Cells {
		cell := fmt.Sprintf("%s, %s, %s: ", legible.CleanName(c.Workload), legible.CleanName(c.Mode),
			legible.Count(c.Workers, "worker"))
		add(cell, c.Warnings...)
	}
	for _, p := range d.Record.Problems {
		add("record, ", fmt.Sprintf("line %d: %s", p.Line, p.Text))
	}
	if d.Record.Unknown > 0 {
		add("record: ", legible.Count(d.Record.Unknown, "line")+" of a kind that this version doesn't know")
	}
	return legible.Capped(out, "warning")
}

// Notes are what happened in the run.
func (d *Document) Notes() []string {
	var out []string
	for _, n := range d.Record.Notes {
		if d.Unpaired() { // and nobody knows when
			out = append(out, legible.Clean(n.Text, legible.MaxText))
			continue
		}
		out = append(out, "at "+legible.Length(n.T)+": "+legible.Clean(n.Text, legible.MaxText))
	}
	return legible.Capped(out, "note")
}

// CutShort is the notice of a run that didn't come to its end, or "".
func (d *Document) CutShort() string {
	if !d.Summary.CutShort {
		return ""
	}
	return fmt.Sprintf("This run was cut short after %s. What was measured until then stands.",
		legible.Count(d.Summary.Rounds, "complete round"))
}

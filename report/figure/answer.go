package figure

import (
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
)

// Answer is the name of the picture that a page begins with.
const Answer = "answer"

// answerFigure shows how fast every mode was, one bar a mode, with its interval and the ideal: what the sentences say.
// Where the conditions bear no claim, what was measured fades, and what it would be on an idle machine stands beside it.
//
// Of a run that raced several runtimes it is whose threads use the cores.
func answerFigure(d *content.Document) (Figure, bool) {
	if f, ok := runtimesFigure(d); ok {
		return f, true
	}
	all, left := content.Answers(d)
	if len(all) == 0 {
		return Figure{}, false
	}
	f := Figure{Name: Answer, Title: answerTitle(d), Alt: answerAlt(all), Data: answerData(all), Section: -1,
		tall: func(width vg.Length) vg.Length { return answerHeight(all, width) }}
	f.Lines = answerLines(d, all, left)
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, f.Lines[0], d.SourceLine())
		drawAnswers(s, all)
	}
	return f, true
}

// answerTitle is the verdict where there is one workload, and names the picture where there are several.
func answerTitle(d *content.Document) string {
	if names := d.Workloads(); len(names) == 1 {
		return verdictTitle(d, names[0])
	}
	return "How many times as fast as one worker"
}

// answerLines say how to read the picture.
func answerLines(d *content.Document, all []content.Answer, left int) []string {
	line := "A bar says how many times as fast as " + d.BaseWords() + " a mode did the same work"
	if d.Unpaired() {
		line = "A bar says how many times as fast as the first mode with one worker a mode came out, unpaired: " +
			"measured one after the other"
	}
	if slices.ContainsFunc(all, func(a content.Answer) bool {
		return slices.ContainsFunc(a.Bars, func(b content.AnswerBar) bool { return legible.HasInterval(b.Cell.Measured) })
	}) {
		line += "; the line across its end is the 95 % interval"
	}
	lines := []string{line + "; the dashed line is the ideal."}
	switch {
	case slices.ContainsFunc(all, func(a content.Answer) bool {
		return slices.ContainsFunc(a.Bars, func(b content.AnswerBar) bool { return b.Projected })
	}):
		lines = append(lines, "Faded is what was measured under these conditions; projected is the same on an idle "+
			"machine, by a model.")
	case slices.ContainsFunc(all, func(a content.Answer) bool { return a.Doubt }):
		lines = append(lines, "Faded, because no claim is made from what was measured under these conditions.")
	}
	for _, a := range all {
		if a.Between > 0 {
			lines = append(lines, legible.Count(a.Between, "more mode")+" in the table, neither among the fastest nor among the slowest.")
		}
	}
	if left > 0 {
		lines = append(lines, legible.Count(left, "more workload")+" below.")
	}
	return lines
}

func answerAlt(all []content.Answer) string {
	alt := "Bar chart of speedup, one bar a mode."
	for _, a := range all {
		if a.Head != "" {
			alt += " " + a.Head + ":"
		}
		for i, b := range a.Bars {
			if i > 0 {
				alt += ","
			}
			alt += " " + content.BarName(b.Cell) + " " + strings.Join(b.Values(), ", ")
		}
		alt += "."
	}
	return alt
}

func answerData(all []content.Answer) legible.Table {
	t := legible.Table{Caption: "Speedup by mode", Left: 2,
		Header: []string{"of", "mode", "measured", "interval", "projected", "ideal"}}
	for _, a := range all {
		for _, b := range a.Bars {
			projected, ideal := "", ""
			if b.Projected {
				projected = legible.Speedup(b.Cell.Projected)
			}
			if b.Ideal > 0 {
				ideal = legible.Times(b.Ideal)
			}
			t.Rows = append(t.Rows, []string{legible.CleanName(b.Cell.Workload), content.BarName(b.Cell),
				content.AnswerValue(b.Cell, b.Cell.Measured), strings.Trim(legible.Interval(b.Cell.Measured), "()"), projected,
				ideal})
		}
	}
	return t
}

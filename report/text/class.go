package text

import (
	"encoding/csv"
	"io"
	"strconv"

	"corerace/report/legible"
	"corerace/results"
	"corerace/results/class"
)

// classColumns are the columns of the answers to a question, in order; a row is an answer. Decimal signs are points.
var classColumns = []struct {
	name  string
	value func(class.Answer) string
}{
	{"student", func(a class.Answer) string { return csvText(a.Member) }},
	{"lesson", func(a class.Answer) string { return csvText(a.Lesson) }},
	{"question", func(a class.Answer) string { return csvText(a.Question) }},
	{"attempt", func(a class.Answer) string { return strconv.Itoa(a.Attempt) }},
	{"at", func(a class.Answer) string { return legible.Stamp(a.At) }},
	// what was answered: the id of a choice, or what was typed
	{"answer", func(a class.Answer) string { return csvText(a.Text) }},
	// empty where a choice was answered
	{"number", func(a class.Answer) string { return maybeNumber(a.Number) }},
	{"unit", func(a class.Answer) string { return csvText(a.Unit) }},
	// empty where nothing was measured, as in the next two
	{"measured", func(a class.Answer) string { return ofRange(a, func(r *results.Range) float64 { return r.Value }) }},
	{"low", func(a class.Answer) string { return ofRange(a, func(r *results.Range) float64 { return r.Lo }) }},
	{"high", func(a class.Answer) string { return ofRange(a, func(r *results.Range) float64 { return r.Hi }) }},
	// right, high, low, other, unclear; empty where nothing was measured
	{"outcome", func(a class.Answer) string { return csvText(a.Outcome) }},
	// quiet, noisy, inconclusive or unknown: what the machine was like; empty where nothing was measured
	{"conditions", func(a class.Answer) string { return csvText(a.Conditions) }},
}

// ClassCSV writes the answers to a question as CSV, as RFC 4180 has it.
func ClassCSV(w io.Writer, q class.Question) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	var head []string
	for _, c := range classColumns {
		head = append(head, c.name)
	}
	out.Write(head) // an error comes again at the end
	for _, a := range q.Answers {
		row := make([]string, 0, len(head))
		for _, c := range classColumns {
			row = append(row, c.value(a))
		}
		out.Write(row)
	}
	out.Flush()
	return out.Error()
}

func maybeNumber(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'g', -1, 64)
}

// ofRange is a figure of what was measured.
func ofRange(a class.Answer, of func(*results.Range) float64) string {
	if a.Measured == nil {
		return ""
	}
	x := of(a.Measured)
	return maybeNumber(&x)
}

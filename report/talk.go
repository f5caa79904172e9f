package report

import (
	"encoding/csv"
	"io"
	"strconv"

	"corerace/results/costs"
	"corerace/results/stats"
)

// WriteTalk writes what a message costs, as a table and a sentence for each kind of sides.
func WriteTalk(w io.Writer, run *costs.TalkRun, t *costs.Talk, o TextOptions) error {
	p := newPrinter(o)
	p.para(machineLine(run.Host))
	p.para(talkConditions(t))
	p.gap()
	if t.Doubt != "" {
		p.para(t.Doubt)
		p.gap()
	}
	if err := p.plain(talkTable(t)); err != nil {
		return err
	}
	for _, lines := range [][]string{t.Words, t.Notes} {
		p.gap()
		for _, line := range lines {
			p.para(clean(line, maxText))
		}
	}
	return p.flush(w)
}

func talkConditions(t *costs.Talk) string {
	return count(t.Rounds, "round") + " · " + conditionsWords(t.Conditions)
}

// talkFigures are the three parts of the table, each a row a way.
var talkFigures = []struct {
	head string
	of   func(costs.TalkPoint) string
}{
	{"round trip, median", func(p costs.TalkPoint) string { return about(p.Trip, costs.Seconds) }},
	{"round trip, 99th percentile", func(p costs.TalkPoint) string { return about(p.Trip99, costs.Seconds) }},
	{"messages a second, streamed", func(p costs.TalkPoint) string { return about(p.PerSecond, costs.Many) }},
}

// talkTable is a row a way and a column a size, once for each figure.
func talkTable(t *costs.Talk) Table {
	out := Table{Caption: "What one message costs", Left: 1, Header: []string{""}}
	sizes := t.Sizes[:min(len(t.Sizes), maxCoreCols)]
	for _, size := range sizes {
		out.Header = append(out.Header, costs.ByteSize(size))
	}
	row := func(head string) []string {
		r := make([]string, len(out.Header))
		r[0] = head
		return r
	}
	for _, f := range talkFigures {
		out.Rows = append(out.Rows, row(f.head))
		between := ""
		for _, l := range t.Lines[:min(len(t.Lines), maxRows)] {
			if l.Between != between {
				between = l.Between
				out.Rows = append(out.Rows, row("  between "+cleanName(between)))
			}
			r := row("    " + cleanName(l.Way))
			for i, size := range sizes {
				if p, ok := l.At(size); ok && t.Conditions.Claimable() {
					r[i+1] = f.of(p)
				} else if ok {
					r[i+1] = "–"
				}
			}
			out.Rows = append(out.Rows, r)
		}
	}
	return out
}

// about is an estimate with half the width of its interval: "15 µs ±3 %".
func about(e stats.Estimate, unit func(float64) string) string {
	switch {
	case e.N == 0 || !finite(e.Center):
		return "–"
	case !e.HasInterval():
		return unit(e.Center)
	}
	return unit(e.Center) + " ±" + percent(e.HalfWidth())
}

// WriteTalkCSV writes a row a sample. Times are in seconds, lines end as RFC 4180 says.
func WriteTalkCSV(w io.Writer, run *costs.TalkRun) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	out.Write([]string{"round", "between", "way", "size_bytes", "trip_seconds", "trip99_seconds", "trips", "messages_per_second", "bytes_per_second", "messages"})
	number := func(x float64) string {
		if !positive(x) {
			return ""
		}
		return strconv.FormatFloat(x, 'g', 6, 64)
	}
	for _, s := range run.Samples {
		out.Write([]string{strconv.Itoa(s.Round), csvText(s.Between), csvText(s.Way), strconv.Itoa(s.Size), number(s.Trip), number(s.Trip99),
			strconv.Itoa(s.Trips), number(s.PerSecond), number(s.PerSecond * float64(s.Size)), strconv.Itoa(s.Messages)})
	}
	out.Flush()
	return out.Error()
}

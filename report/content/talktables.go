package content

import (
	"corerace/results/costs"
	"corerace/results/stats"
)

// TalkConditions says in one line how many rounds there were, and under which conditions.
func TalkConditions(t *costs.Talk) string {
	return Count(t.Rounds, "round") + " · " + conditionsWords(t.Conditions)
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

// TalkTable is a row a way and a column a size, once for each figure.
func TalkTable(t *costs.Talk) Table {
	out := Table{Caption: "What one message costs", Left: 1, Header: []string{""}}
	sizes := t.Sizes[:min(len(t.Sizes), MaxCoreCols)]
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
		for _, l := range t.Lines[:min(len(t.Lines), MaxRows)] {
			if l.Between != between {
				between = l.Between
				out.Rows = append(out.Rows, row("  between "+CleanName(between)))
			}
			r := row("    " + CleanName(l.Way))
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
	case e.N == 0 || !Finite(e.Center):
		return "–"
	case !e.HasInterval():
		return unit(e.Center)
	}
	return unit(e.Center) + " ±" + Percent(e.HalfWidth())
}

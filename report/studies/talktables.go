package studies

import (
	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results/costs"
	"corerace/results/stats"
)

// TalkConditions says in one line how many rounds there were, and under which conditions.
func TalkConditions(t *costs.Talk) string {
	return legible.Count(t.Rounds, "round") + " · " + scene.ConditionsWords(t.Conditions)
}

// talkFigures are the tables, each a row a way.
var talkFigures = []struct {
	caption string
	of      func(costs.TalkPoint) string
}{
	{"Round trip, median", func(p costs.TalkPoint) string { return about(p.Trip, costs.Seconds) }},
	{"Round trip, 99th percentile", func(p costs.TalkPoint) string { return about(p.Trip99, costs.Seconds) }},
	{"Messages a second, streamed", func(p costs.TalkPoint) string { return about(p.PerSecond, costs.Many) }},
}

// TalkTables have a row a way and a column a size, one table for each figure.
func TalkTables(t *costs.Talk) (all []legible.Table) {
	sizes := t.Sizes[:min(len(t.Sizes), legible.MaxCoreCols)]
	header := []string{"between", "way"}
	for _, size := range sizes {
		header = append(header, costs.ByteSize(size))
	}
	for _, f := range talkFigures {
		out := legible.Table{Caption: f.caption, Left: 2, Grouped: true, Header: header}
		for _, l := range t.Lines[:min(len(t.Lines), legible.MaxRows)] {
			r := make([]string, len(header))
			r[0], r[1] = "between "+legible.CleanName(l.Between), legible.CleanName(l.Way)
			for i, size := range sizes {
				if p, ok := l.At(size); ok && t.Conditions.Claimable() {
					r[i+2] = f.of(p)
				} else if ok {
					r[i+2] = "–"
				}
			}
			out.Rows = append(out.Rows, r)
		}
		all = append(all, out)
	}
	return all
}

// about is an estimate with half the width of its interval: "15 µs ±3 %".
func about(e stats.Estimate, unit func(float64) string) string {
	switch {
	case e.N == 0 || !legible.Finite(e.Center):
		return "–"
	case !e.HasInterval():
		return unit(e.Center)
	}
	return unit(e.Center) + " ±" + legible.Percent(e.HalfWidth())
}

package studies

import (
	"fmt"

	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results/costs"
	"corerace/results/stats"
)

// GrainConditions says in one line what the measurement was like.
func GrainConditions(g *costs.Grain) string {
	return fmt.Sprintf("%s of a job of %s · %s", legible.Count(g.Rounds, "round"), costs.Seconds(g.Work.Seconds()),
		scene.ConditionsWords(g.Conditions))
}

// GrainTable is a row a mode: what it costs and from where it pays.
func GrainTable(g *costs.Grain) legible.Table {
	t := legible.Table{Caption: "What a share and a worker cost, and from where they pay", Left: 1,
		Header: []string{"mode", "a share", "starting a worker", "beats serial from", "near goroutines from",
			"starting pays from"}}
	for i, m := range append([]costs.GrainMode{g.Serial}, g.Modes...) {
		row := []string{legible.CleanName(m.Mode), Seconds(m.Share), Seconds(m.Start), Seconds(m.Beats), Seconds(m.Near),
			Seconds(m.Pays)}
		if i == 0 || g.Doubt != "" {
			row[3], row[4], row[5] = "", "", ""
		}
		if !g.Conditions.Claimable() {
			row[1], row[2] = "–", "–"
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// GrainSpeedups are the speedups that were measured, a row a mode and a column a length of the shares.
func GrainSpeedups(g *costs.Grain) legible.Table {
	t := legible.Table{Caption: "Speedup over serial by the length of a share", Header: []string{"speedup, shares of"},
		Left: 1}
	for _, x := range g.Serial.Points {
		t.Header = append(t.Header, costs.Seconds(x.Length.Seconds()))
	}
	for _, m := range g.Modes {
		row := make([]string, len(t.Header))
		row[0] = legible.CleanName(m.Mode)
		for j, x := range m.Points[:min(len(m.Points), len(row)-1)] {
			if row[j+1] = legible.Speedup(x.Speedup); !g.Conditions.Claimable() {
				row[j+1] = "–"
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Seconds is an estimate of a time: "40 ns (35–48 ns)", or "–" where there is none.
func Seconds(e stats.Estimate) string {
	if e.N == 0 || !legible.Finite(e.Center) {
		return "–"
	}
	return costs.SecondsOf(e)
}

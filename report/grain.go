package report

import (
	"fmt"
	"io"

	"corerace/results/costs"
	"corerace/results/stats"
)

// WriteGrain writes what shares and workers cost, as a table and a sentence a mode.
func WriteGrain(w io.Writer, run *costs.GrainRun, g *costs.Grain, o TextOptions) error {
	p := newPrinter(o)
	p.para(machineLine(run.Host))
	p.para(grainConditions(g))
	p.gap()
	if g.Doubt != "" {
		p.para(g.Doubt)
		p.gap()
	}
	if err := p.plain(grainTable(g)); err != nil {
		return err
	}
	p.gap()
	if err := p.plain(grainSpeedups(g)); err != nil {
		return err
	}
	p.gap()
	for _, m := range append([]costs.GrainMode{g.Serial}, g.Modes...) {
		p.para(clean(m.Words, maxText))
	}
	p.gap()
	for _, n := range g.Notes {
		p.para(clean(n, maxText))
	}
	return p.flush(w)
}

// grainConditions says in one line what the measurement was like.
func grainConditions(g *costs.Grain) string {
	return fmt.Sprintf("%s of a job of %s · %s", count(g.Rounds, "round"), costs.Seconds(g.Work.Seconds()),
		conditionsWords(g.Conditions))
}

// grainTable is a row a mode: what it costs and from where it pays.
func grainTable(g *costs.Grain) Table {
	t := Table{Caption: "What a share and a worker cost, and from where they pay", Left: 1,
		Header: []string{"mode", "a share", "starting a worker", "beats serial from", "near goroutines from", "starting pays from"}}
	for i, m := range append([]costs.GrainMode{g.Serial}, g.Modes...) {
		row := []string{cleanName(m.Mode), seconds(m.Share), seconds(m.Start), seconds(m.Beats), seconds(m.Near), seconds(m.Pays)}
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

// grainSpeedups are the speedups that were measured, a row a mode and a column a length of the shares.
func grainSpeedups(g *costs.Grain) Table {
	t := Table{Caption: "Speedup over serial by the length of a share", Header: []string{"speedup, shares of"}, Left: 1}
	for _, x := range g.Serial.Points {
		t.Header = append(t.Header, costs.Seconds(x.Length.Seconds()))
	}
	for _, m := range g.Modes {
		row := make([]string, len(t.Header))
		row[0] = cleanName(m.Mode)
		for j, x := range m.Points[:min(len(m.Points), len(row)-1)] {
			if row[j+1] = speedup(x.Speedup); !g.Conditions.Claimable() {
				row[j+1] = "–"
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// seconds is an estimate of a time: "40 ns (35–48 ns)", or "–" where there is none.
func seconds(e stats.Estimate) string {
	if e.N == 0 || !finite(e.Center) {
		return "–"
	}
	return costs.SecondsOf(e)
}

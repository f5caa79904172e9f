package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"corerace/report/content"
	"corerace/report/figure"
	"corerace/report/legible"
	"corerace/report/page"
	"corerace/report/scene"
	"corerace/report/studies"
	"corerace/results/verdict"
)

// A machineRuns is the runs of one machine, the oldest first.
type machineRuns struct {
	name string
	docs []*content.Document
}

// byMachine groups runs by what their machine says of itself, in the order in which machines are seen.
func byMachine(docs []*content.Document) (all []machineRuns) {
	docs = slices.Clone(docs)
	slices.SortStableFunc(docs, func(a, b *content.Document) int {
		return a.Record.Run.Started.Compare(b.Record.Run.Started)
	})
	places := map[string]int{}
	for _, d := range docs {
		m := d.Machine()
		name := cmp.Or(legible.CleanName(m.CPUModel), "an unknown processor")
		if cores := scene.CoresLine(m); cores != "" {
			name += ", " + cores
		}
		i, seen := places[name]
		if !seen {
			i = len(all)
			places[name] = i
			all = append(all, machineRuns{name: name})
		}
		all[i].docs = append(all[i].docs, d)
	}
	return all
}

// CollectionPage writes several runs as one page: machines side by side, and what one machine said over time.
func CollectionPage(w io.Writer, name string, docs []*content.Document) error {
	machines := byMachine(docs)
	l := page.Leaf{Title: legible.Count(len(docs), "run") + " of " + legible.Count(len(machines), "machine"),
		Machine:    legible.Clean(name, legible.MaxText),
		Conditions: "The best mode of each run; speedups are over the own baseline.",
		Reads: []page.Read{
			{Word: "a worker", Means: "The speedup over the number of workers: what lets machines with other numbers of cores " +
				"stand beside each other."},
			{Word: "noise", Means: "How far the same cell, measured twice in a round, was off: a smaller difference is none."},
			{Word: "conditions", Means: "What the machine was like; a run whose conditions bear no claim has no figures here."},
		},
		Closing: "A difference between machines is one of the machines; one between two runs of a machine is one of its hours, " +
			"unless their intervals lie apart by more than the noise."}
	for i, workload := range workloadsOf(docs) {
		var past []studies.Past
		t := legible.Table{Caption: legible.CleanName(workload), Left: 2,
			Header: []string{"machine", "best mode", "run", "workers", "speedup", "a worker", "noise",
				"conditions"}}
		for _, m := range machines {
			rows, drawn := pastOf(m, workload)
			t.Rows, past = append(t.Rows, rows...), append(past, drawn...)
			if s := steadiness(m.name, workload, drawn); s != "" {
				l.Sentences = append(l.Sentences, s)
			}
		}
		t.Rows = t.Rows[:min(len(t.Rows), legible.MaxRows)]
		l.Tables = append(l.Tables, t)
		if f, ok := figure.HistoryFigure(fmt.Sprintf("history-%d", i+1), workload, past); ok {
			l.Figures = append(l.Figures, f)
		} else {
			l.Missing = append(l.Missing, legible.CleanName(workload)+" has no picture: no run of it bears a claim.")
		}
	}
	return page.WriteLeaf(w, l)
}

// workloadsOf are the workloads of some runs, each once.
func workloadsOf(docs []*content.Document) (all []string) {
	for _, d := range docs {
		for _, w := range d.Workloads() {
			if !slices.Contains(all, w) && len(all) < legible.MaxWorkloads {
				all = append(all, w)
			}
		}
	}
	return all
}

// pastOf is a row a run of a machine, and what of it may be drawn.
func pastOf(m machineRuns, workload string) (rows [][]string, drawn []studies.Past) {
	for _, d := range m.docs {
		v := verdictOf(d, workload)
		if v == nil {
			continue
		}
		when := d.Record.Run.Started.UTC().Format("2006-01-02 15:04")
		mode := legible.CleanName(v.Best.Mode)
		row := []string{m.name, mode, when, fmt.Sprint(v.Best.Workers), scene.Inconclusive, "", "",
			legible.CleanName(d.Summary.Conditions.Verdict)}
		if e := v.BestMeasured; !v.Busy && !v.Unknown && e.N > 0 {
			row[4] = legible.Speedup(e)
			row[5] = legible.Times(e.Center / float64(max(v.Best.Workers, 1)))
			row[6] = "not measured"
			if v.NoiseFloor > 0 {
				row[6] = fmt.Sprintf("%.1f %%", 100*v.NoiseFloor)
			}
			drawn = append(drawn, studies.Past{Machine: m.name, When: when,
				Mode: fmt.Sprintf("%s ×%d", mode, v.Best.Workers), Speedup: e})
		}
		rows = append(rows, row)
	}
	return rows, drawn
}

// verdictOf is what a run says of a workload, or nil.
func verdictOf(d *content.Document, workload string) *verdict.Verdict {
	for i := range d.Summary.Verdicts {
		if v := &d.Summary.Verdicts[i]; v.Workload == workload {
			return v
		}
	}
	return nil
}

// steadiness says whether the runs of a machine agree, where there are several of one mode that bear a claim.
func steadiness(machine, workload string, past []studies.Past) string {
	if len(past) < 2 {
		return ""
	}
	lo, hi := past[0], past[0]
	for _, x := range past {
		if x.Mode != past[0].Mode || !legible.HasInterval(x.Speedup) {
			return ""
		}
		if x.Speedup.Center < lo.Speedup.Center {
			lo = x
		}
		if x.Speedup.Center > hi.Speedup.Center {
			hi = x
		}
	}
	s := fmt.Sprintf("%s on %s: %s in %s gave %s to %s", legible.CleanName(workload), machine, lo.Mode,
		legible.Count(len(past), "run"), legible.Times(lo.Speedup.Center), legible.Times(hi.Speedup.Center))
	if lo.Speedup.Hi >= hi.Speedup.Lo {
		return s + ", which their intervals allow for."
	}
	return s + ", which is further apart than their intervals: the machine wasn't the same throughout."
}

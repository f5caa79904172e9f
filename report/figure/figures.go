package figure

import (
	"strconv"

	"corerace/report/content"
	"corerace/report/legible"
	"corerace/results/verdict"
)

// Figures are the pictures of a document: the answer, what was predicted where the record is a lesson's, then for every workload the rounds, the speedup by workers (where
// there are at least three numbers of workers), where the workers' time went (where the samples tell), the race core by
// core, here and on each host (where workers ran on some), who had the lock (where there is one) and what processes cost, then every mode in every workload, the speedup by
// the length of a share (where grain measured it on this machine), and the cores over the whole run. A document without anything to draw has none.
func Figures(d *content.Document) []Figure {
	if d.Check() != nil {
		return nil
	}
	var out []Figure
	section := -1
	if f, ok := answerFigure(d); ok {
		out = append(out, f)
	}
	if f, ok := predictionsFigure(d.Record, d.SourceLine()); ok {
		out = append(out, f)
	}
	add := func(f Figure, ok bool) {
		if ok {
			f.Section = section
			out = append(out, f)
		}
	}
	// Both look at every sample of a record, of which there may be a million.
	round, times := middleRound(d), verdict.Times(d.Record)
	for i, w := range d.Workloads() {
		if i == legible.MaxWorkloads {
			break
		}
		section = i
		if !d.Unpaired() { // it has no rounds
			add(roundsFigure(d, w))
		}
		add(speedupFigure(d, w))
		add(timeFigure(d, w, times))
		add(lanesFigure(d, w, round))
		add(hostLanesFigure(d, w, round))
		add(holdsFigure(d, w, round))
		add(costsFigure(d, w))
	}
	section = -1
	if !d.Unpaired() { // its speedups are over different baselines
		add(matrixFigure(d))
	}
	if g := d.Grain; g != nil && g.Sum.Doubt == "" { // in doubt a line would look like a claim
		add(GrainFigure(g.Run, g.Sum), true)
	}
	add(coresFigure(d, round))
	return unique(out)
}

// unique numbers figures whose names are alike once they are fit for a file.
func unique(all []Figure) []Figure {
	seen := map[string]bool{}
	for i := range all {
		base := all[i].Name
		for n := 2; seen[all[i].Name]; n++ {
			all[i].Name = base + "-" + strconv.Itoa(n)
		}
		seen[all[i].Name] = true
	}
	return all
}

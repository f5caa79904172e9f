package report

import "strconv"

// Figures are the pictures of a document: for every workload the rounds, the speedup by workers (where there are
// at least two numbers of workers), where the workers' time went (where the samples tell), the race core by core, and
// who had the lock (where there is one), then the cores over the whole run. A document without anything to draw has none.
func (d *Document) Figures() []Figure {
	if d.check() != nil {
		return nil
	}
	var out []Figure
	section := -1
	add := func(f Figure, ok bool) {
		if ok {
			f.section = section
			out = append(out, f)
		}
	}
	for i, w := range d.workloads() {
		if i == maxWorkloads {
			break
		}
		section = i
		add(d.roundsFigure(w))
		add(d.speedupFigure(w))
		add(d.timeFigure(w))
		add(d.lanesFigure(w))
		add(d.holdsFigure(w))
	}
	section = -1
	add(d.coresFigure())
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

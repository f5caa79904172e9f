package studies

import (
	"fmt"
	"strconv"

	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results/verdict"
)

// SeveralRuns is the table of the records that are compared: where and under which conditions each was measured.
func SeveralRuns(s *verdict.Several) legible.Table {
	t := legible.Table{Caption: "Where each was measured", Left: 3, Header: []string{"record", "processor", "system",
		"cores",
		"rounds", "conditions"}}
	for _, r := range s.Runs[:min(len(s.Runs), legible.MaxRows)] {
		h := r.Host
		cores := "–"
		if h.CoresLogical > 0 {
			cores = strconv.Itoa(h.CoresLogical)
			if n := len(h.CoresAllowed); n > 0 && n < h.CoresLogical {
				cores = fmt.Sprintf("%d of %d", n, h.CoresLogical)
			}
		}
		said := legible.CleanName(r.Conditions.Verdict)
		if r.Unpaired {
			said = "not recorded"
		}
		t.Rows = append(t.Rows, []string{legible.CleanName(r.Name), legible.CleanName(h.CPUModel), legible.CleanName(h.OS),
			cores,
			strconv.Itoa(r.Rounds), said})
	}
	return t
}

// SeveralBests is the table of the best of every mode in each record, and of what a worker of it gave.
func SeveralBests(s *verdict.Several) legible.Table {
	t := legible.Table{Caption: "The best of every mode, over the record's own baseline", Left: 2, Grouped: true,
		Header: []string{"workload and mode", "record", "workers", "speedup", "a worker"}}
	for _, b := range s.Bests[:min(len(s.Bests), legible.MaxRows)] {
		row := []string{legible.CleanName(b.Workload) + ", " + legible.CleanName(b.Mode),
			legible.CleanName(s.Runs[b.Run].Name),
			strconv.Itoa(b.Workers), scene.Inconclusive, ""}
		if s.Runs[b.Run].Claimable() {
			row[3], row[4] = legible.Speedup(b.Speedup), legible.Speedup(b.PerWorker)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// SeveralPicture is the speedup that a worker of every record gave, by mode. Records that bear no claim have no rows.
func SeveralPicture(s *verdict.Several) legible.Picture {
	p := legible.Picture{Name: "several", Title: "What a worker of each machine gives",
		Axis: "speedup a worker, log scale", Line: 1,
		Unit:  legible.TimesUnit,
		Shows: "A row a record, under the workload and the mode: its best speedup, over its own baseline, a worker.",
		Marks: "Dot: the estimate; bar: its 95 % interval; the line is the ideal",
		Look:  "Look for machines whose rows lie further left: there more workers give less each."}
	for _, b := range s.Bests {
		if !s.Runs[b.Run].Claimable() {
			continue
		}
		p.Add(legible.RowOf(b.PerWorker, legible.PictureRow{Group: legible.CleanName(b.Workload) + ", " +
			legible.CleanName(b.Mode),
			Name: fmt.Sprintf("%s ×%d", legible.CleanName(s.Runs[b.Run].Name), b.Workers),
			Text: fmt.Sprintf("%s, in all %s", legible.Times(b.PerWorker.Center), legible.Times(b.Speedup.Center))}))
	}
	return p
}

package content

import "time"

// Apiece is how many passes the cells of each baseline of a workload made over the work, where these aren't all the
// same: a pass takes an interpreter so long that it makes fewer. Its times are told by the pass then. It is nil where
// times can be compared as they are.
func (d *Document) Apiece(workload string) map[string]int {
	for _, w := range d.Record.Run.Plan.Workloads {
		if w.Name != workload {
			continue
		}
		passes, kinds := map[string]int{}, map[int]bool{}
		for _, c := range d.Cells(workload) {
			n := w.In(c.Baseline).Passes
			if n <= 0 {
				return nil
			}
			passes[c.Baseline], kinds[n] = n, true
		}
		if len(kinds) > 1 {
			return passes
		}
	}
	return nil
}

// apieces are the passes of every workload, and whether they differ in any. Where they do, all times of a table are told
// by the pass: one column has one meaning.
func (d *Document) apieces() (all map[string]map[string]int, several bool) {
	all = map[string]map[string]int{}
	for _, w := range d.Workloads() {
		several = several || d.Apiece(w) != nil
	}
	for _, w := range d.Record.Run.Plan.Workloads {
		all[w.Name] = map[string]int{}
		for _, c := range d.Cells(w.Name) {
			all[w.Name][c.Baseline] = w.In(c.Baseline).Passes
		}
	}
	if !several {
		return nil, false
	}
	return all, true
}

// perPass is a time of a cell, for one pass where others made another number of them.
func perPass(d time.Duration, passes map[string]int, baseline string) time.Duration {
	return d / time.Duration(max(passes[baseline], 1))
}

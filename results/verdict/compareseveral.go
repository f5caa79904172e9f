package verdict

import (
	"fmt"
	"strings"

	"corerace/results"
	"corerace/results/stats"
)

// A Several sets more than two records side by side: what each one's modes gave at best, and each beside the first.
type Several struct {
	Runs  []NamedRun `json:"runs"`
	Bests []Best     `json:"bests"` // by workload and mode, in the order of the runs
	// Pairs are the first record with each of the others, in their order: old and new.
	Pairs []*Comparison `json:"pairs"`
}

// A NamedRun is a record of several.
type NamedRun struct {
	Name string `json:"name"`
	ComparedRun
	// Unpaired is whether another tool measured it: then it has no bests.
	Unpaired bool `json:"unpaired,omitempty"`
}

// A Best is the cell of a mode with the highest speedup in one of several records. The speedup is over the record's own
// baseline: what its cores gave.
type Best struct {
	Workload  string         `json:"workload"`
	Mode      string         `json:"mode"`
	Run       int            `json:"run"` // among the runs
	Workers   int            `json:"workers"`
	Speedup   stats.Estimate `json:"speedup"`
	PerWorker stats.Estimate `json:"per_worker"` // Speedup ÷ Workers
}

// CompareSeveral compares records, of which names has one each.
func CompareSeveral(recs []*results.Record, names []string) *Several {
	s := &Several{}
	var order []results.Cell
	found := map[results.Cell][]Best{}
	for i, rec := range recs {
		run := NamedRun{Name: names[i], ComparedRun: comparedRun(rec), Unpaired: rec.Run.Unpaired()}
		s.Runs = append(s.Runs, run)
		if i > 0 {
			s.Pairs = append(s.Pairs, Compare(recs[0], rec, names[0], names[i]))
		}
		if run.Unpaired {
			continue
		}
		for _, b := range bestsOf(newTable(rec), i) {
			mode := results.Cell{Workload: b.Workload, Mode: b.Mode}
			if found[mode] == nil {
				order = append(order, mode)
			}
			found[mode] = append(found[mode], b)
		}
	}
	for _, mode := range order {
		s.Bests = append(s.Bests, found[mode]...)
	}
	return s
}

// bestsOf are the best cells of every mode of a run.
func bestsOf(t *table, run int) (all []Best) {
	for _, mode := range t.modes() {
		cell, logs := t.best(mode)
		if cell == nil {
			continue
		}
		e := stats.FromLogs(logs)
		all = append(all, Best{Workload: mode.Workload, Mode: mode.Mode, Run: run, Workers: cell.Workers, Speedup: e,
			PerWorker: e.Scaled(1 / float64(cell.Workers))})
	}
	return all
}

// Claimable is whether something may be claimed from a run.
func (r NamedRun) Claimable() bool { return !r.Unpaired && r.Conditions.Doubt(r.Rounds) == "" }

// Sentences say of every record but the first how it stands beside that, and of each pair that can't be compared why.
func (s *Several) Sentences() (all []string) {
	for _, c := range s.Pairs {
		name := fmt.Sprintf("%s (new) beside %s (old): ", c.New, c.Old)
		said := c.Sentences()
		switch {
		case len(c.Refused) > 0:
			said = []string{"can't be compared: " + strings.Join(c.Refused, "; ") + "."}
		case len(c.Doubts()) > 0:
			said = append(c.Doubts(), said...)
		case c.Imported:
			said = []string{"unpaired, and no verdict rests on a ratio: another tool measured one of the two."}
		}
		for _, text := range said {
			all = append(all, name+text)
		}
	}
	return all
}

// Refused is whether none of the records can be compared with the first.
func (s *Several) Refused() bool {
	for _, c := range s.Pairs {
		if len(c.Refused) == 0 {
			return false
		}
	}
	return true
}

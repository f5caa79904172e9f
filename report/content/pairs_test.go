package content

import (
	"testing"
	"time"

	"corerace/results"
	"corerace/results/verdict"
)

// What isn't comparable has no speedup: another amount of work, a faulty or missing baseline, the warm-up, a cell
// that was measured twice.
func TestOnlyComparableSamplesArePaired(t *testing.T) {
	sample := func(mode string, round int, items int64, wall int, fault string) results.Sample {
		return results.Sample{
			Cell: results.Cell{Workload: "w", Mode: mode, Workers: 1}, Baseline: "serial",
			Round: round, Items: items, Wall: time.Duration(wall) * time.Millisecond, Error: fault,
		}
	}
	d := &Document{Summary: &verdict.Summary{}, Record: &results.Record{Samples: []results.Sample{
		sample("serial", 0, 8, 100, ""), sample("gil", 0, 8, 50, ""), // warm-up
		sample("serial", 1, 8, 100, ""), sample("gil", 1, 8, 50, ""), // 2×
		sample("serial", 2, 8, 100, ""), sample("gil", 2, 9, 50, ""), // more items
		sample("serial", 3, 8, 100, "sum differs"), sample("gil", 3, 8, 50, ""),
		sample("serial", 4, 8, 100, ""), sample("gil", 4, 8, 50, "sum differs"),
		sample("gil", 5, 8, 50, ""),
		sample("gil", 6, 8, 25, ""), sample("gil", 6, 8, 50, ""), sample("serial", 6, 8, 100, ""), // 4×, and again
		sample("serial", 7, 8, 100, ""), sample("gil", 7, 8, 0, ""),
	}}}
	got := d.Dots("w")[results.Cell{Workload: "w", Mode: "gil", Workers: 1}]
	if len(got) != 2 || got[0] != (Dot{1, 2}) || got[1] != (Dot{6, 4}) {
		t.Errorf("dots %v, want 2× in round 1 and 4× in round 6", got)
	}
}

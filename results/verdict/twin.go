package verdict

import (
	"fmt"

	"corerace/results/stats"
)

// noiseFloor is how far apart two equal modes come out on a workload, as a ratio less 1, and the ratio of the twin to
// its original that says so. It is 0 where no twin was measured in enough rounds, and of several twins the largest.
//
// The floor is the half-width of the interval of twin ÷ original. Where that leaves out 1, two entries of the same
// program were told apart, and the floor is the interval's far end: a difference as large shows nothing.
func (t *table) noiseFloor(workload string) (stats.Estimate, float64) {
	var widest stats.Estimate
	floor := 0.0
	for _, c := range t.twins {
		if c.Workload != workload {
			continue
		}
		e := t.twinRatio(c)
		if !e.HasInterval() {
			continue
		}
		if f := floorOf(e); f >= floor {
			widest, floor = e, f
		}
	}
	return widest, floor
}

// twinRatio is the twin's wall time ÷ the original's, paired in each round.
func (t *table) twinRatio(twin *cellSamples) stats.Estimate {
	mine, theirs := pairs(twin, t.byCell[twin.Cell])
	return stats.PairedRatio(seconds(mine, wallOf), seconds(theirs, wallOf))
}

// floorOf is the floor that one twin's ratio shows, as a ratio less 1.
func floorOf(e stats.Estimate) float64 {
	if e.Lo > 1 || e.Hi < 1 {
		return max(e.Hi, 1/e.Lo) - 1
	}
	return e.HalfWidth()
}

// twinWarnings name the twins that were told apart from their originals.
func (t *table) twinWarnings() []string {
	var warnings []string
	for _, c := range t.twins {
		if e := t.twinRatio(c); e.HasInterval() && (e.Lo > 1 || e.Hi < 1) {
			warnings = append(warnings, fmt.Sprintf("%s: %s and its twin are the same program and came out %s apart: "+
				"differences of this size show nothing", c.Workload, label(c.Cell, c.baseline), e))
		}
	}
	return warnings
}

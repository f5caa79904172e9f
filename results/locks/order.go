package locks

import (
	"cmp"
	"slices"
	"strings"

	"corerace/results"
)

// gilExperiments is the order in which experiments are shown.
var gilExperiments = []string{results.GILSlices, results.GILSlowdown, results.GILConvoy, results.GILBlocking,
	results.GILUpdates}

// compareGIL orders cells: by experiment, subjects with the models first, then by setting.
func compareGIL(a, b GILCell) int {
	place := func(c GILCell) int {
		if i := slices.Index(gilExperiments, c.Experiment); i >= 0 {
			return i
		}
		return len(gilExperiments)
	}
	model := func(c GILCell) int {
		if strings.HasPrefix(c.Subject, "gil") || c.Subject == GILProcesses {
			return 0
		}
		return 1
	}
	flag := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Experiment, b.Experiment),
		cmp.Compare(model(a), model(b)), cmp.Compare(a.Subject, b.Subject),
		cmp.Compare(a.Interval, b.Interval), cmp.Compare(a.Ticks, b.Ticks), cmp.Compare(a.Cores, b.Cores),
		cmp.Compare(a.Threads, b.Threads), cmp.Compare(flag(a.Released), flag(b.Released)),
		cmp.Compare(flag(a.Called), flag(b.Called)))
}

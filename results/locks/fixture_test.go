package locks

import (
	"math"
	"testing"

	"corerace/results"
)

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

// twoCores is a machine that was quiet or not in the rounds that a record has samples of.
func twoCores(t testing.TB, rec *results.Record, others float64) {
	t.Helper()
	rec.Run.Hosts = []results.Machine{{CoresLogical: 2, CoresAllowed: []int{0, 1}}}
	rounds := map[int]bool{}
	for _, s := range rec.Samples {
		if !rounds[s.Round] {
			rounds[s.Round] = true
			rec.Rounds = append(rec.Rounds, results.Round{Round: s.Round, Wall: 1e9, Others: new(others),
				Steal: new(0.0)})
		}
	}
}

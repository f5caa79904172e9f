package locks

import (
	"testing"

	"corerace/results"
)

func TestLostUpdatesHaveAnIntervalOfShares(t *testing.T) {
	lines := func(lost ...int64) (all []results.GIL) {
		for i, n := range lost {
			all = append(all, results.GIL{Round: i + 1, Experiment: results.GILUpdates,
				Subject: "python3.11", Threads: 2, Updates: 1000, LostUpdates: n})
		}
		return all
	}
	for _, c := range []struct {
		lost           []int64
		center, lo, hi float64
	}{
		{[]int64{0, 0, 0, 0, 0, 0}, 0, 0, 0}, // none, which has no logarithm
		{[]int64{300, 310, 320, 330, 340, 350, 0}, 0.32, 0, 0.35},
	} {
		s := SummarizeGIL(&results.Record{GIL: lines(c.lost...)})
		if e := s.Rows[0].Lost; !e.HasInterval() || !near(e.Center, c.center, 1e-9) || !near(e.Lo, c.lo, 1e-9) ||
			!near(e.Hi, c.hi, 1e-9) {
			t.Errorf("%v: %+v", c.lost, e)
		}
	}
	apart := lines(0, 0)
	apart[0].Error, apart[1].Error = "the threads didn't overlap", "the threads didn't overlap"
	if r := SummarizeGIL(&results.Record{GIL: apart}).Rows[0]; r.Lost.N != 0 ||
		r.LeftOut != "the threads didn't overlap" {
		t.Errorf("threads that didn't overlap show %+v", r)
	}
}

package hosts

import (
	"testing"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/bench/mode"
	"corerace/bench/worker"
)

// The program isn't trusted, though it is ours: what it answers may be another build's.
func TestAnswersThatCantBeAreRefused(t *testing.T) {
	j := mode.Job{Grid: worker.Grid{Size: 10, Share: 1, Passes: 1}}
	good := func() tell.Ran {
		row := tell.Row{Member: tell.Member{PID: 7}, Shares: 5, Lots: 1}
		return tell.Ran{Wall: time.Second, Most: 5, Rows: []tell.Row{row, row}}
	}
	if err := check(good(), 2, j); err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(r *tell.Ran){
		"a negative wall time":  func(r *tell.Ran) { r.Wall = -1 },
		"a year of CPU time":    func(r *tell.Ran) { r.Rows[0].User = 400 * 24 * time.Hour },
		"more shares than any":  func(r *tell.Ran) { r.Rows[1].Shares = 11 },
		"a worker less":         func(r *tell.Ran) { r.Rows = r.Rows[:1] },
		"no process":            func(r *tell.Ran) { r.Rows[0].PID = 0 },
		"the death of a tenth":  func(r *tell.Ran) { r.Deaths = []tell.Death{{Worker: 9, PID: 1}} },
		"a negative hand-over":  func(r *tell.Ran) { r.HandOver = -1 },
		"negative second words": func(r *tell.Ran) { r.Twice = -1 },
	} {
		r := good()
		change(&r)
		if err := check(r, 2, j); err == nil {
			t.Errorf("%s is taken", what)
		}
	}
}

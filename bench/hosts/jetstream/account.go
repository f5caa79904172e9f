package jetstream

import (
	"context"
	"sync"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/results"
)

// account asks every worker what it has used, and puts together what a job came to.
func (x *running) account(ctx context.Context, wall time.Duration) (tell.Ran, error) {
	if w := find(x.o.Workload); x.grid.Size == w.Size && x.sum() != x.o.Sum*uint64(x.grid.Passes) {
		return tell.Ran{}, x.wrong(w.Run)
	}
	x.settle(ctx)
	tallies, tracks := make([]*tally, len(x.places)), make([]*results.Track, len(x.places))
	var all sync.WaitGroup
	for i, w := range x.places {
		all.Go(func() {
			r, err := x.s.ask(ctx, w.member, x.about(w.member, order{Do: doTally, Job: x.number}), pingWithin)
			if err == nil {
				tallies[i], tracks[i] = r.Tally, r.Track
			}
		})
	}
	all.Wait()
	x.keepTracks(tracks)
	ran := tell.Ran{Wall: wall, Engine: x.engine, Most: int64(x.most()), Twice: x.twice, Again: int64(len(x.again)), Restored: x.healed}
	var idle time.Duration
	for i, t := range tallies {
		row := &x.rows[i]
		row.Setup = x.places[i].setup
		if t == nil {
			x.gone(i)
			continue
		}
		row.User, row.Sys, row.Window, row.Wait, row.WaitKnown = t.User, t.Sys, t.Window, t.Wait, t.WaitKnown
		idle += t.Idle
		ran.HandOvers += t.Idles
	}
	if ran.HandOvers > 0 {
		ran.HandOver = idle / time.Duration(ran.HandOvers)
	}
	if len(x.deaths) == 1 && len(x.again) == 1 {
		x.deaths[0].Share = int64(x.lots[x.again[0]].First)
	}
	ran.Rows, ran.Deaths = x.rows, x.deaths
	return ran, nil
}

// settle waits for workers that are being put in the place of others.
func (x *running) settle(ctx context.Context) {
	x.pending.Wait()
	for len(x.came) > 0 {
		x.seat(ctx, <-x.came) // whoever isn't there now is one that doesn't answer
		x.pending.Wait()
	}
}

// gone is a worker that doesn't say what it used: it was lost during the job, or right after it.
func (x *running) gone(place int) {
	w := x.places[place]
	x.rows[place].Silent = true
	x.s.leave(w.member)
	if x.deathOf(place, w.hello.PID) >= 0 {
		return
	}
	x.deaths = append(x.deaths, tell.Death{Worker: place, PID: w.hello.PID, Share: -1, Reason: reason(w.how()),
		After: time.Since(x.began)})
}

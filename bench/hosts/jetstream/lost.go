package jetstream

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"corerace/bench/hosts/tell"
)

// A replaced is a place of the pool that has another process, or why it hasn't.
type replaced struct {
	placed
	place, death int
	err          error
}

// mostDeaths is how many workers may die in a job before it is given up.
const mostDeaths = 64

// bury takes note of a process that has died.
func (x *running) bury(ctx context.Context, proc *process) error {
	for i, w := range x.places {
		if w.proc == proc {
			return x.lose(ctx, i, proc.how())
		}
	}
	return nil // its place was taken before
}

// lose takes note of a worker that is lost, and has another one put in its place.
func (x *running) lose(ctx context.Context, place int, how string) error {
	w := x.places[place]
	d := tell.Death{Worker: place, PID: w.hello.PID, Share: -1, Reason: reason(how)}
	if !x.began.IsZero() {
		d.After = time.Since(x.began)
	}
	death := x.deathOf(place, d.PID)
	if death < 0 {
		death = len(x.deaths)
		x.deaths = append(x.deaths, d)
	}
	x.s.leave(w.member)
	x.places[place].proc = nil
	if !x.o.Recover || len(x.deaths) > mostDeaths {
		return fmt.Errorf("worker %d (pid %d): %s", place, d.PID, d.Reason)
	}
	x.coming++
	x.pending.Go(func() {
		w, err := x.fill(ctx, place, 0)
		if err == nil {
			_, err = x.call(ctx, w)
		}
		x.came <- replaced{w, place, death, err}
	})
	return nil
}

// deathOf is the place in the list of a death that is known, or -1.
func (x *running) deathOf(place, pid int) int {
	return slices.IndexFunc(x.deaths, func(d tell.Death) bool { return d.Worker == place && d.PID == pid })
}

// seat takes note of a worker that took the place of one that was lost. Where nobody is left over the others go on.
func (x *running) seat(ctx context.Context, r replaced) error {
	x.coming--
	if errors.Is(r.err, errNobody) {
		x.away[r.place] = true
		return nil
	}
	if r.err != nil {
		if r.proc != nil {
			r.proc.end(0)
		}
		return fmt.Errorf("worker %d, in the place of one that was lost: %w", r.place, r.err)
	}
	x.places[r.place] = r.placed
	x.sit(r.member, r.place)
	x.deaths[r.death].Replacement = r.hello.PID
	held := x.held
	x.held = nil
	for _, a := range held {
		if err := x.accept(a); err != nil {
			return err
		}
	}
	if r.proc != nil {
		select {
		case <-r.proc.ended: // before it had its place
			return x.lose(ctx, r.place, r.proc.how())
		default:
		}
	}
	return nil
}

// maxReason is how many bytes are told of how a worker ended: as many deaths as there may be fit into an answer.
const maxReason = 120

// reason makes what is said of a death fit for an answer.
func reason(how string) string {
	how = plain(how)
	return strings.ToValidUTF8(how[:min(len(how), maxReason)], "")
}

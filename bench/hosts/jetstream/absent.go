package jetstream

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// lookAfter is how long nobody answers before workers of other machines are asked whether they are there. What one had is
// handed out again by then.
const lookAfter = 2 * ackWait

// An absence is a worker that wasn't reached.
type absence struct {
	*member
	place int
}

// look asks all workers of other machines whether they are there. Of processes of this machine the system tells.
func (x *running) look(ctx context.Context) {
	if x.s.local {
		return
	}
	for i, w := range x.places {
		x.pending.Go(func() {
			_, err := x.s.ask(ctx, w.member, order{Do: doPing}, pingWithin)
			var silent silentError
			if !errors.As(err, &silent) || ctx.Err() != nil {
				return
			}
			select {
			case x.absent <- absence{w.member, i}:
			case <-ctx.Done():
			case <-time.After(pingWithin): // the job has its last sum
			}
		})
	}
}

// missed takes note of a worker that wasn't reached. Where somebody is left over he takes its place; else it may be cut
// off for a while, and is waited for.
func (x *running) missed(ctx context.Context, a absence) error {
	if x.places[a.place].member != a.member {
		return nil // it has been replaced
	}
	x.away[a.place] = true
	if !x.o.Recover || x.free() <= x.coming {
		return nil
	}
	delete(x.away, a.place)
	return x.lose(ctx, a.place, "it doesn't answer any more")
}

// free is how many members have no place in the pool, and never had one.
func (p *pool) free() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.s.here() {
		if !p.taken[m] {
			n++
		}
	}
	return n
}

// late says what is missing after the deadline, and who wasn't reached.
func (x *running) late() error {
	l := x.missing()
	var away []string
	for i := range x.places {
		if x.away[i] {
			away = append(away, x.places[i].member.String())
		}
	}
	text := ""
	if len(away) > 0 {
		text = ", and not reached: " + strings.Join(away, ", ")
	}
	return fmt.Errorf("silent for %v, past its deadline: nobody answers for shares %d to %d%s",
		x.silence.Round(time.Millisecond), l.First, l.First+l.Count-1, text)
}

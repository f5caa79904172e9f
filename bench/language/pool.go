package language

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"corerace/bench/language/speak"
	"corerace/bench/mode"
)

// A crewPool is workers in a program of another language.
type crewPool struct {
	crew   *speak.Crew
	claim  string // how shares are claimed
	warm   time.Duration
	made   time.Duration // the making of the program took
	broken error
}

// warmUp lets the workers do passes for some time, so that what is measured after it is the code that the compiler of
// their runtime has made, and not how long it took to make it.
func (p *crewPool) warmUp(least time.Duration, share int, deadline time.Duration) error {
	for began := time.Now(); p.warm < least; p.warm = time.Since(began) {
		if _, err := p.crew.Run(share, 1, deadline); err != nil {
			return err
		}
	}
	return nil
}

// Run implements Pool.
func (p *crewPool) Run(ctx context.Context, j mode.Job) (mode.Outcome, error) {
	if p.broken != nil {
		return mode.Outcome{}, fmt.Errorf("the pool has failed before: %w", p.broken)
	}
	defer context.AfterFunc(ctx, p.crew.Kill)()
	before := mode.ReadOwn()
	o := mode.Outcome{Start: time.Now(), Claim: p.claim, Warm: p.warm, Made: p.made}
	done, err := p.crew.Run(j.Share, j.Passes, cmp.Or(j.Deadline, mode.DefaultDeadline))
	if err != nil {
		p.broken = cmp.Or(context.Cause(ctx), err)
		return mode.Outcome{}, p.broken
	}
	var tallies []mode.Tally
	end := o.Start
	for _, r := range done.Rows {
		if r.End.After(end) {
			end = r.End
		}
		t := mode.Tally{Sum: r.Sum, Shares: r.Shares, PID: r.PID, TID: r.TID, User: r.User, Sys: r.Sys, Setup: r.Setup,
			End: r.End}
		t.Window, t.Wait, t.Known = r.Window, r.Wait, r.Known
		tallies = append(tallies, t)
	}
	o.Wall, o.CPU.Helpers, o.CPU.HelpersUnknown = end.Sub(o.Start), done.Helpers, !done.Known
	return o, o.Add(tallies, j.Grid, before.Used())
}

// Close implements Pool.
func (p *crewPool) Close() error { return p.crew.Close() }

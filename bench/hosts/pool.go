package hosts

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/bench/mode"
	"corerace/results"
)

// A pool is workers of hosts that are ready.
type pool struct {
	hub     *Hub
	chunk   uint64
	workers int
	opened  tell.Opened
	closed  bool
	broken  error
}

// forEver is how long a job may take where nobody says: every lot of it has a deadline of its own.
const forEver = 1000 * time.Hour

// Run implements mode.Pool.
func (p *pool) Run(ctx context.Context, j mode.Job) (mode.Outcome, error) {
	if p.broken != nil {
		return mode.Outcome{}, fmt.Errorf("the pool has failed before: %w", p.broken)
	}
	r := tell.Run{Size: j.Size, Share: j.Share, Passes: j.Passes, Chunk: p.chunk, Mean: j.Mean, Limit: j.Limit,
		Silence: cmp.Or(j.Deadline, mode.DefaultDeadline)}
	var ran tell.Ran
	before := mode.ReadOwn()
	o := mode.Outcome{Start: time.Now(), Claim: results.ClaimQueue}
	err := p.hub.ask(ctx, tell.Question{Do: tell.DoRun, Run: &r}, &ran, forEver)
	if err == nil {
		err = p.take(&o, ran, j, before)
	}
	if err == nil {
		err = p.takeTracks(ctx, &o)
	}
	if err != nil {
		p.broken = err
	}
	return o, err
}

// take takes in what a job came to. What was answered isn't trusted.
func (p *pool) take(o *mode.Outcome, ran tell.Ran, j mode.Job, before mode.Own) error {
	if err := check(ran, p.workers, j); err != nil {
		return fmt.Errorf("%s answered what can't be: %w", tell.Program, err)
	}
	var tallies []mode.Tally
	for _, r := range ran.Rows {
		t := mode.Tally{Sum: r.Sum, Shares: r.Shares, PID: r.PID, TID: r.PID, Host: r.Host, User: r.User, Sys: r.Sys,
			Setup: r.Setup, Lots: results.Lots{Claims: r.Lots, Most: ran.Most}}
		t.Window, t.Wait, t.Known = r.Window, r.Wait, r.WaitKnown
		tallies = append(tallies, t)
		if r.Silent {
			o.Warnings = append(o.Warnings, fmt.Sprintf("what pid %d used isn't known: it was lost", r.PID))
		}
	}
	o.Wall = ran.Wall
	o.CPU.Helpers = ran.Engine
	if ran.HandOvers > 0 {
		o.HandOver = &results.HandOver{Mean: ran.HandOver, Count: ran.HandOvers}
	}
	for _, d := range ran.Deaths {
		o.Deaths = append(o.Deaths, results.Death{Worker: d.Worker, PID: d.PID, Share: d.Share, Reason: d.Reason,
			T: d.After, Replacement: d.Replacement})
	}
	o.Warnings = append(o.Warnings, marks(ran)...)
	o.Again = ran.Again > 0 || ran.Restored > 0
	return o.Add(tallies, j.Grid, before.Used())
}

// takeTracks takes in what the cores of hosts did. It is over by then, so what that takes is in no time.
func (p *pool) takeTracks(ctx context.Context, o *mode.Outcome) error {
	took := map[string]bool{}
	for _, w := range o.PerWorker {
		if w.Host != "" {
			took[w.Host] = true
		}
	}
	for len(took) > 0 { // workers that are processes of this machine have none
		var some tell.Tracks
		q := tell.Question{Do: tell.DoTracks, From: len(o.Tracks)}
		if err := p.hub.ask(ctx, q, &some, askWithin); err != nil {
			return err
		}
		for _, t := range some.Tracks {
			err := results.CheckTrack(t)
			if err == nil && !took[t.Host] {
				err = fmt.Errorf("a track of host %.64q, of which there is one or no worker took part", t.Host)
			}
			if err != nil {
				return fmt.Errorf("%s answered what can't be: %w", tell.Program, err)
			}
			took[t.Host] = false
			o.Tracks = append(o.Tracks, t)
		}
		o.Warnings = append(o.Warnings, some.Untold...)
		if len(some.Tracks) == 0 || len(o.Tracks) >= some.All {
			break
		}
	}
	return nil
}

// marks say what a sample went through.
func marks(ran tell.Ran) (said []string) {
	if ran.Again > 0 {
		said = append(said, fmt.Sprintf("%d lots were handed out again: who had them was silent for too long", ran.Again))
	}
	if ran.Twice > 0 {
		said = append(said, fmt.Sprintf("%d lots were answered twice: the first answer counts", ran.Twice))
	}
	if ran.Restored > 0 {
		said = append(said, fmt.Sprintf("the engine was away, and what it had lost was handed out anew %d times",
			ran.Restored))
	}
	return said
}

// check refuses figures that can't be.
func check(ran tell.Ran, workers int, j mode.Job) error {
	most := int64(min(j.Shares(), math.MaxInt64))
	times := []time.Duration{ran.Wall, ran.Engine, ran.HandOver}
	counts := []int64{ran.HandOvers, ran.Twice, ran.Again, ran.Restored, ran.Most}
	for _, r := range ran.Rows {
		times = append(times, r.Setup, r.User, r.Sys, r.Window, r.Wait)
		counts = append(counts, r.Shares, r.Lots, int64(r.PID)-1)
		if r.Shares > most {
			return fmt.Errorf("%d shares done, the job has %d", r.Shares, most)
		}
	}
	for _, d := range ran.Deaths {
		times = append(times, d.After)
		counts = append(counts, d.Share+1, int64(d.Replacement), int64(d.PID))
		if d.Worker < 0 || d.Worker >= workers {
			return fmt.Errorf("the death of worker %d of %d", d.Worker, workers)
		}
	}
	for _, t := range times {
		if t < 0 || t > results.MaxDuration {
			return errors.New("impossible times")
		}
	}
	for _, n := range counts {
		if n < 0 {
			return errors.New("negative counts")
		}
	}
	if len(ran.Rows) != workers {
		return fmt.Errorf("%d workers, %d expected", len(ran.Rows), workers)
	}
	return nil
}

// Close implements mode.Pool.
func (p *pool) Close() error {
	if p.closed {
		return nil
	}
	p.closed = true
	var none struct{}
	return p.hub.ask(context.Background(), tell.Question{Do: tell.DoClose}, &none, askWithin)
}

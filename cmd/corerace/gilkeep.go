package main

import (
	"fmt"
	"io"
	"time"

	"corerace/results"
)

// A gilKeeper takes what a lab measures: into memory and into the record's file, and shows how far it is.
type gilKeeper struct {
	*results.Writer
	rec    results.Record
	stderr io.Writer
	live   bool // stderr is a terminal: one line that changes
	began  time.Time
	budget time.Duration
}

func newGILKeeper(w, stderr io.Writer, budget time.Duration) *gilKeeper {
	_, _, live := terminalSize(stderr)
	return &gilKeeper{Writer: results.NewWriter(w), stderr: stderr, live: live, began: time.Now(), budget: budget}
}

// Run implements lab.Sink.
func (k *gilKeeper) Run(r results.Run) error {
	k.rec.Run = r
	return k.Writer.Run(r)
}

// GIL implements lab.Sink.
func (k *gilKeeper) GIL(g results.GIL) error {
	k.rec.GIL = append(k.rec.GIL, g)
	return k.Writer.GIL(g)
}

// Round implements lab.Sink.
func (k *gilKeeper) Round(r results.Round) error {
	k.rec.Rounds = append(k.rec.Rounds, r)
	if !k.live {
		fmt.Fprintf(k.stderr, "round %d in %v, %v of %v\n", r.Round, roundTime(r.Wall), roundTime(time.Since(k.began)), k.budget)
	}
	return k.Writer.Round(r)
}

// End implements lab.Sink.
func (k *gilKeeper) End(e results.End) error {
	k.rec.End = &e
	return k.Writer.End(e)
}

// progress shows the measurement that was done last.
func (k *gilKeeper) progress(round, done, of int, g results.GIL) {
	if k.live {
		fmt.Fprintf(k.stderr, "\r\x1b[Kround %d, %d of %d: %s of %s, %v of %v", round, done, of, g.Experiment, g.Subject,
			roundTime(time.Since(k.began)), k.budget)
	}
}

// done ends the line that changes.
func (k *gilKeeper) done() {
	if k.live {
		fmt.Fprint(k.stderr, "\r\x1b[K")
	}
}

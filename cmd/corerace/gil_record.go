package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"corerace/bench/lab"
	"corerace/report"
	"corerace/report/chart"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/locks"
)

// errTargets reports targets that the models missed.
var errTargets = errors.New("not every target holds")

// A recorded measurement is that of a lab. It leaves a record and a page in a folder, and charts where they are asked
// for.
type recorded struct {
	flags   *experimentFlags
	targets bool
	lab     *lab.Lab
	out     *output
	rec     *results.Record
}

// open implements measurement.
func (m *recorded) open() (discard func(), err error) {
	if m.out, err = createOutput(m.flags.out, time.Now()); err != nil {
		return nil, err
	}
	return m.out.abandon, nil
}

// run implements measurement.
func (m *recorded) run(ctx context.Context, stderr io.Writer) (some bool, err error) {
	k := newGILKeeper(m.out.file, stderr, m.lab.Budget)
	m.lab.Progress = k.progress
	err = m.lab.Run(ctx, k)
	k.done()
	m.rec = &k.rec
	return len(m.rec.GIL) > 0, err
}

// deliver implements measurement: it writes the page and what the format asks for.
func (m *recorded) deliver(stdout io.Writer) error {
	defer m.out.file.Close()
	rec, err := m.rec, m.render("html")
	if m.flags.format == "json" {
		files, drawn := report.RenderGIL(rec, "json", report.Options{})
		if drawn == nil {
			_, drawn = stdout.Write(files[0].Data)
		}
		return errors.Join(err, drawn, m.judge())
	}
	if m.flags.format != "table" {
		err = errors.Join(err, m.render(m.flags.format))
	}
	sum, o := locks.SummarizeGIL(rec), tableOptions(stdout)
	err = errors.Join(err, text.GIL(stdout, rec, sum, o.Options))
	if m.targets {
		fmt.Fprintln(stdout)
		err = errors.Join(err, text.GILTargets(stdout, locks.GILTargets(sum), o.Options))
	}
	fmt.Fprintf(stdout, "\nrecord   %s\npage     %s\n", m.out.record, linked(stdout, m.out.page))
	return errors.Join(err, m.judge())
}

// render writes a format into the folder of the record. A record without anything to draw has no charts.
func (m *recorded) render(format string) error {
	o := report.Options{Targets: m.targets}
	if m.flags.dark {
		o.Theme = chart.Dark
	}
	files, err := report.RenderGIL(m.rec, format, o)
	if err != nil && !errors.Is(err, report.ErrNoFigures) {
		return err
	}
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(m.out.dir, file.Name), file.Data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// judge says whether the targets hold, where that was asked for.
func (m *recorded) judge() error {
	if !m.targets {
		return nil
	}
	return judgeTargets(locks.GILTargets(locks.SummarizeGIL(m.rec)))
}

// judgeTargets is an error where a target is missed, and another one where none is, but not all can be told.
func judgeTargets(all []locks.GILTarget) error {
	open := 0
	for _, t := range all {
		if t.Open != "" {
			open++
		} else if t.Measured != "" && !t.Holds {
			return errTargets
		}
	}
	if open > 0 {
		return inconclusiveError{fmt.Errorf("inconclusive: whether a target holds can't be told of %d of %d", open, len(all))}
	}
	return nil
}

// A gilKeeper takes what a lab measures: into memory and into the record's file, and shows how far it is.
type gilKeeper struct {
	*results.Writer
	rec    results.Record
	stderr io.Writer
	live   bool // stderr is a terminal: one line that changes
	began  time.Time
	budget time.Duration
	tell   func(round int, took time.Duration) // of a round, where there is no line that changes
}

func newGILKeeper(w, stderr io.Writer, budget time.Duration) *gilKeeper {
	_, _, live := terminalSize(stderr)
	return &gilKeeper{Writer: results.NewWriter(w), stderr: stderr, live: live, began: time.Now(), budget: budget,
		tell: roundProgress(stderr, budget)}
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
		k.tell(r.Round, r.Wall)
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

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"corerace/bench/cost/rounds"
	"corerace/report"
	"corerace/report/chart"
	"corerace/report/figure"
	"corerace/report/text"
)

// A form shows a run R with its summary S.
type form[R, S any] struct {
	format string
	show   func(w io.Writer, run *R, sum *S, o report.Options) error
}

// inTable is the form for a terminal.
func inTable[R, S any](show func(io.Writer, *R, *S, text.Options) error) form[R, S] {
	return form[R, S]{"table", func(w io.Writer, run *R, sum *S, o report.Options) error {
		return show(w, run, sum, o.Options)
	}}
}

// inJSON is the form for programs: an object of both.
func inJSON[R, S any](object func(run *R, sum *S) any) form[R, S] {
	return form[R, S]{"json", func(w io.Writer, run *R, sum *S, _ report.Options) error {
		return writeIndented(w, object(run, sum))
	}}
}

// inHTML is the page.
func inHTML[R, S any](write func(io.Writer, *R, *S) error) form[R, S] {
	return form[R, S]{"html", func(w io.Writer, run *R, sum *S, _ report.Options) error { return write(w, run, sum) }}
}

// inSVG, inPNG and inPDF are a chart.
func inSVG[R, S any](draw func(*R, *S) figure.Figure) form[R, S] {
	return form[R, S]{"svg", func(w io.Writer, run *R, sum *S, o report.Options) error {
		return draw(run, sum).SVG(w, o.Theme)
	}}
}

func inPNG[R, S any](draw func(*R, *S) figure.Figure) form[R, S] {
	return form[R, S]{"png", func(w io.Writer, run *R, sum *S, o report.Options) error {
		return draw(run, sum).PNG(w, o.Theme, o.DPI)
	}}
}

func inPDF[R, S any](draw func(*R, *S) figure.Figure) form[R, S] {
	return form[R, S]{"pdf", func(w io.Writer, run *R, sum *S, o report.Options) error {
		return draw(run, sum).PDF(w, o.Theme)
	}}
}

// formatsOf are the names of forms.
func formatsOf[R, S any](forms []form[R, S]) (names []string) {
	for _, x := range forms {
		names = append(names, x.format)
	}
	return names
}

// A formed measurement is shown in one of several forms, in a file or on standard output.
type formed[R, S any] struct {
	flags     *experimentFlags
	forms     []form[R, S]
	plan      *rounds.Plan // of what is measured, which is told where to show its progress
	measure   func(ctx context.Context) (*R, error)
	summarize func(run *R) *S
	measured  *R
}

// open implements measurement.
func (m *formed[R, S]) open() (discard func(), err error) {
	if err := checkOut(m.flags.out); err != nil {
		return nil, usageError{err}
	}
	return func() {}, nil
}

// run implements measurement.
func (m *formed[R, S]) run(ctx context.Context, stderr io.Writer) (some bool, err error) {
	m.plan.Progress = roundProgress(stderr, m.flags.budget)
	m.measured, err = m.measure(ctx)
	return m.measured != nil, err
}

// deliver implements measurement.
func (m *formed[R, S]) deliver(stdout io.Writer) error {
	return toFile(m.flags.out, stdout, func(w io.Writer) error {
		o := tableOptions(w)
		if m.flags.dark {
			o.Theme = chart.Dark
		}
		for _, x := range m.forms {
			if x.format == m.flags.format {
				return x.show(w, m.measured, m.summarize(m.measured), o)
			}
		}
		return nil // the flags were checked
	})
}

// checkOut says why a file can't be written; "" is standard output.
func checkOut(path string) error {
	if path == "" {
		return nil
	}
	if !isDir(filepath.Dir(path)) {
		return fmt.Errorf("-o is %s, whose folder isn't there", path)
	}
	if err := checkWritable(path); err != nil {
		return fmt.Errorf("-o: %w", err)
	}
	return nil
}

// checkWritable says why a file can't be written, before anything is measured for it. It leaves nothing behind. A pipe
// isn't tried: who reads from it would take that for the end, and without a reader it would be waited for.
func checkWritable(path string) error {
	if info, err := os.Stat(path); err == nil && info.Mode()&fs.ModeNamedPipe != 0 {
		return nil
	}
	_, err := os.Lstat(path)
	isNew := errors.Is(err, fs.ErrNotExist)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	file.Close()
	if isNew {
		return os.Remove(path)
	}
	return nil
}

// toFile has something written to a file, or to standard output where path is empty.
func toFile(path string, stdout io.Writer, write func(io.Writer) error) (err error) {
	if path == "" {
		return write(stdout)
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}

// writeIndented writes JSON for people and programs.
func writeIndented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

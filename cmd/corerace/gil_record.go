package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"corerace/report"
	"corerace/report/chart"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/locks"
)

// errTargets reports targets that the models missed.
var errTargets = errors.New("not every target holds")

// show writes the page and what the format asks for.
func (f *gilFlags) show(rec *results.Record, out *output, stdout io.Writer) error {
	err := f.render(rec, "html", out.dir)
	if f.format == "json" {
		files, drawn := report.RenderGIL(rec, "json", report.Options{})
		if drawn == nil {
			_, drawn = stdout.Write(files[0].Data)
		}
		return errors.Join(err, drawn, f.judge(rec))
	}
	if f.format != "table" {
		err = errors.Join(err, f.render(rec, f.format, out.dir))
	}
	sum, o := locks.SummarizeGIL(rec), tableOptions(stdout)
	err = errors.Join(err, text.GIL(stdout, rec, sum, o.Options))
	if f.targets {
		fmt.Fprintln(stdout)
		err = errors.Join(err, text.GILTargets(stdout, locks.GILTargets(sum), o.Options))
	}
	fmt.Fprintf(stdout, "\nrecord   %s\npage     %s\n", out.record, out.page)
	return errors.Join(err, f.judge(rec))
}

// render writes a format into the folder of the record. A record without anything to draw has no charts.
func (f *gilFlags) render(rec *results.Record, format, dir string) error {
	o := report.Options{}
	if f.dark {
		o.Theme = chart.Dark
	}
	files, err := report.RenderGIL(rec, format, o)
	if err != nil && !errors.Is(err, report.ErrNoFigures) {
		return err
	}
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(dir, file.Name), file.Data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// judge says whether the targets hold, where that was asked for. What a busy machine spoiled isn't judged.
func (f *gilFlags) judge(rec *results.Record) error {
	if !f.targets {
		return nil
	}
	for _, t := range locks.GILTargets(locks.SummarizeGIL(rec)) {
		if t.Measured != "" && !t.Holds && t.Open == "" {
			return errTargets
		}
	}
	return nil
}

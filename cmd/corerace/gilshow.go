package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"corerace/report"
	"corerace/results"
)

// errTargets reports targets that the models missed.
var errTargets = errors.New("not every target holds")

// show writes the page and what the format asks for.
func (f *gilFlags) show(rec *results.Record, out *output, stdout io.Writer) error {
	sum := results.SummarizeGIL(rec)
	err := writeGILPage(rec, sum, out.page)
	return errors.Join(err, f.deliver(rec, sum, out, stdout))
}

func (f *gilFlags) deliver(rec *results.Record, sum *results.GILSummary, out *output, stdout io.Writer) error {
	switch f.format {
	case "json":
		e := json.NewEncoder(stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return errors.Join(e.Encode(struct {
			Summary     *results.GILSummary     `json:"summary"`
			Comparisons []results.GILComparison `json:"comparisons"`
			Targets     []results.GILTarget     `json:"targets"`
		}{sum, results.CompareGIL(sum), results.GILTargets(sum)}), f.judge(sum))
	case "svg", "png":
		if err := f.draw(rec, sum, out.dir); err != nil {
			return err
		}
	}
	o := tableOptions(stdout)
	if err := report.WriteGIL(stdout, rec, sum, o); err != nil {
		return err
	}
	if f.targets {
		fmt.Fprintln(stdout)
		if err := report.WriteGILTargets(stdout, results.GILTargets(sum), o); err != nil {
			return err
		}
	}
	fmt.Fprintf(stdout, "\nrecord   %s\npage     %s\n", out.record, out.page)
	return f.judge(sum)
}

// judge says whether the targets hold, where that was asked for. What a busy machine spoiled isn't judged.
func (f *gilFlags) judge(sum *results.GILSummary) error {
	if !f.targets {
		return nil
	}
	for _, t := range results.GILTargets(sum) {
		if t.Measured != "" && !t.Holds && !t.Busy {
			return errTargets
		}
	}
	return nil
}

// draw writes the charts into the folder of the record.
func (f *gilFlags) draw(rec *results.Record, sum *results.GILSummary, dir string) error {
	theme := report.Auto
	if f.dark {
		theme = report.Dark
	}
	for _, fig := range report.GILFigures(rec, sum) {
		file, err := os.Create(filepath.Join(dir, fig.Name+"."+f.format))
		if err != nil {
			return err
		}
		if f.format == "svg" {
			err = fig.SVG(file, theme)
		} else {
			err = fig.PNG(file, theme, 0)
		}
		if err := errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	return nil
}

// writeGILPage writes the page, or leaves none.
func writeGILPage(rec *results.Record, sum *results.GILSummary, path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := errors.Join(report.WriteGILPage(file, rec, sum), file.Close()); err != nil {
		return errors.Join(fmt.Errorf("the page can't be written: %w", err), os.Remove(path))
	}
	return nil
}

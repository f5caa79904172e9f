package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"corerace/bench/mode"
	"corerace/report"
	"corerace/report/chart"
	"corerace/report/content"
	"corerace/results"
	"corerace/results/foreign"
	"corerace/results/verdict"
)

// reportFlags are the flags of report as they were given.
type reportFlags struct {
	format, out, figure string
	dark, ascii         bool
	open                bool
	projector           bool
	ofClass, names      bool
	foreignFlags
}

func reportCommand() *cobra.Command {
	var f reportFlags
	var formats []string
	long := "Report draws a record in any form:\n\n"
	for _, x := range report.Formats() {
		formats = append(formats, x.Name)
		long += fmt.Sprintf("  %-9s  %s\n", x.Name, x.Doc)
	}
	cmd := &cobra.Command{
		Use:     "report FILE…",
		GroupID: "measure",
		Short:   "Draw a record as a table, a page, charts or data",
		Long: long + "\nFILE is a record, the folder of a run, or a file of another tool that corerace import reads. One form of one\n" +
			"record goes to standard output, or to -o PATH; several records, and charts, go into the folder PATH, or beside\n" +
			"the record.\n\n" +
			"A folder that is no run but has runs in its folders becomes one page, PATH or collection.html in it: machines\n" +
			"side by side, and what each of them said over time, with its noise.\n\n" +
			"Beside a run.jsonl the grain.json of the same machine, from corerace grain --format json, is one more chart.\n\n" +
			"With --class each folder in a folder is somebody's, however records lie in it; of several folders each is.\n" +
			"They become one page, PATH or class.html in the first folder: what was predicted in lessons against what was\n" +
			"measured, everyone's speedups by machine, and who measured on a noisy one; and beside it a CSV a question.\n" +
			"People have numbers in place of names.",
		Example: "  corerace report corerace-out/20261122T101500Z\n" +
			"  corerace report --format html -o page.html run.jsonl\n" +
			"  corerace report corerace-out\n" +
			"  corerace report --class -o friday.html stick\n" +
			"  corerace report --format svg --figure rounds-mandelbrot -o chart.svg run.jsonl",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("report needs a record: a run.jsonl, or the folder of a run")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := report.FindFormat(f.format); err != nil {
				return usageError{&mode.UnknownError{Kind: "format", Name: f.format, Known: formats}}
			}
			if f.ofClass {
				if err := f.checkClass(cmd.Flags().Changed("format")); err != nil {
					return usageError{err}
				}
				return f.class(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			if f.names {
				return usageError{errors.New("--names is for --class alone")}
			}
			if err := errors.Join(f.checkOpen(args), f.checkFigure(cmd.Flags().Changed("figure")), f.checkLook(args)); err != nil {
				return usageError{err}
			}
			o, err := f.options()
			if err != nil {
				return err
			}
			return f.run(args, o, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.format, "format", "table", strings.Join(formats, ", "))
	fl.StringVarP(&f.out, "output", "o", "", "file to write, or folder where there are several")
	fl.StringVar(&f.figure, "figure", "", "svg, png, pdf: only the chart of this name")
	fl.BoolVar(&f.dark, "dark", false, "svg, png, pdf: for a dark background")
	fl.BoolVar(&f.projector, "projector", false, "html: larger, and light whatever the reader's system is")
	fl.BoolVar(&f.open, "open", false, "html: "+openSays)
	fl.BoolVar(&f.ofClass, "class", false, "the records of a class, a folder a person: a page, and a CSV a question")
	fl.BoolVar(&f.names, "names", false, "class: the names of the folders in place of numbers")
	fl.BoolVar(&f.ascii, "ascii", false, "table: nothing beyond ASCII")
	f.foreignFlags.add(cmd)
	cmd.RegisterFlagCompletionFunc("format", complete(formats))
	cmd.RegisterFlagCompletionFunc("figure", completeFigure)
	return cmd
}

// checkOpen says why no page could be opened in the end: there must be one, in a file.
func (f reportFlags) checkOpen(paths []string) error {
	switch {
	case !f.open || len(paths) == 1 && isCollection(paths[0]):
		return nil
	case len(paths) > 1 || f.format != "html" || f.out == "" || isDir(f.out):
		return errors.New("--open needs one page in a file: --format html and -o FILE")
	}
	return nil
}

// checkFigure says why no chart of a name can be drawn: only some formats are charts, and the name may be missing.
func (f reportFlags) checkFigure(given bool) error {
	switch {
	case !given:
		return nil
	case f.figure == "":
		return errors.New("--figure is empty: the name of a chart expected")
	case !slices.Contains(chartFormats, f.format):
		return fmt.Errorf("--figure needs --format svg, png or pdf: %s has no charts to pick from", f.format)
	}
	return nil
}

// checkLook refuses a look that the format doesn't have. What becomes a page of a folder is one whatever the format.
func (f reportFlags) checkLook(paths []string) error {
	switch {
	case f.projector && f.format != "html" && !slices.ContainsFunc(paths, isCollection):
		return fmt.Errorf("--projector needs --format html: %s isn't a page", f.format)
	case f.ascii && f.format != "table":
		return fmt.Errorf("--ascii is for the format table: it does nothing to %s", f.format)
	}
	return checkDark(f.dark, f.format)
}

// run draws every record. A record that can't be read doesn't keep the others from being drawn.
func (f reportFlags) run(paths []string, from foreign.Options, stdout, stderr io.Writer) error {
	var errs []error
	for _, path := range paths {
		errs = append(errs, f.one(path, from, len(paths) > 1, stdout, stderr))
	}
	return errors.Join(errs...)
}

func (f reportFlags) one(path string, from foreign.Options, several bool, stdout, stderr io.Writer) error {
	if isCollection(path) {
		if f.format != "table" && f.format != "html" || f.figure != "" {
			return usageError{fmt.Errorf("%s is a folder of runs, which is one page: --format html expected", path)}
		}
		return f.collection(path, stdout, stderr)
	}
	rec, err := readAny(path, from)
	if err != nil {
		return err
	}
	if rec.Run.Imported == nil {
		path = recordPath(path)
	}
	printSkipped(stderr, rec)
	o := tableOptions(stdout)
	o.ASCII = o.ASCII || f.ascii
	o.Projector = f.projector
	if f.dark {
		o.Theme = chart.Dark
	}
	if (f.format == "trace" || f.format == "csv") && f.figure == "" && !onLocks(rec) {
		return f.stream(rec, path, several, stdout, o)
	}
	files, err := render(rec, path, f.format, o)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if files, err = f.pick(files); err != nil {
		return err
	}
	return f.deliver(path, files, several, stdout)
}

// printSkipped names the lines of a record that were skipped.
func printSkipped(stderr io.Writer, rec *results.Record) {
	for _, p := range rec.Problems {
		fmt.Fprintf(stderr, "corerace: skipped %s\n", p)
	}
	if more := rec.Skipped - len(rec.Problems); more > 0 {
		fmt.Fprintf(stderr, "corerace: skipped %d more lines\n", more)
	}
}

// render draws a record: a race, or experiments on locks.
func render(rec *results.Record, path, format string, o report.Options) ([]report.File, error) {
	if onLocks(rec) {
		return report.RenderGIL(rec, format, o)
	}
	doc := documentOf(rec, path)
	if drawn(format) {
		addGrain(doc, path)
	}
	return report.Render(doc, format, o)
}

// drawn reports whether a format has charts.
func drawn(format string) bool { return slices.Contains([]string{"html", "svg", "png", "pdf"}, format) }

// documentOf is a record from a file with what it says.
func documentOf(rec *results.Record, path string) *content.Document {
	return &content.Document{Record: rec, Summary: verdict.Summarize(rec), Name: path,
		Open: opener(rec, path)}
}

// onLocks reports whether a record is of experiments on locks.
func onLocks(rec *results.Record) bool { return len(rec.GIL) > 0 && rec.NumSamples() == 0 }

// stream writes a form to where it belongs as it is made: a trace is many times as long as its record, and a table of
// samples about as long.
func (f reportFlags) stream(rec *results.Record, record string, several bool, stdout io.Writer,
	o report.Options) error {
	x, err := report.FindFormat(f.format)
	if err != nil {
		return err
	}
	path, told := f.out, false
	if path != "" && (several || isDir(path)) {
		name := "report" + x.Ext
		if several {
			name = prefixOf(record) + "-" + name
		}
		if err := os.MkdirAll(path, 0o777); err != nil {
			return err
		}
		path, told = filepath.Join(path, name), true
	}
	doc := documentOf(rec, record)
	if err := toFile(path, stdout, func(w io.Writer) error { return report.Write(w, doc, f.format, o) }); err != nil {
		return fmt.Errorf("%s: %w", record, err)
	}
	if told {
		fmt.Fprintln(stdout, linked(stdout, path))
	}
	return nil
}

// pick keeps the chart that was asked for.
func (f reportFlags) pick(files []report.File) ([]report.File, error) {
	if f.figure == "" {
		return files, nil
	}
	var names []string
	for _, file := range files {
		name := figureName(file)
		if name == f.figure {
			return []report.File{file}, nil
		}
		names = append(names, name)
	}
	return nil, usageError{&mode.UnknownError{Kind: "figure", Name: f.figure, Known: names}}
}

// figureName is the name of a chart that was drawn.
func figureName(f report.File) string { return strings.TrimSuffix(f.Name, filepath.Ext(f.Name)) }

// deliver writes the files of one record to where they belong.
func (f reportFlags) deliver(record string, files []report.File, several bool, stdout io.Writer) error {
	charts := slices.Contains([]string{"svg", "png", "pdf"}, f.format)
	if len(files) == 1 && !several {
		if f.out != "" && !isDir(f.out) {
			err := os.WriteFile(f.out, files[0].Data, 0o666)
			if err == nil && f.open {
				err = openPage(f.out)
			}
			return err
		}
		if f.out == "" && (!charts || f.figure != "") {
			_, err := stdout.Write(files[0].Data)
			return err
		}
	}
	if several && f.out == "" && !charts {
		_, err := stdout.Write(files[0].Data)
		return err
	}
	dir := f.out
	if dir == "" {
		dir = filepath.Dir(record)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, file := range files {
		name := file.Name
		if several {
			name = prefixOf(record) + "-" + name
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, file.Data, 0o666); err != nil {
			return err
		}
		fmt.Fprintln(stdout, linked(stdout, path))
	}
	return nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// prefixOf tells the files of several records apart: by the record's name, or its folder's where all have one name.
func prefixOf(record string) string {
	base := strings.TrimSuffix(filepath.Base(record), filepath.Ext(record))
	if base != "run" {
		return base
	}
	if abs, err := filepath.Abs(record); err == nil {
		return filepath.Base(filepath.Dir(abs))
	}
	return base
}

// completeFigure completes the charts of the record that the command line names.
func completeFigure(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, path := range args {
		rec, err := readAny(path, foreign.Options{})
		if err != nil {
			continue
		}
		files, err := render(rec, path, "svg", report.Options{})
		if err != nil {
			continue
		}
		for _, f := range files {
			names = append(names, figureName(f))
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

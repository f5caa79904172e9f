package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/figure"
	"corerace/report/page"
	"corerace/report/text"
)

// A Format is a way to write a document.
type Format struct {
	Name string // as a flag spells it
	Doc  string // one line for people
	Ext  string // of a file, with its dot
	// Many says that a document becomes a file a figure.
	Many bool

	write func(w io.Writer, d *content.Document, o Options) error // nil where Many
	draw  func(w io.Writer, f figure.Figure, o Options) error     // nil where not Many
}

// Options are the choices that some formats leave. The zero value is good.
type Options struct {
	text.Options
	Theme chart.Theme // svg, png and pdf; a page follows its reader
	DPI   int         // png; 0 means DefaultDPI
	// Projector makes a page larger, and light whatever its reader's system is.
	Projector bool
	// Targets has a page of experiments on locks say what a model of them is held to.
	Targets bool
}

// Formats are all formats, the most used first.
func Formats() []Format {
	return []Format{
		{Name: "table", Doc: "a table for a terminal, with the verdicts and the warnings", Ext: ".txt",
			write: inText(text.Table)},
		{Name: "html", Doc: "one page with everything, which needs no network", Ext: ".html", write: inPage},
		{Name: "csv", Doc: "one row a sample, for a spreadsheet or a notebook", Ext: ".csv", write: plain(text.CSV)},
		{Name: "md", Doc: "a Markdown table with the verdicts, for an issue or a README", Ext: ".md",
			write: plain(text.Markdown)},
		{Name: "json", Doc: "the summary, for a program", Ext: ".json", write: plain(text.JSON)},
		{Name: "bench", Doc: "Go benchmark lines, for benchstat", Ext: ".txt", write: plain(text.Bench)},
		{Name: "hyperfine", Doc: "the times as hyperfine exports them, for its scripts", Ext: ".hyperfine.json",
			write: plain(text.Hyperfine)},
		{Name: "trace", Doc: "cores, workers and holders of the lock on one axis of time, for Perfetto or Chrome",
			Ext: ".trace.json", write: plain(text.Trace)},
		{Name: "svg", Doc: "the charts as SVG", Ext: ".svg", Many: true,
			draw: func(w io.Writer, f figure.Figure, o Options) error {
				return f.SVG(w, o.Theme)
			}},
		{Name: "png", Doc: "the charts as PNG of 1440 × 810 pixels, for slides", Ext: ".png", Many: true,
			draw: func(w io.Writer, f figure.Figure, o Options) error {
				return f.PNG(w, o.Theme, o.DPI)
			}},
		{Name: "pdf", Doc: "the charts as PDF, a page each", Ext: ".pdf", Many: true,
			draw: func(w io.Writer, f figure.Figure, o Options) error {
				return f.PDF(w, o.Theme)
			}},
	}
}

func inText(
	write func(io.Writer, *content.Document, text.Options) error,
) func(io.Writer, *content.Document, Options) error {
	return func(w io.Writer, d *content.Document, o Options) error { return write(w, d, o.Options) }
}

func inPage(w io.Writer, d *content.Document, o Options) error { return page.Write(w, d, o.Projector) }

func plain(write func(io.Writer, *content.Document) error) func(io.Writer, *content.Document, Options) error {
	return func(w io.Writer, d *content.Document, _ Options) error { return write(w, d) }
}

// FindFormat is the format with a name.
func FindFormat(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("format %q is not one of %s", name, strings.Join(names, ", "))
}

// A File is a document, or a figure of it, in a format.
type File struct {
	Name string // "report.html", "speedup-mandelbrot.svg"
	Data []byte
}

// ErrNoFigures reports a document without anything to draw.
var ErrNoFigures = errors.New("nothing was measured that a chart could show")

// Render writes a document in a format: one file, or one a figure. A document without anything to draw has no
// figures, which is ErrNoFigures; the other formats say in words that nothing was measured.
// The files are held in memory, so a trace is better written with [Write].
func Render(d *content.Document, format string, o Options) ([]File, error) {
	f, err := FindFormat(format)
	if err != nil {
		return nil, err
	}
	if err := d.Check(); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if !f.Many {
		if err := f.write(&buf, d, o); err != nil {
			return nil, fmt.Errorf("report: writing %s: %w", f.Name, err)
		}
		return []File{{"report" + f.Ext, buf.Bytes()}}, nil
	}
	var files []File
	for _, fig := range figure.Figures(d) {
		if err := f.draw(&buf, fig, o); err != nil {
			return nil, err
		}
		files = append(files, File{fig.Name + f.Ext, bytes.Clone(buf.Bytes())})
		buf.Reset()
	}
	if len(files) == 0 {
		return nil, ErrNoFigures
	}
	return files, nil
}

// Write writes a document to w in a format that is one file; svg and png are files and need Render. It may have written
// a part where it fails. A trace is many times as long as its record, and isn't held in memory.
func Write(w io.Writer, d *content.Document, format string, o Options) error {
	f, err := FindFormat(format)
	if err != nil {
		return err
	}
	if f.Many {
		return fmt.Errorf("format %s is a file a chart and needs a folder", f.Name)
	}
	if err := d.Check(); err != nil {
		return err
	}
	if err := f.write(w, d, o); err != nil {
		return fmt.Errorf("report: writing %s: %w", f.Name, err)
	}
	return nil
}

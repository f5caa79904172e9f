package report

import (
	"bytes"
	"encoding/json"
	"fmt"

	"corerace/report/figure"
	"corerace/report/page"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/locks"
)

// RenderGIL writes a record of experiments on locks in a format: table, html, json, or svg, png and pdf, which are a
// file a chart.
func RenderGIL(rec *results.Record, format string, o Options) ([]File, error) {
	s := locks.SummarizeGIL(rec)
	var buf bytes.Buffer
	var err error
	ext := "." + format
	switch format {
	case "table":
		ext, err = ".txt", text.GIL(&buf, rec, s, o.Options)
	case "html":
		err = page.WriteGIL(&buf, rec, s, o.Targets)
	case "json":
		err = writeGILJSON(&buf, s)
	case "svg", "png", "pdf":
		return gilCharts(rec, s, format, o)
	default:
		return nil, fmt.Errorf("a record of experiments on locks has no format %q: table, html, json, svg, png or "+
			"pdf expected", format)
	}
	return []File{{"report" + ext, buf.Bytes()}}, err
}

// A GILJSON is what the format "json" writes of experiments on locks.
type GILJSON struct {
	Summary     *locks.GILSummary     `json:"summary"`
	Comparisons []locks.GILComparison `json:"comparisons"`
	Targets     []locks.GILTarget     `json:"targets"`
}

func writeGILJSON(buf *bytes.Buffer, s *locks.GILSummary) error {
	e := json.NewEncoder(buf)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(GILJSON{s, locks.CompareGIL(s), locks.GILTargets(s)})
}

func gilCharts(rec *results.Record, s *locks.GILSummary, format string, o Options) ([]File, error) {
	x, err := FindFormat(format)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, f := range figure.GILFigures(rec, s) {
		var buf bytes.Buffer
		if err := x.draw(&buf, f, o); err != nil {
			return nil, err
		}
		files = append(files, File{f.Name + "." + format, buf.Bytes()})
	}
	if len(files) == 0 {
		return nil, ErrNoFigures
	}
	return files, nil
}

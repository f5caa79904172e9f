package report

import (
	"bytes"
	"encoding/json"
	"fmt"

	"corerace/results"
)

// RenderGIL writes a record of experiments on locks in a format: table, html, json, or svg and png, which are a file a
// chart.
func RenderGIL(rec *results.Record, format string, o Options) ([]File, error) {
	s := results.SummarizeGIL(rec)
	var buf bytes.Buffer
	var err error
	ext := "." + format
	switch format {
	case "table":
		ext, err = ".txt", WriteGIL(&buf, rec, s, o.TextOptions)
	case "html":
		err = WriteGILPage(&buf, rec, s)
	case "json":
		err = writeGILJSON(&buf, s)
	case "svg", "png":
		return gilCharts(rec, s, format, o)
	default:
		return nil, fmt.Errorf("a record of experiments on locks has no format %q: table, html, json, svg or png expected", format)
	}
	return []File{{"report" + ext, buf.Bytes()}}, err
}

func writeGILJSON(buf *bytes.Buffer, s *results.GILSummary) error {
	e := json.NewEncoder(buf)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Summary     *results.GILSummary     `json:"summary"`
		Comparisons []results.GILComparison `json:"comparisons"`
		Targets     []results.GILTarget     `json:"targets"`
	}{s, results.CompareGIL(s), results.GILTargets(s)})
}

func gilCharts(rec *results.Record, s *results.GILSummary, format string, o Options) ([]File, error) {
	var files []File
	for _, f := range GILFigures(rec, s) {
		var buf bytes.Buffer
		draw := func() error { return f.SVG(&buf, o.Theme) }
		if format == "png" {
			draw = func() error { return f.PNG(&buf, o.Theme, o.DPI) }
		}
		if err := draw(); err != nil {
			return nil, err
		}
		files = append(files, File{f.Name + "." + format, buf.Bytes()})
	}
	if len(files) == 0 {
		return nil, ErrNoFigures
	}
	return files, nil
}

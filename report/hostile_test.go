package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/report/internal/hostile"
	"corerace/results"
)

// taint puts a name everywhere that a record has room for one.
func taint(evil string) *content.Document {
	d := course.Fixture(course.Small)
	run := &d.Record.Run
	run.Seed = evil
	run.Hosts[0] = results.Machine{CPUModel: evil, CoresLogical: 2, OS: evil, Kernel: evil, Arch: evil, GoVersion: evil}
	run.Plan.Workloads[0] = results.PlannedWorkload{Name: evil, Doc: evil}
	run.Plan.Modes[1] = results.PlannedMode{Name: evil, Doc: evil, Baseline: evil}
	run.Plan.Notes = []string{evil}
	d.Record.Problems = []results.Problem{{Line: 3, Text: evil}}
	d.Record.Notes = []results.Note{{Text: evil}}
	d.Record.End.Reason = evil
	d.Name = evil
	for i := range d.Record.Samples {
		s := &d.Record.Samples[i]
		s.Workload, s.Sum, s.Claim, s.Error, s.Warnings = evil, evil, evil, "", []string{evil}
		if s.Mode == "gil" {
			s.Mode = evil
		}
	}
	for i := range d.Summary.Cells {
		c := &d.Summary.Cells[i]
		c.Workload, c.Warnings = evil, []string{evil}
		if c.Mode == "gil" {
			c.Mode = evil
		}
	}
	v := &d.Summary.Verdicts[0]
	v.Workload, v.Best.Workload, v.Best.Mode, v.Next.Workload, v.Next.Mode = evil, evil, evil, evil, evil
	d.Summary.Warnings = []string{evil}
	return d
}

func render(t *testing.T, d *content.Document, format string) []File {
	t.Helper()
	files, err := Render(d, format, Options{})
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return files
}

func TestHostileNamesStayTextInThePage(t *testing.T) {
	plain := elements(t, render(t, course.Fixture(course.Small), "html")[0].Data)
	for _, evil := range hostile.Names {
		page := render(t, taint(evil), "html")[0].Data
		got := elements(t, page)
		for _, name := range []string{"script", "img", "iframe", "object", "link", "style", "meta", "svg", "h1"} {
			if got[name] != plain[name] {
				t.Errorf("%q: the page has %d elements %s, want %d", evil, got[name], name, plain[name])
			}
		}
		selfContained(t, evil, page)
	}
}

func TestHostileNamesStayTextInFigures(t *testing.T) {
	for _, evil := range hostile.Names {
		for _, f := range render(t, taint(evil), "svg") {
			if strings.ContainsAny(f.Name, `/\ "'<>`) || !regexp.MustCompile(`^[a-z0-9-]+\.svg$`).MatchString(f.Name) {
				t.Errorf("%q: a figure has the name %q", evil, f.Name)
			}
			wellFormed(t, f.Name, f.Data)
			if n := elementsStrict(t, f.Data)["script"]; n > 0 {
				t.Errorf("%q: %s has a script", evil, f.Name)
			}
		}
	}
}

func TestHostileNamesStayInTheirCell(t *testing.T) {
	for _, evil := range hostile.Names {
		d := taint(evil)
		rows, err := csv.NewReader(bytes.NewReader(render(t, d, "csv")[0].Data)).ReadAll()
		if err != nil || len(rows) != len(d.Record.Samples)+1 {
			t.Errorf("%q: the CSV has %d rows (%v), want %d", evil, len(rows), err, len(d.Record.Samples)+1)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+@", rune(cell[0])) {
					t.Errorf("%q: a spreadsheet would run the cell %q", evil, cell)
				}
			}
		}
		for _, format := range []string{"table", "md", "bench"} {
			if text := render(t, d, format)[0].Data; bytes.ContainsAny(text, "\x1b\r\u202e") {
				t.Errorf("%q: %s has a control character", evil, format)
			}
		}
		mdRows(t, evil, render(t, d, "md")[0].Data, len(d.ResultTable(false).Header))
		if !json.Valid(render(t, d, "json")[0].Data) {
			t.Errorf("%q: the JSON is not valid", evil)
		}
	}
}

// mdRows checks that every row of the Markdown table has as many cells as there are columns.
func mdRows(t *testing.T, evil string, md []byte, columns int) {
	t.Helper()
	for line := range strings.SplitSeq(string(md), "\n") {
		if bars := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|"); strings.HasPrefix(line, "|") &&
			bars != columns+1 {
			t.Errorf("%q: a row of the Markdown table has %d bars: %s", evil, bars, line)
		}
	}
}

func TestBenchLinesHaveValueAndUnitPairs(t *testing.T) {
	for _, evil := range append(hostile.Names, "fine") {
		n := 0
		for line := range strings.Lines(string(render(t, taint(evil), "bench")[0].Data)) {
			if !strings.HasPrefix(line, "Benchmark") {
				continue
			}
			n++
			if fields := strings.Fields(line); len(fields) != 10 {
				t.Errorf("%q: %d fields in %s", evil, len(fields), line)
			}
		}
		if n != 30 {
			t.Errorf("%q: %d benchmark lines, want 30", evil, n)
		}
	}
}

// external are the ways in which a page would ask for something else.
var external = regexp.MustCompile(`(?i)(?:src|href|action|data|poster|srcset)\s*=\s*["']?\s*(?:https?:|//)|` +
	`url\(\s*["']?\s*(?:https?:|//)|@import`)

// within are the values of attributes that fetch nothing: data that the page holds, and anchors in it.
var within = regexp.MustCompile(`^(?:#[a-z0-9-]+|data:image/png;base64,[A-Za-z0-9+/=]+|` +
	`data:application/gzip;base64,[A-Za-z0-9+/=]+)$`)

// selfContained checks that a page asks for nothing: every attribute that fetches holds data or an anchor.
func selfContained(t *testing.T, what string, page []byte) {
	t.Helper()
	tokens(t, page, false, func(e xml.StartElement) {
		for _, a := range e.Attr {
			switch a.Name.Local {
			case "src", "href", "action", "poster", "srcset", "data":
				if !within.MatchString(a.Value) {
					t.Errorf("%s: <%s %s=%q> asks for something", what, e.Name.Local, a.Name.Local, a.Value)
				}
			case "style":
				if strings.Contains(a.Value, "url(") {
					t.Errorf("%s: a style asks for something: %s", what, a.Value)
				}
			}
			if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") {
				t.Errorf("%s: <%s %s> is a handler", what, e.Name.Local, a.Name.Local)
			}
		}
	})
}

func TestThePageAsksForNothing(t *testing.T) {
	page := render(t, course.Fixture(course.TwoCores), "html")[0].Data
	selfContained(t, "page", page)
	if m := external.Find(page); m != nil {
		t.Errorf("the page holds %s", m)
	}
	if bytes.Contains(page, []byte("<script")) {
		t.Error("the page has a script")
	}
	if len(page) > 500<<10 {
		t.Errorf("the page has %d bytes, want less than 500 KiB", len(page))
	}
}

func TestIdsOfThePageAreUniqueAndNameItsSections(t *testing.T) {
	ids, names := map[string]bool{}, map[string]bool{}
	sections := 0
	tokens(t, render(t, course.Fixture(course.TwoCores), "html")[0].Data, false, func(e xml.StartElement) {
		for _, a := range e.Attr {
			switch a.Name.Local {
			case "id":
				if ids[a.Value] {
					t.Errorf("id %q comes twice", a.Value)
				}
				ids[a.Value] = true
			case "aria-labelledby":
				if e.Name.Local == "section" {
					names[a.Value] = true
				}
			}
		}
		if e.Name.Local == "section" {
			sections++
		}
	})
	if sections == 0 || len(names) != sections {
		t.Errorf("%d sections have %d names", sections, len(names))
	}
	for name := range names {
		if !ids[name] {
			t.Errorf("a section is named by %q, which isn't there", name)
		}
	}
}

// tokens walks through markup and fails where elements aren't closed in order.
func tokens(t *testing.T, data []byte, strict bool, visit func(xml.StartElement)) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(data))
	if dec.Strict = strict; !strict {
		dec.AutoClose, dec.Entity = xml.HTMLAutoClose, xml.HTMLEntity
	}
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("markup: %v", err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			visit(e)
		}
	}
}

func elements(t *testing.T, page []byte) map[string]int {
	t.Helper()
	n := map[string]int{}
	tokens(t, page, false, func(e xml.StartElement) { n[e.Name.Local]++ })
	return n
}

func elementsStrict(t *testing.T, svg []byte) map[string]int {
	t.Helper()
	n := map[string]int{}
	tokens(t, svg, true, func(e xml.StartElement) { n[e.Name.Local]++ })
	return n
}

func wellFormed(t *testing.T, name string, svg []byte) {
	t.Helper()
	if n := elementsStrict(t, svg); n["svg"] != 1 || n["title"] != 1 || n["desc"] != 1 {
		t.Errorf("%s: %d svg, %d title, %d desc elements, want one of each", name, n["svg"], n["title"], n["desc"])
	}
}

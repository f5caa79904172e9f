package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/report/internal/hostile"
	"corerace/report/text"
	"corerace/results/stats"
)

func TestTheTableKeepsItsWidth(t *testing.T) {
	for _, width := range []int{72, 80, 100, 110} {
		for _, c := range []course.Course{course.Small, course.TwoCores, course.EightCores} {
			full := course.Fixture(c) // with every column there is
			for i := range full.Summary.Cells {
				s := &full.Summary.Cells[i]
				s.Projected, s.Quiet, s.Inflation = s.Measured, s.Measured, stats.Estimate{Center: 1.3, N: 6}
			}
			for _, d := range []*content.Document{course.Fixture(c), full} {
				for line := range strings.Lines(tableOf(t, d, width)) {
					if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
						t.Errorf("a line has %d columns, want at most %d: %s", n, width, line)
					}
				}
			}
		}
	}
}

func tableOf(t *testing.T, d *content.Document, width int) string {
	t.Helper()
	files, err := Render(d, "table", Options{Options: text.Options{Width: width}})
	if err != nil {
		t.Fatal(err)
	}
	return string(files[0].Data)
}

func TestAnASCIITableIsASCII(t *testing.T) {
	for _, evil := range append(hostile.Names, "fine") {
		files, err := Render(taint(evil), "table", Options{Options: text.Options{ASCII: true}})
		if err != nil {
			t.Fatal(err)
		}
		for i, b := range files[0].Data {
			if b > 126 || b < 32 && b != '\n' {
				t.Fatalf("%q: byte %d is %#x", evil, i, b)
			}
		}
	}
}

func TestFormatsAreFoundByName(t *testing.T) {
	for _, f := range Formats() {
		if got, err := FindFormat(f.Name); err != nil || got.Name != f.Name || got.Doc == "" || got.Ext[0] != '.' {
			t.Errorf("%s: %v, %v", f.Name, got.Name, err)
		}
	}
	if _, err := FindFormat("gif"); err == nil || !strings.Contains(err.Error(), "table, html, csv") {
		t.Errorf("got %v, want the formats there are", err)
	}
}

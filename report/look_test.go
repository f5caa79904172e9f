package report

import (
	"os"
	"path/filepath"
	"testing"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/figure"
	"corerace/report/internal/course"
	"corerace/results"
	"corerace/results/verdict"
)

// TestLook writes every figure to the folder that REPORT_LOOK names, to be looked at; those of the record that
// REPORT_LOOK_RECORD names, too.
func TestLook(t *testing.T) {
	dir := os.Getenv("REPORT_LOOK")
	if dir == "" {
		t.Skip("REPORT_LOOK names no folder")
	}
	all := map[string]*content.Document{"two": course.Fixture(course.TwoCores),
		"eight": course.Fixture(course.EightCores), "watched": watched(1, 0.8)}
	course.AddTimes(all["eight"])
	course.AddTimes(all["watched"])
	course.AddOwn(all["eight"], 0.7)
	if path := os.Getenv("REPORT_LOOK_RECORD"); path != "" {
		rec, err := results.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all["record"] = &content.Document{Record: rec, Summary: verdict.Summarize(rec), Name: path}
	}
	for name, page := range leafPages(t) {
		if err := os.WriteFile(filepath.Join(dir, name+".html"), page, 0o666); err != nil {
			t.Error(err)
		}
	}
	for name, d := range all {
		for _, f := range Formats() {
			files, err := Render(d, f.Name, Options{})
			if err != nil {
				t.Error(err)
			}
			for _, file := range files {
				if f.Many {
					continue
				}
				if err := os.WriteFile(filepath.Join(dir, name+"-"+f.Name+f.Ext), file.Data, 0o666); err != nil {
					t.Error(err)
				}
			}
		}
		for _, f := range figure.Figures(d) {
			for ext, theme := range map[string]chart.Theme{"light": chart.Light, "dark": chart.Dark} {
				w, err := os.Create(filepath.Join(dir, name+"-"+f.Name+"-"+ext+".png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := f.PNG(w, theme, 0); err != nil {
					t.Error(err)
				}
				w.Close()
			}
			w, _ := os.Create(filepath.Join(dir, name+"-"+f.Name+".svg"))
			if err := f.SVG(w, chart.Auto); err != nil {
				t.Error(err)
			}
			w.Close()
		}
	}
}

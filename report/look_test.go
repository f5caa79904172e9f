package report

import (
	"os"
	"path/filepath"
	"testing"

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
	all := map[string]*Document{"two": fixture(twoCores), "eight": fixture(eightCores), "watched": watched(1, 0.8)}
	addTimes(all["eight"])
	addTimes(all["watched"])
	addOwn(all["eight"], 0.7)
	if path := os.Getenv("REPORT_LOOK_RECORD"); path != "" {
		rec, err := results.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all["record"] = &Document{Record: rec, Summary: verdict.Summarize(rec), Name: path}
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
		for _, f := range d.Figures() {
			for ext, theme := range map[string]Theme{"light": Light, "dark": Dark} {
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
			if err := f.SVG(w, Auto); err != nil {
				t.Error(err)
			}
			w.Close()
		}
	}
}

package report

import (
	"bytes"
	"path/filepath"
	"testing"

	"corerace/report/content"
	"corerace/results"
	"corerace/results/verdict"
)

// A long record keeps its samples packed, and nothing is said otherwise of it.
func TestPackedSamplesAreShownAsTheyAre(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "results", "recorded", "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, path := range files {
		rec, err := results.ReadFile(path)
		if err != nil || rec.NumSamples() == 0 {
			continue
		}
		plain := everyForm(t, rec)
		rec.Pack()
		for name, data := range everyForm(t, rec) {
			if !bytes.Equal(data, plain[name]) {
				t.Errorf("%s as %s differs", path, name)
			}
			delete(plain, name)
		}
		if len(plain) > 0 {
			t.Errorf("%s: %d files fewer", path, len(plain))
		}
	}
}

// everyForm is a record in the forms that its samples go into one by one.
func everyForm(t *testing.T, rec *results.Record) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, format := range []string{"table", "csv", "json", "bench", "hyperfine", "trace", "md", "html", "svg"} {
		files, err := Render(&content.Document{Record: rec, Summary: verdict.Summarize(rec)}, format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			all[format+" "+f.Name] = f.Data
		}
	}
	return all
}

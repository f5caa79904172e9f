package verdict

import (
	"path/filepath"
	"testing"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

func TestRecordedRunsAreWholeAndSayWhatTheyWereMadeToShow(t *testing.T) {
	paths, err := filepath.Glob("../recorded/*.jsonl")
	if err != nil || len(paths) < 2 {
		t.Fatalf("%d recordings, error %v", len(paths), err)
	}
	conditions := map[string]string{"two-cores.jsonl": conditions.Quiet,
		"two-cores-busy.jsonl": conditions.Inconclusive}
	for _, path := range paths {
		rec, err := results.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s := Summarize(rec)
		if rec.End == nil || rec.Skipped != 0 || rec.Unknown != 0 || s.Rounds < stats.MinRounds || len(rec.Own) == 0 {
			t.Errorf("%s: end %v, %d lines skipped, %d unknown, %d rounds", path, rec.End, rec.Skipped, rec.Unknown,
				s.Rounds)
		}
		if want := conditions[filepath.Base(path)]; s.Conditions.Verdict != want {
			t.Errorf("%s: conditions %q, want %q", path, s.Conditions.Verdict, want)
		}
		for _, c := range s.Cells {
			if c.Mode == "goroutines" && c.Workload == "mandelbrot" && c.Workers == 2 &&
				(c.Projected.Center < 1.8 || c.Projected.Center > 2.1) {
				t.Errorf("%s: goroutines are projected to %v", path, c.Projected)
			}
		}
	}
}

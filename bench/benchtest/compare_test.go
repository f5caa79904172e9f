package benchtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"corerace/bench/mode"
	"corerace/results"
)

func BenchmarkCompared(b *testing.B) { Compare(b, popcount, mode.Goroutines()) }

func TestCompareLogsItsVerdictAndWritesItsRecord(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(resultsEnv, dir)
	printed, err := benchmarks(t, "", "Compared", "-test.cpu", "2", "-test.benchtime", "6x")
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	for _, want := range []string{`(?m)^Unit goroutines-speedup better=higher$`,
		`(?m)^BenchmarkCompared-2\s+6\t.* goroutines-speedup\b.* goroutines-speedup-hi\b.* goroutines-speedup-lo$`,
		`: popcount: (.* won|.* can't be told apart|no mode beat|inconclusive|no verdict|.* are equal)`,
		`corerace report --format html -o page\.html \S+BenchmarkCompared-1\.jsonl`} {
		if !regexp.MustCompile(want).MatchString(printed) {
			t.Errorf("nothing matches %s in\n%s", want, printed)
		}
	}
	if strings.Contains(printed, "ns/op\t") {
		t.Errorf("a race has ns/op\n%s", printed)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	rec, err := results.ReadFile(filepath.Join(dir, files[0].Name()))
	if err != nil || rec.End == nil || len(rec.Rounds) != 7 {
		t.Errorf("the record: %v", err)
	}
}

func TestRecordsAreNotOverwritten(t *testing.T) {
	t.Setenv(resultsEnv, filepath.Join(t.TempDir(), "new"))
	names := map[string]bool{}
	for range 3 {
		f, err := createRecord("BenchmarkX/size 1")
		if err != nil {
			t.Fatal(err)
		}
		names[f.Name()] = true
		f.Close()
	}
	if len(names) != 3 {
		t.Errorf("files are %v", names)
	}
}

// What go test would leave out without a word fails, with what to do.
func BenchmarkBeside(b *testing.B) {
	spins := func(i int) uint64 { return spin(i, 0) }
	for name, calls := range map[string]func(b *testing.B){
		"race-then-rows": func(b *testing.B) {
			Compare(b, popcount, mode.Goroutines())
			Func(b, 500, spins, mode.Serial())
		},
		"rows-then-race": func(b *testing.B) {
			Func(b, 500, spins, mode.Serial())
			Compare(b, popcount, mode.Goroutines())
		},
		"run-then-race": func(b *testing.B) {
			Run(b, popcount, mode.Serial())
			Compare(b, popcount, mode.Goroutines())
		},
		"two-races": func(b *testing.B) {
			Compare(b, popcount, mode.Goroutines())
			Compare(b, popcount, mode.Goroutines())
		},
	} {
		b.Run(name, calls)
	}
}

func TestWhatGoTestWouldLeaveOutFails(t *testing.T) {
	printed, err := benchmarks(t, "", "Beside")
	if err == nil {
		t.Error("no error")
	}
	for name, want := range map[string]string{"race-then-rows": "benchtest.Func: a benchmark with a race has no room for rows",
		"rows-then-race": "benchtest.Compare: a benchmark with a race has no room for rows",
		"run-then-race":  "benchtest.Compare: a benchmark with a race has no room for rows",
		"two-races":      "benchtest.Compare: a benchmark has room for one race: put each into a b.Run of its own"} {
		if !regexp.MustCompile(`--- FAIL: BenchmarkBeside/` + name + `\n +\S+ ` + want).MatchString(printed) {
			t.Errorf("%s doesn't fail with %q\n%s", name, want, printed)
		}
	}
}

package benchtest

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/results"
	"corerace/results/verdict"
	"corerace/workloads"
)

// Sizes of a comparison: so many rounds where -benchtime doesn't say, and the wall time of the shortest cell.
const (
	compareRounds = 12
	compareTarget = 20 * time.Millisecond
)

// resultsEnv names the folder that Compare writes its records to.
const resultsEnv = "CORERACE_RESULTS"

// Compare races the modes of a workload inside one benchmark, round after round, as corerace run does: every mode is
// measured once in each round, in random order, so that what slows a round down falls on all. The verdict is logged, or
// why there is none: a machine that was busy is named. Without modes it takes those of [Run]; serial is always there.
//
// For each mode with as many workers as there are cores the benchmark has
//
//	goroutines-speedup      the wall time of serial over that of the mode, paired in each round
//	goroutines-speedup-lo   the lower end of its interval, which covers with 95 %; from 6 rounds on
//	goroutines-speedup-hi   the upper end
//
// An op is the whole race, and has no ns/op. It takes 12 rounds, with -benchtime 30x 30, and with a -benchtime of more
// than a second as many as fit. With CORERACE_RESULTS=folder the record is written there, and the command that draws it
// logged. [Main] must be given the workload. A benchmark has one race, and no rows of [Run], [Func] or [Map] beside it.
func Compare(b *testing.B, w *workloads.Workload, modes ...*mode.Mode) {
	b.Helper()
	if entrant != nil { // on its way to a call
		return
	}
	if err := usedFor(b, true); err != nil {
		b.Fatalf("benchtest.Compare: %v", err)
	}
	modes = withSerial(orUsual(modes))
	printUnits()
	for _, m := range modes {
		if m.String() != m.Against() {
			printUnit(m.String() + "-speedup")
		}
	}
	rounds, budget, trial := lengthOfRace(b.N)
	if trial {
		return
	}
	if sum, ok := compared.Load(b); ok { // go test runs a benchmark again that it finds short
		reportSpeedups(b, sum.(*verdict.Summary))
		return
	}
	e := race.Experiment{Workloads: []*workloads.Workload{w}, Modes: modes,
		Workers: slices.Compact([]int{1, race.Cores()}), Rounds: rounds, Budget: budget, Target: compareTarget, Seed: rand.Uint64()}
	rec, err := raceAndRecord(b, &e)
	if err != nil {
		b.Fatal(err)
	}
	sum := verdict.Summarize(rec)
	compared.Store(b, sum)
	for _, text := range slices.Concat(rec.Run.Plan.Notes, sum.Warnings) {
		b.Log(text)
	}
	for _, v := range sum.Verdicts {
		b.Log(v.Sentence())
	}
	reportSpeedups(b, sum)
}

// compared are the summaries of benchmarks that were raced.
var compared sync.Map // *testing.B → *verdict.Summary

// withSerial are the modes with the baseline of all.
func withSerial(modes []*mode.Mode) []*mode.Mode {
	for _, m := range modes {
		if m != nil && m.Name == "serial" {
			return modes
		}
	}
	return append([]*mode.Mode{mode.Serial()}, modes...)
}

// lengthOfRace is when a race ends, by the -benchtime that go test was given. go test tries each benchmark once with an
// N of 1 before it runs it as often as it was asked to: that is a trial, in which nothing is raced.
func lengthOfRace(n int) (rounds int, budget time.Duration, trial bool) {
	given := flag.Lookup("test.benchtime").Value.String()
	if times, ok := strings.CutSuffix(given, "x"); ok {
		rounds, _ = strconv.Atoi(times)
		return rounds, 0, n != rounds
	}
	if d, err := time.ParseDuration(given); err == nil && d > time.Second {
		return 0, d, false
	}
	return compareRounds, 0, false
}

// raceAndRecord plans and runs a race, and returns its record, which is written to a file where one is asked for.
func raceAndRecord(b *testing.B, e *race.Experiment) (*results.Record, error) {
	b.Helper()
	r, err := e.Plan(b.Context())
	if err != nil {
		return nil, err
	}
	var kept bytes.Buffer
	to := io.Writer(&kept)
	file, err := createRecord(b.Name())
	if err != nil {
		return nil, err
	}
	if file != nil {
		defer file.Close()
		to = io.MultiWriter(file, &kept)
	}
	if err := r.Run(b.Context(), results.NewWriter(to)); err != nil {
		return nil, err
	}
	if file != nil {
		b.Logf("to draw it: corerace report --format html -o page.html %s", file.Name())
	}
	return results.Read(&kept)
}

// createRecord creates the file of a benchmark's record, nil where none is asked for. It overwrites none.
func createRecord(benchmark string) (*os.File, error) {
	dir := os.Getenv(resultsEnv)
	if dir == "" {
		return nil, nil
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(startDir, dir)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("%s: %w", resultsEnv, err)
	}
	name := regexp.MustCompile(`[^A-Za-z0-9._-]+`).ReplaceAllString(benchmark, "-")
	for i := 1; ; i++ {
		path := filepath.Join(dir, fmt.Sprintf("%.100s-%d.jsonl", name, i))
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if os.IsExist(err) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", resultsEnv, err)
		}
		return file, nil
	}
}

// reportSpeedups reports the speedup of each mode with the most workers, with its interval where there is one.
func reportSpeedups(b *testing.B, sum *verdict.Summary) {
	b.ReportMetric(0, "ns/op") // of a race it says nothing, and 0 isn't printed
	most := map[string]verdict.CellSummary{}
	for _, c := range sum.Cells {
		if c.Mode != c.Baseline && c.Workers >= most[c.Mode].Workers {
			most[c.Mode] = c
		}
	}
	for m, c := range most {
		if e := c.Measured; e.N > 0 {
			b.ReportMetric(e.Center, m+"-speedup")
			if e.HasInterval() {
				b.ReportMetric(e.Lo, m+"-speedup-lo")
				b.ReportMetric(e.Hi, m+"-speedup-hi")
			}
		}
	}
}

var printedUnits sync.Map // string → true

// printUnit prints, once, that more of a unit is better.
func printUnit(unit string) {
	if _, done := printedUnits.LoadOrStore(unit, true); !done {
		fmt.Printf("Unit %s better=higher\n", unit)
	}
}

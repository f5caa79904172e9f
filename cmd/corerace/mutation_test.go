package main

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"corerace/bench"
	"corerace/bench/machine"
	"corerace/bench/race"
	"corerace/bench/testkit"
	"corerace/report"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/scaling"
	"corerace/results/verdict"
)

var (
	anyNumber = regexp.MustCompile(`:(-?[0-9][0-9.e+-]*)`)
	anyField  = regexp.MustCompile(`"[a-z_0-9]+":("[^"]*"|\[[^][{}]*\]|[-0-9.e+]+|true|false)`)
)

// oddValues are what a field is set to.
var oddValues = []string{"0", "-1", "1", "1e300", "-0", "9223372036854775807", "31622400000000000", "4096", "1000000",
	"null", `""`, `"\u202e"`, "[]", "{}", "true", "0.5"}

// mutate changes some lines of a record: fields get odd values or go, lines go, come twice or change places.
func mutate(rng *rand.Rand, lines [][]byte) []byte {
	lines = append([][]byte{}, lines...)
	for range 1 + rng.IntN(6) {
		i := rng.IntN(len(lines))
		if rng.IntN(3) == 0 {
			i = 0 // the plan
		}
		line := string(lines[i])
		switch j := rng.IntN(len(lines)); rng.IntN(7) {
		case 0:
			lines[i], lines[j] = lines[j], lines[i]
		case 1:
			lines = append(lines[:i:i], lines[min(i+1+rng.IntN(40), len(lines)-1):]...)
		case 2:
			lines = append(lines, lines[i])
		case 3:
			if at := len(line); at > 0 {
				lines[i] = []byte(line[:rng.IntN(at)] + string(rune(rng.IntN(128))) + line[rng.IntN(at):])
			}
		case 4:
			if all := anyNumber.FindAllStringSubmatchIndex(line, -1); len(all) > 0 {
				at := all[rng.IntN(len(all))]
				lines[i] = []byte(line[:at[2]] + oddValues[rng.IntN(len(oddValues))] + line[at[3]:])
			}
		default:
			if all := anyField.FindAllStringSubmatchIndex(line, -1); len(all) > 0 {
				at := all[rng.IntN(len(all))]
				lines[i] = []byte(line[:at[2]] + oddValues[rng.IntN(len(oddValues))] + line[at[3]:])
			}
		}
	}
	return bytes.Join(lines, []byte("\n"))
}

// TestMutatedRecordsNeverPanic draws, fits, compares and plans to go on with records that nobody wrote. A seed that
// fails is named. CORERACE_MUTATIONS says how many.
func TestMutatedRecordsNeverPanic(t *testing.T) {
	original, err := results.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(b, []byte("\n"))
	for seed := range uint64(testkit.Counted("CORERACE_MUTATIONS", 8, 60)) {
		data := mutate(rand.New(rand.NewPCG(seed, 1)), lines)
		func() {
			defer func() {
				if p := recover(); p != nil {
					t.Errorf("seed %d: %v", seed, p)
				}
			}()
			tryRecord(t, original, data)
		}()
	}
}

// tryRecord does with a record what the commands do.
func tryRecord(t *testing.T, original *results.Record, data []byte) {
	rec, err := results.Read(bytes.NewReader(data))
	if err != nil {
		return
	}
	for _, f := range report.Formats() {
		if f.Many {
			continue
		}
		files, err := render(rec, "r", f.Name, report.Options{})
		if err != nil && !strings.Contains(err.Error(), "no format") {
			t.Error(err)
		}
		for _, file := range files {
			for _, bad := range []string{"NaN", "+Inf", "-Inf", "%!"} {
				if f.Name != "html" && bytes.Contains(file.Data, []byte(bad)) {
					t.Errorf("%s has %s", f.Name, bad)
				}
			}
		}
	}
	for _, s := range scaling.FromRecord(rec, 0) {
		text.Fits(io.Discard, []scaling.Fit{scaling.Analyse(s)}, text.Options{})
	}
	text.Comparison(io.Discard, verdict.Compare(original, rec, "a", "b"), text.Options{})
	text.Comparison(io.Discard, verdict.Compare(rec, original, "a", "b"), text.Options{})
	if known, err := plannedWorkloads(rec.Run.Plan); err == nil {
		rec.End, rec.Run.Hosts = nil, []results.Machine{machine.Facts(t.Context())}
		race.Resume(t.Context(), rec, known, bench.Modes())
	}
}

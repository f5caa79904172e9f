package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"corerace/bench"
	commands "corerace/bench/command"
	"corerace/bench/machine"
	"corerace/bench/race"
	"corerace/bench/testkit"
	"corerace/report"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/scaling"
	"corerace/results/stats"
	"corerace/results/verdict"
)

var (
	anyNumber = regexp.MustCompile(`:(-?[0-9][0-9.e+-]*)`)
	anyField  = regexp.MustCompile(`"[a-z_0-9]+":("[^"]*"|\[[^][{}]*\]|[-0-9.e+]+|true|false)`)
)

// oddValues are what a field is set to.
var oddValues = []string{"0", "-1", "1", "1e300", "-0", "9223372036854775807", "31622400000000000", "4096", "1000000",
	"null", `""`, `"\u202e"`, "[]", "{}", "true", "0.5"}

// mutate changes some lines of a record: fields get odd values or go, lines go, come twice, change places, or are another
// record's.
func mutate(rng *rand.Rand, lines, others [][]byte) []byte {
	lines = append([][]byte{}, lines...)
	for range 1 + rng.IntN(6) {
		i := rng.IntN(len(lines))
		if rng.IntN(3) == 0 {
			i = 0 // the plan
		}
		line := string(lines[i])
		switch j := rng.IntN(len(lines)); rng.IntN(8) {
		case 0:
			lines[i], lines[j] = lines[j], lines[i]
		case 1:
			lines = append(lines[:i:i], lines[min(i+1+rng.IntN(40), len(lines)-1):]...)
		case 2:
			lines = append(lines, lines[i])
		case 6:
			lines[i] = others[rng.IntN(len(others))]
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

// TestMutatedRecordsNeverPanic draws, fits, compares and plans to go on with records that nobody wrote, of every kind. A
// seed that fails is named. CORERACE_MUTATIONS says how many.
func TestMutatedRecordsNeverPanic(t *testing.T) {
	paths, err := filepath.Glob("testdata/records/*.jsonl")
	if err != nil || len(paths) < 6 {
		t.Fatalf("%v, %v", paths, err)
	}
	original, err := results.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	all := make([][][]byte, 0, 1+len(paths))
	for _, path := range append(paths, fixture) {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		rec, err := results.Read(bytes.NewReader(b))
		if err != nil || rec.Skipped+rec.Unknown > 0 {
			t.Fatalf("%s: %v, %+v", path, err, rec)
		}
		if strings.HasSuffix(path, "exec.jsonl") {
			if err := typedAgain().Differs(rec.Run.Plan); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, bytes.Split(b, []byte("\n")))
	}
	for seed := range uint64(testkit.Counted("CORERACE_MUTATIONS", 2*len(all), 20*len(all))) {
		rng := rand.New(rand.NewPCG(seed, 1))
		data := mutate(rng, all[seed%uint64(len(all))], all[rng.IntN(len(all))])
		func() {
			defer func() {
				if p := recover(); p != nil {
					t.Errorf("seed %d: %v", seed, p)
				}
			}()
			if bad := tryRecord(t, original, data); bad != "" {
				t.Errorf("seed %d: %s", seed, bad)
			}
		}()
	}
}

// tryRecord does with a record what the commands do, and returns what no record may lead to.
func tryRecord(t *testing.T, original *results.Record, data []byte) string {
	rec, err := results.Read(bytes.NewReader(data))
	if err != nil {
		return ""
	}
	for _, f := range report.Formats() {
		if f.Many {
			continue
		}
		files, err := render(rec, "r", f.Name, report.Options{})
		if err != nil && !strings.Contains(err.Error(), "no format") {
			return err.Error()
		}
		for _, file := range files {
			for _, bad := range []string{"NaN", "+Inf", "-Inf", "%!"} {
				if f.Name != "html" && bytes.Contains(file.Data, []byte(bad)) {
					return f.Name + " has " + bad
				}
			}
		}
	}
	for _, c := range verdict.Summarize(rec).Cells {
		for _, e := range []stats.Estimate{c.Measured, c.WithStart, c.Efficiency, c.Projected} {
			if e.HasInterval() && !(e.Lo <= e.Center && e.Center <= e.Hi) || e.Center > math.MaxFloat64 {
				return fmt.Sprintf("%+v has the estimate %+v", c.Cell, e)
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
	if err := typedAgain().Differs(rec.Run.Plan); err == nil {
		typedAgain().Follow(rec.Run)
	}
	return ""
}

// typedAgain are the commands of testdata/records/exec.jsonl.
func typedAgain() *commands.Set {
	of := func(name, line string) commands.Variant {
		return commands.Variant{Name: name, Command: results.Command{Line: line, SameOutput: true, Env: []string{"X=y"}}}
	}
	return &commands.Set{Variants: []commands.Variant{of("a", "head -c {size} /dev/zero"),
		of("b", `sh -c "head -c {size} /dev/zero; : {seed} {workers}"`)}, Workers: []int{1, 2},
		Params: []commands.Param{{Name: "size", Values: []string{"1k", "2k"}}},
		Picks:  []commands.Pick{{Param: commands.Param{Name: "seed", Values: []string{"1", "2"}}}}}
}

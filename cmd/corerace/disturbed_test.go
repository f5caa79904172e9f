//go:build linux

package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"corerace/bench/testkit"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/verdict"
)

// Beside two processes that spin, no wall time of two workers on two cores says anything; what the kernel counted for
// the workers still does. The truth is 2.
func TestBesideSpinnersTheProjectionHoldsAndNothingIsClaimed(t *testing.T) {
	if runtime.NumCPU() != 2 {
		t.Skip("the figures are those of two cores")
	}
	var said []string
	for range 3 { // the accounts of a virtual machine can be off for a while
		said = disturbedRun(t)
		if len(said) == 0 {
			return
		}
	}
	t.Error(strings.Join(said, "\n"))
}

func disturbedRun(t *testing.T) (wrong []string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	status, stdout, stderr := command("run", "--workloads", "mandelbrot", "--modes", "serial,goroutines,gil,processes",
		"--workers", "2",
		"--rounds", strconv.Itoa(testkit.Times(6, 8)), "--target", fmt.Sprintf("%dms", testkit.Times(20, 60)), "--disturb",
		"2x100%", "--no-lock", "--out", dir)
	if status != exitDone {
		t.Fatalf("status %d: %s", status, stderr)
	}
	rec, err := results.ReadFile(filepath.Join(dir, "run.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	s := verdict.Summarize(rec)
	if s.Conditions.Verdict != conditions.Inconclusive || s.Verdicts[0].Decided ||
		!strings.Contains(stdout, "inconclusive, the machine was busy") {
		wrong = append(wrong, "a claim is made: "+s.Verdicts[0].Sentence())
	}
	if !strings.Contains(stdout, "disturbed on purpose") {
		t.Errorf("the report doesn't say that it was disturbed:\n%s", stdout)
	}
	for _, c := range s.Cells {
		lo, hi := 1.8, 2.1
		if c.Mode == "gil" {
			lo, hi = 0.9, 1.1
		}
		if c.Workers == 2 && (c.Projected.Center < lo || c.Projected.Center > hi) {
			wrong = append(wrong, c.Mode+" is projected to "+c.Projected.String())
		}
	}
	return wrong
}

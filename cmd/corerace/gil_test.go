package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corerace/bench/lab"
	"corerace/results"
)

func TestGILLeavesARecordAPageAndCharts(t *testing.T) {
	if _, err := lab.Models(); err != nil {
		t.Skip(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	var stdout, stderr bytes.Buffer
	if status := runUnprobed([]string{"gil", "--rounds=1", "--experiments=blocking", "--no-lock", "--seed=7", "--format=svg", "-o", dir}, &stdout, &stderr); status != exitDone {
		t.Fatalf("exit status %d: %s", status, stderr.String())
	}
	rec, err := results.ReadFile(filepath.Join(dir, "run.jsonl"))
	if err != nil || len(rec.GIL) != 4 || rec.End == nil || rec.Run.Seed != "7" || rec.Skipped != 0 {
		t.Fatalf("%v: the record has %d lines, end %v", err, len(rec.GIL), rec.End)
	}
	for _, name := range []string{"report.html", "gil-blocking.svg"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	if !strings.Contains(stdout.String(), "gil-multicore") {
		t.Errorf("the table is\n%s", stdout.String())
	}
}

func TestGILSaysWhatIsWrongWithItsFlags(t *testing.T) {
	for args, want := range map[string]string{
		"--format=pdf":        "pdf",
		"--experiments=slice": "slices",
		"--budget=0s":         "more than 0",
		"--rounds=-1":         "more than 0",
		"--against=python0.1": "python0.1",
		"--seed=one":          "seed",
		"extra":               "takes no arguments",
	} {
		var stdout, stderr bytes.Buffer
		if status := runUnprobed([]string{"gil", args}, &stdout, &stderr); status != exitUsage || !strings.Contains(stderr.String(), want) {
			t.Errorf("%s: exit status %d, %q; %q expected", args, status, stderr.String(), want)
		}
	}
}

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corerace/bench/lab"
	"corerace/results"
	"corerace/results/locks"
)

func TestGILLeavesARecordAndAPage(t *testing.T) {
	if _, err := lab.Models(); err != nil {
		t.Skip(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	status, stdout, stderr := command("gil", "--rounds=1", "--experiments=blocking", "--no-lock", "--seed=7",
		"--format=svg", "-o", dir)
	if status != exitDone {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	rec, err := results.ReadFile(filepath.Join(dir, "run.jsonl"))
	if err != nil || len(rec.GIL) != 4 || rec.End == nil || rec.Run.Seed != "7" || rec.Skipped != 0 {
		t.Fatalf("%v: the record has %d lines, end %v", err, len(rec.GIL), rec.End)
	}
	// One round bears no chart, and the page says so.
	if page := readText(t, filepath.Join(dir, "report.html")); !strings.Contains(page, "There are no pictures") {
		t.Error("the page doesn't say why it has no picture")
	}
	if _, err := os.Stat(filepath.Join(dir, "gil-blocking.svg")); err == nil {
		t.Error("one round has a chart")
	}
	if want := "so blocking isn't measured of it"; !strings.Contains(strings.Join(strings.Fields(stdout), " "), want) {
		t.Errorf("nothing says what the models without a lock don't have:\n%s", stdout)
	}
	if !strings.Contains(stdout, "gil-multicore") {
		t.Errorf("the table is\n%s", stdout)
	}
}

func TestGILSaysWhatIsWrongWithItsFlags(t *testing.T) {
	for args, want := range map[string]string{
		"--format=gif":        "gif",
		"--experiments=slice": "slices",
		"--budget=0s":         "more than 0",
		"--rounds=-1":         "more than 0",
		"--against=python0.1": "python0.1",
		"--python=/bin/false": "--python: ",
		"--python=0.1":        "0.1",
		"--seed=one":          "seed",
		"extra":               "takes no arguments",
	} {
		if status, _, stderr := command("gil", args); status != exitUsage || !strings.Contains(stderr, want) {
			t.Errorf("%s: exit status %d, %q; %q expected", args, status, stderr, want)
		}
	}
}

func TestTargetsThatCantBeToldAreNotHeld(t *testing.T) {
	holds, missed := locks.GILTarget{Measured: "1", Holds: true}, locks.GILTarget{Measured: "9"}
	open, never := locks.GILTarget{Measured: "9", Open: "conditions unknown"}, locks.GILTarget{}
	for _, c := range []struct {
		targets []locks.GILTarget
		missed  bool
		open    bool
	}{
		{[]locks.GILTarget{holds, never}, false, false},
		{[]locks.GILTarget{holds, open}, false, true},
		{[]locks.GILTarget{open, missed, holds}, true, false},
	} {
		err := judgeTargets(c.targets)
		_, isOpen := errors.AsType[inconclusiveError](err)
		if errors.Is(err, errTargets) != c.missed || isOpen != c.open {
			t.Errorf("%+v: %v", c.targets, err)
		}
	}
}

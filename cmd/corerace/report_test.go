package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corerace/report"
)

const fixture = "../../results/testdata/small.jsonl"

func TestReportDrawsEveryForm(t *testing.T) {
	for _, f := range report.Formats() {
		dir := t.TempDir()
		status, stdout, stderr := command("report", "--format", f.Name, "-o", dir, fixture)
		if status != exitDone {
			t.Errorf("%s: status %d: %s", f.Name, status, stderr)
		}
		files, _ := filepath.Glob(filepath.Join(dir, "*"+f.Ext))
		if len(files) == 0 {
			t.Errorf("%s: no file: %s", f.Name, stdout)
		}
		for _, file := range files {
			if !strings.Contains(stdout, file) {
				t.Errorf("%s: %s isn't named: %s", f.Name, file, stdout)
			}
		}
	}
}

func TestReportGoesWhereItIsSent(t *testing.T) {
	dir := t.TempDir()
	page := filepath.Join(dir, "page.html")
	if status, stdout, stderr := command("report", "--format", "html", "-o", page, fixture); status != exitDone ||
		stdout != "" {
		t.Fatalf("status %d: %s%s", status, stdout, stderr)
	}
	chart := filepath.Join(dir, "chart.svg")
	if status, _, stderr := command("report", "--format", "svg", "--figure", "rounds-mandelbrot", "-o", chart,
		fixture); status != exitDone {
		t.Fatalf("status %d: %s", status, stderr)
	}
	for _, path := range []string{page, chart} {
		if info, err := os.Stat(path); err != nil || info.Size() < 1000 {
			t.Errorf("%s: %v", path, err)
		}
	}
	if status, stdout, _ := command("report", "--format", "csv", fixture); status != exitDone ||
		!strings.Contains(stdout, "mandelbrot") {
		t.Errorf("status %d: %.100s", status, stdout)
	}
	if status, stdout, _ := command("report", fixture, fixture); status != exitDone ||
		strings.Count(stdout, "speedup: wall") != 2 {
		t.Errorf("two records: status %d:\n%s", status, stdout)
	}
}

func TestReportOfAnUnknownFigureNamesTheKnown(t *testing.T) {
	status, _, stderr := command("report", "--format", "svg", "--figure", "round-mandelbrot", fixture)
	if status != exitUsage || !strings.Contains(stderr,
		`unknown figure "round-mandelbrot": did you mean "rounds-mandelbrot"?`) {
		t.Errorf("status %d: %s", status, stderr)
	}
}

func TestReportOfABadRecordNamesFileAndLine(t *testing.T) {
	whole, err := os.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cut := write("cut.jsonl", whole[:len(whole)/2])
	status, stdout, stderr := command("report", cut)
	if status != exitDone || !strings.Contains(stdout, "cut short") || !strings.Contains(stderr, cut) {
		t.Errorf("status %d: %s\n%s", status, stdout, stderr)
	}
	newer := write("newer.jsonl", bytes.Replace(whole, []byte(`"format":1`), []byte(`"format":9`), 1))
	status, _, stderr = command("report", newer)
	if status != exitFailed || !strings.Contains(stderr, "newer than this corerace reads") ||
		!strings.Contains(stderr, newer) {
		t.Errorf("status %d: %s", status, stderr)
	}
	other := write("other.txt", []byte("hello\n"))
	status, _, stderr = command("report", other, cut)
	if status != exitFailed || !strings.Contains(stderr, "not a corerace record") {
		t.Errorf("status %d: %s", status, stderr)
	}
	if status, _, stderr = command("report", filepath.Join(dir, "none")); status != exitFailed ||
		!strings.Contains(stderr, "no such file") {
		t.Errorf("status %d: %s", status, stderr)
	}
}

func TestEveryCommandThatReadsARecordNamesItsSkippedLines(t *testing.T) {
	b, err := os.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "bad.jsonl")
	b = bytes.Replace(b, []byte(`"wall_ns":`), []byte(`"wall_ns":-`), 1)
	if err := os.WriteFile(bad, b, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"report", bad}, {"fit", bad}, {"compare", bad, fixture}, {"compare", fixture, bad}} {
		if status, _, stderr := command(args...); !strings.Contains(stderr,
			"skipped "+bad+": line 8: sample: wall_ns is negative") {
			t.Errorf("%s: status %d: %q", args[0], status, stderr)
		}
	}
}

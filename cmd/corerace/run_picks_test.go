package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corerace/results"
)

func TestBytesAreReadAndWritten(t *testing.T) {
	for text, want := range map[string]int{"1KiB": 1024, "64KiB": 65536, "64MiB": 64 << 20, "4096": 4096, "4096B": 4096} {
		if n, err := parseBytes(text); err != nil || n != want {
			t.Errorf("%q is %d, error %v", text, n, err)
		}
	}
	for _, text := range []string{"", "KiB", "-1KiB", "1.5MiB", "1kb", "99999999999MiB", "1 KiB"} {
		if n, err := parseBytes(text); err == nil {
			t.Errorf("%q is %d, an error expected", text, n)
		}
	}
	for n, want := range map[int64]string{1024: "1KiB", 65536: "64KiB", 3 << 20: "3MiB", 1025: "1025"} {
		if got := formatBytes(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}

// A run with blocks of another length, over a text, says so in its plan and its record, and can be gone on with.
func TestRunMovesBlocksOfTheLengthAskedFor(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte(strings.Repeat("some words of a text\n", 2000)), 0o666); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	args := []string{"run", "--workloads", "sort,wordcount", "--file", text, "--block", "4KiB", "--modes",
		"processes:transport=file,processes-pipe:encode=json",
		"--workers", "2", "--rounds", "1", "--target", "4ms", "--out", out}
	status, stdout, stderr := command(args...)
	if status != exitDone {
		t.Fatalf("status %d\n%s\n%s", status, stdout, stderr)
	}
	for _, want := range []string{"in blocks of 4KiB",
		"workload sort was left out of the mode processes:transport=file: it has no file",
		"workload wordcount has no published sum", "encoding"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the output lacks %q:\n%s", want, stdout)
		}
	}
	path := filepath.Join(out, "run.jsonl")
	rec, err := results.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range rec.Samples {
		if s.BlockBytes != 4096 || (s.MovedBytes > 0) != (s.Mode == "processes-pipe:encode=json") ||
			(s.Encode > 0) != (s.MovedBytes > 0) {
			t.Errorf("%s: blocks of %d bytes, %d bytes moved, %v of encoding", s.Mode, s.BlockBytes, s.MovedBytes, s.Encode)
		}
	}
	if p := rec.Run.Plan.Workloads[1]; p.File != text || p.BlockBytes != 4096 {
		t.Errorf("the plan has blocks of %d bytes of %q", p.BlockBytes, p.File)
	}
	lines, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := strings.LastIndex(strings.TrimSpace(string(lines)), "\n")
	if err := os.WriteFile(path, lines[:cut+1], 0o666); err != nil {
		t.Fatal(err)
	}
	if status, stdout, stderr := command("run", "--resume", out); status != exitDone {
		t.Errorf("status %d\n%s\n%s", status, stdout, stderr)
	}
}

func TestWhatIsNoBlockOrTextIsAUsageError(t *testing.T) {
	for line, want := range map[string]string{
		"run --workloads sort --block 12":         "--block: a block of 12 bytes",
		"run --workloads sort --block x":          `--block: "x" is not a number of bytes`,
		"run --workloads wordcount":               "workload wordcount isn't here: name a text with --file",
		"run --workloads wordcount --file nofile": "--file: open nofile",
	} {
		status, _, stderr := command(strings.Fields(line)...)
		if status != exitUsage || !strings.Contains(stderr, want) {
			t.Errorf("%s: status %d, %q, want %q", line, status, stderr, want)
		}
	}
	if status, _, stderr := command("run", "--workloads", "sort", "--block", "2KiB", "--modes", "serial", "--workers",
		"1", "--rounds", "1",
		"--target", "2ms", "--out", filepath.Join(t.TempDir(), "out")); status != exitDone {
		t.Errorf("a length of blocks without a text: status %d, %s", status, stderr)
	}
	if status, stdout, _ := command("list"); status != exitDone ||
		!strings.Contains(stdout, "not here: name a text with --file") {
		t.Errorf("list: status %d\n%s", status, stdout)
	}
}

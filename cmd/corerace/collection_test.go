package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A folder of runs is one page; a folder that is a run, or holds none, is what it was.
func TestAFolderOfRunsIsOnePage(t *testing.T) {
	dir := t.TempDir()
	record := readText(t, fixture)
	for _, name := range []string{"monday", "fri[d]ay", "broken"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o777); err != nil {
			t.Fatal(err)
		}
		text := record
		if name == "broken" {
			text = "no record\n"
		}
		writeText(t, filepath.Join(dir, name, "run.jsonl"), text)
	}
	page := filepath.Join(dir, "all.html")
	status, stdout, stderr := command("report", "-o", page, dir)
	if status != exitDone || !strings.Contains(stdout, page) || !strings.Contains(stderr, "left out") {
		t.Fatalf("status %d, %s%s", status, stdout, stderr)
	}
	if text := readText(t, page); !strings.Contains(text, "2 runs of 1 machine") {
		t.Error("the page doesn't hold both runs")
	}
	if status, _, stderr := command("report", "--format", "csv", dir); status != exitUsage ||
		!strings.Contains(stderr, "folder of runs") {
		t.Errorf("csv: status %d, %s", status, stderr)
	}
	if status, _, _ := command("report", t.TempDir()); status == exitDone {
		t.Error("an empty folder is a report")
	}
}

func TestAComparisonIsAPage(t *testing.T) {
	quiet := filepath.Join(rootDir(t), "results", "recorded", "two-cores.jsonl")
	page := filepath.Join(t.TempDir(), "page.html")
	if status, _, stderr := command("compare", "--format", "html", "-o", page, quiet, quiet); status != exitDone {
		t.Fatalf("status %d, %s", status, stderr)
	}
	if text := readText(t, page); !strings.Contains(text, `<figure id="comparison"`) {
		t.Error("the page has no picture")
	}
	for _, args := range [][]string{{"--format", "gif"}, {"--run", "--format", "html"}} {
		if status, _, _ := command(append(append([]string{"compare"}, args...), quiet, quiet)...); status != exitUsage {
			t.Errorf("%v: status %d", args, status)
		}
	}
}

// More than two records stand side by side, in a terminal and as a page; a wrong one is named.
func TestSeveralRecordsAreCompared(t *testing.T) {
	recorded := filepath.Join(rootDir(t), "results", "recorded")
	quiet, busy := filepath.Join(recorded, "two-cores.jsonl"), filepath.Join(recorded, "two-cores-busy.jsonl")
	status, stdout, stderr := command("compare", quiet, busy, quiet)
	if status != exitDone {
		t.Fatalf("status %d, %s", status, stderr)
	}
	for _, want := range []string{"Where each was measured", "can't be compared: the epoch differs", "inconclusive"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	page := filepath.Join(t.TempDir(), "page.html")
	if status, _, stderr := command("compare", "--format", "html", "-o", page, quiet, busy, quiet); status != exitDone {
		t.Fatalf("status %d, %s", status, stderr)
	}
	if text := readText(t, page); !strings.Contains(text, `<figure id="several"`) || !strings.Contains(text, "3 records") {
		t.Error("the page has no picture")
	}
	if status, _, stderr := command("compare", quiet, busy, busy); status != exitFailed ||
		!strings.Contains(stderr, "none of the records can be compared with the first") {
		t.Errorf("status %d, %s", status, stderr)
	}
	if status, _, _ := command("compare", "--run", quiet, busy, quiet); status != exitUsage {
		t.Errorf("three builds: status %d", status)
	}
}

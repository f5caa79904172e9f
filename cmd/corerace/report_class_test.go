package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// classFolder is the folder of a class of two, one of whose files is damaged; what is in it is somebody's answer.
func classFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	record := readText(t, fixture)
	head, rest, _ := strings.Cut(record, "\n")
	answer := `{"kind":"answer","at":"2026-11-30T09:00:00Z","lesson":"two-threads","question":"lock","attempt":0,` +
		`"text":"=1+1"}`
	for name, text := range map[string]string{
		"anna/corerace-out/lessons/two-threads/run.jsonl": head + "\n" + answer + "\n" + rest,
		"bert/run (1).jsonl":                              strings.Replace(record, `"seed":"`, `"seed":"1`, 1),
		"bert/run.jsonl":                                  "damaged\n",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		writeText(t, path, text)
	}
	return dir
}

func TestAClassIsOnePageAndACSVAQuestion(t *testing.T) {
	dir := classFolder(t)
	status, stdout, stderr := command("report", "--class", dir)
	page := filepath.Join(dir, "class.html")
	answers := filepath.Join(dir, "answers-two-threads-lock.csv")
	if status != exitDone || stdout != page+"\n"+answers+"\n" {
		t.Fatalf("status %d, %s%s", status, stdout, stderr)
	}
	want := "left out: " + filepath.Join(dir, "bert", "run.jsonl") + ": not a corerace record"
	if !strings.Contains(stderr, want) {
		t.Errorf("%q doesn't say %q", stderr, want)
	}
	text := readText(t, page)
	for _, want := range []string{"A class of 2", "How fast are two threads behind one lock", "student 1",
		`id="speedups-1"`, "Left out: a file of student"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, name := range []string{"anna", "bert", dir} {
		if strings.Contains(text, name) {
			t.Errorf("the page names %q", name)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(readText(t, answers))).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][5] != "'=1+1" {
		t.Errorf("%v, %v", rows, err)
	}
}

func TestAClassHasNamesWhereTheyAreAskedFor(t *testing.T) {
	dir := classFolder(t)
	page := filepath.Join(t.TempDir(), "page.html")
	status, _, stderr := command("report", "--class", "--names", "--projector", "-o", page, filepath.Join(dir, "anna"),
		filepath.Join(dir, "bert"))
	if text := readText(t, page); status != exitDone || !strings.Contains(text, "anna") ||
		!strings.Contains(text, `<html lang="en-GB" class="projector">`) {
		t.Errorf("status %d, %s", status, stderr)
	}
}

func TestWhatIsNoClassIsSaid(t *testing.T) {
	dir := classFolder(t)
	for want, args := range map[string][]string{
		"a folder of records expected": {"--class", filepath.Join(dir, "bert", "run.jsonl")},
		"--format csv":                 {"--class", "--format", "csv", dir},
		"--figure":                     {"--class", "--figure", "x", dir},
		"--names":                      {"--names", fixture},
	} {
		if status, _, stderr := command(append([]string{"report"}, args...)...); status != exitUsage ||
			!strings.Contains(stderr, want) {
			t.Errorf("%v: status %d, %q", args, status, stderr)
		}
	}
	empty := t.TempDir()
	if status, _, stderr := command("report", "--class", empty); status != exitFailed ||
		!strings.Contains(stderr, "no record") {
		t.Errorf("an empty folder: status %d, %q", status, stderr)
	}
}

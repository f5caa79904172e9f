package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"corerace/results"
)

// ofTool is a file that a tool wrote.
func ofTool(name string) string {
	return filepath.Join("..", "..", "results", "foreign", "testdata", name)
}

// imported runs the command, and wants an exit status and a text in what it printed.
func imported(t *testing.T, status int, want string, args ...string) string {
	t.Helper()
	var stdout, stderr strings.Builder
	if got := run(args, &stdout, &stderr); got != status {
		t.Errorf("%q: status %d, want %d: %s", args, got, status, stderr.String())
	}
	text := stdout.String() + stderr.String()
	if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
		t.Errorf("%q printed\n%s\nwant %q", args, text, want)
	}
	return text
}

// What is imported reads as the file itself does.
func TestImportedRecordsReportAsTheirFiles(t *testing.T) {
	out := filepath.Join(t.TempDir(), "run.jsonl")
	file := ofTool("vitest-4.1.12.json")
	imported(t, exitDone, out, "import", "-o", out, file)
	a, b := imported(t, exitDone, "no verdict, unpaired", "report", file), imported(t, exitDone, "unpaired", "report", out)
	if a != b {
		t.Errorf("the file's report\n%s\nthat of its record\n%s", a, b)
	}
	if rec, err := results.ReadFile(out); err != nil || !rec.Run.Unpaired() {
		t.Errorf("%v, %+v", err, rec)
	}
	imported(t, exitUsage, "never overwritten", "import", "-o", out, file)
	imported(t, exitFailed, "it is a record already", "import", out)
}

func TestImportOfSeveralFiles(t *testing.T) {
	dir := t.TempDir()
	imported(t, exitFailed, "not a file of a tool that is known", "import", "-o", dir, ofTool("hyperfine-2.0.0.json"),
		filepath.Join("..", "..", "go.mod"))
	if _, err := results.ReadFile(filepath.Join(dir, "hyperfine-2.0.0.jsonl")); err != nil {
		t.Error(err)
	}
	imported(t, exitUsage, "needs -o FOLDER", "import", ofTool("hyperfine-2.0.0.json"), ofTool("vitest-4.1.12.json"))
	imported(t, exitUsage, "needs a file", "import")
	imported(t, exitUsage, "real-time", "import", "--real-time", "x", ofTool("hyperfine-2.0.0.json"))
}

// Every form of every file is drawn, and none offers to race it again.
func TestEveryFormOfForeignFiles(t *testing.T) {
	for _, name := range []string{"hyperfine-2.0.0.json", "tinybench-6.2.5.json", "criterion-0.3.6", "go-1.26.8.txt"} {
		for _, format := range []string{"table", "md", "html", "csv", "json", "bench", "trace"} {
			if text := imported(t, exitDone, "", "report", "--format", format, ofTool(name)); strings.Contains(text, "NaN×") ||
				strings.Contains(text, "corerace run --workloads") {
				t.Errorf("%s of %s\n%s", format, name, text)
			}
		}
		imported(t, exitDone, "", "report", "--format", "svg", "-o", t.TempDir(), ofTool(name))
	}
}

func TestFitAndCompareOfForeignFiles(t *testing.T) {
	google := ofTool("google-benchmark-1.7.1.json")
	imported(t, exitDone, "The speedups are unpaired", "fit", "--real-time", "divided", google)
	imported(t, exitFailed, "threads: expected 1", "fit", google)
	imported(t, exitDone, "How many cores there were isn't known", "fit", ofTool("hyperfine-1.15.0.json"))
	imported(t, exitDone, "Unpaired, and indicative at best", "compare", ofTool("hyperfine-1.15.0.json"),
		ofTool("hyperfine-2.0.0.json"))
	imported(t, exitFailed, "the tool differs", "compare", ofTool("hyperfine-1.15.0.json"), ofTool("vitest-4.1.12.json"))
}

// What is neither a record nor of a tool is told by what a record lacks, and a record in UTF-16 by that.
func TestADamagedRecordIsToldAsOne(t *testing.T) {
	lines, err := os.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	wide := func(data []byte) (all []byte) {
		for _, b := range data {
			all = append(all, b, 0)
		}
		return all
	}
	hyperfine, err := os.ReadFile(ofTool("hyperfine-1.15.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data   []byte
		status int
		want   string
	}{
		"damaged": {bytes.Replace(lines, []byte(`"kind":"run"`), []byte(`"kind":"rum"`), 1), exitFailed,
			`not a corerace record: line 1: a record begins with a "run" line`},
		"wide":         {wide(lines), exitFailed, "not a corerace record: it is text in UTF-16"},
		"wide of tool": {wide(hyperfine), exitDone, "imported from hyperfine"},
		"two in one": {slices.Concat(hyperfine, hyperfine), exitFailed,
			"the JSON ends, and something follows"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, c.data, 0o666); err != nil {
			t.Fatal(err)
		}
		imported(t, c.status, c.want, "report", path)
	}
}

// The record of an import is a file like any other, and may be cut short.
func TestAnImportedRecordThatWasCutShortIsDrawn(t *testing.T) {
	out := filepath.Join(t.TempDir(), "run.jsonl")
	imported(t, exitDone, "", "import", "-o", out, ofTool("vitest-4.1.12.json"))
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	for n := 1; n < len(lines)-1; n++ { // the last one is the end
		if err := os.WriteFile(out, bytes.Join(lines[:n], nil), 0o666); err != nil {
			t.Fatal(err)
		}
		imported(t, exitDone, "cut short", "report", "--format", "html", out)
	}
}

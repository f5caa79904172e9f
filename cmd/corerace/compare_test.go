package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"corerace/bench/testkit"
	"corerace/bench/testkit/quiet"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/results/verdict"
)

func TestComparedRecordsAreSetSideBySide(t *testing.T) {
	status, stdout, stderr := command("compare", fixture, fixture)
	if status != exitDone || !strings.Contains(stdout, "No difference was found. One of ") || !strings.Contains(stdout, "indicative") {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
}

func TestRecordsThatDifferInMoreThanTheProgramAreRefused(t *testing.T) {
	b, err := os.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other.jsonl")
	changed := strings.Replace(string(b), `"cpu_model":"`, `"cpu_model":"Another `, 1)
	if changed == string(b) {
		t.Fatal("the fixture has no processor")
	}
	if err := os.WriteFile(other, []byte(changed), 0o666); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := command("compare", fixture, other)
	if status != exitFailed || !strings.Contains(stdout, "Don't compare") || !strings.Contains(stdout, "the processor differs") {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
}

func TestWrongComparisonsSayWhatWasExpected(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"compare a", "compare needs OLD and NEW, 1 given"},
		{"compare --fail-if-slower 5% a b", "--fail-if-slower needs --run"},
		{"compare --run --fail-if-slower five a b", `"five" is not a share such as 5%`},
		{"compare --run --fail-if-slower 5 a b", `"5" has no sign: did you mean 5%?`},
		{"compare --run --fail-if-slower 0.05 a b", `did you mean 0.05%?`},
		{"compare --run --fail-if-slower= a b", "--fail-if-slower is empty"},
		{"compare --run --fail-if-slower 0% a b", "more than 0% and less than 1000% expected"},
		{"compare --run --fail-if-slower -5% a b", "more than 0% and less than 1000% expected"},
		{"compare --fail-if-slower= a b", "--fail-if-slower is empty"},
		{"compare --run none none", "program old: stat none: no such file"},
	} {
		status, _, stderr := command(strings.Fields(c.line)...)
		if status != exitUsage || !strings.Contains(stderr, c.want) {
			t.Errorf("corerace %s: status %d, %q; want %q", c.line, status, stderr, c.want)
		}
	}
}

// sluggish makes a program of this test binary whose workloads are slower by half.
func sluggish(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	path := filepath.Join(t.TempDir(), "sluggish")
	script := "#!/bin/sh\n" + slowEnv + "=1 exec " + os.Args[0] + " \"$@\"\n"
	if err := os.WriteFile(path, []byte(script), 0o777); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestASlowerBuildIsFound(t *testing.T) {
	line := []string{"compare", "--run", "--fail-if-slower", "10%", "--workloads", "primes", "--modes", "serial",
		"--workers", "1", "--target", fmt.Sprintf("%dms", testkit.Times(5, 10)),
		"--budget", fmt.Sprintf("%dms", testkit.Times(2200, 5000)), "--no-lock"}
	quiet.Retry(t, func() string {
		status, _, stderr := command(append(line, "--out", t.TempDir(), os.Args[0], sluggish(t))...)
		if status == exitFailed && strings.Contains(stderr, "new is slower by more than 10 %: primes") {
			return ""
		}
		return fmt.Sprintf("status %d: %s", status, stderr[strings.LastIndex(strings.TrimSpace(stderr), "\n")+1:])
	})
}

func TestABuildIsNotSlowerThanItself(t *testing.T) {
	status, stdout, stderr := command("compare", "--run", "--fail-if-slower", "10%", "--workloads", "primes", "--modes", "serial",
		"--target", "10ms", "--budget", fmt.Sprintf("%dms", testkit.Times(1600, 3000)), "--no-lock",
		"--out", t.TempDir(), os.Args[0], os.Args[0])
	open := status == exitOpen && strings.Contains(stderr, "inconclusive, ") // a busy machine
	if status != exitDone && !open || !strings.Contains(stdout, "primes") {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
}

func TestOneRoundIsInconclusive(t *testing.T) {
	c := &verdict.Comparison{Old: "a", New: "b", Paired: true, Refused: []string{},
		Runs:  []verdict.ComparedRun{{Conditions: conditions.Conditions{Verdict: conditions.Quiet}, Rounds: 1}},
		Cells: []verdict.CellComparison{{Cell: results.Cell{Workload: "w", Mode: "serial", Workers: 1}, Wall: stats.Estimate{Center: 3.1, N: 1}, P: 1}}}
	err := gate(c, 0.05)
	if _, open := errors.AsType[inconclusiveError](err); !open || !strings.Contains(err.Error(), "inconclusive, 1 round") {
		t.Errorf("it says %v", err)
	}
	var out strings.Builder
	if err := text.Comparison(&out, c, text.Options{}); err != nil {
		t.Fatal(err)
	}
	if s := out.String(); strings.Contains(s, "No difference") || strings.Contains(s, "3.1") ||
		!strings.HasPrefix(s, "Inconclusive: 1 round was measured") {
		t.Errorf("it shows\n%s", s)
	}
}

func TestAProgramThatIsNoBuildIsNamed(t *testing.T) {
	path, err := filepath.EvalSymlinks("/bin/cat")
	if err != nil {
		t.Skip("needs a program that only echoes")
	}
	status, _, stderr := command("compare", "--run", "--out", t.TempDir(), path, os.Args[0])
	if status != exitFailed || !strings.Contains(stderr, "build old") {
		t.Errorf("status %d: %s", status, stderr)
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"corerace/bench"
	"corerace/bench/machine"
	"corerace/bench/race"
	"corerace/results"
)

// command runs the command in this process, without probes.
func command(args ...string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	status = runUnprobed(args, &out, &err)
	return status, out.String(), err.String()
}

// runUnprobed is run without probes, which would be most of a short run. The run that is measured once has them.
func runUnprobed(args []string, stdout, stderr io.Writer) int {
	return runIn(machine.WithoutProbes(context.Background()), args, stdout, stderr)
}

// quick are the flags of a run that is as short as one can be that has intervals.
func quick(out string) []string {
	return []string{"run", "--workloads", "primes", "--workers", "2", "--rounds", "6", "--target", "4ms", "--seed", "7",
		"--out", out}
}

// brief are the flags of a run that is shorter still, for what doesn't depend on what was measured.
func brief(out string) []string {
	return []string{"run", "--workloads", "primes", "--modes", "goroutines", "--workers", "2", "--rounds", "1",
		"--target", "2ms",
		"--no-lock", "--out", out}
}

// A quickRun is what a run with the flags of quick said and left behind in the folder dir, which isn't there any more.
type quickRun struct {
	status              int
	stdout, stderr, dir string
	record, page        []byte
}

// measuredOnce is one run for all the tests that need any.
var measuredOnce = sync.OnceValues(func() (r quickRun, err error) {
	temp, err := os.MkdirTemp("", "corerace-test-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(temp)
	r.dir = filepath.Join(temp, "out")
	var stdout, stderr bytes.Buffer
	r.status = run(quick(r.dir), &stdout, &stderr)
	r.stdout, r.stderr = stdout.String(), stderr.String()
	if r.status != exitDone {
		return r, fmt.Errorf("status %d\n%s\n%s", r.status, r.stdout, r.stderr)
	}
	r.record, err = os.ReadFile(filepath.Join(r.dir, "run.jsonl"))
	if err != nil {
		return r, err
	}
	r.page, err = os.ReadFile(filepath.Join(r.dir, "report.html"))
	return r, err
})

// measuredRun is a run with the flags of quick.
func measuredRun(t *testing.T) quickRun {
	t.Helper()
	r, err := measuredOnce()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRunLeavesATableARecordAndAPage(t *testing.T) {
	r := measuredRun(t)
	for _, want := range []string{"plan     5 cells a round: serial, goroutines, gil, processes; workers 2; seed 7",
		"goroutines        2", "processes         2", "gil               2", "efficiency",
		filepath.Join(r.dir, "report.html")} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("the output lacks %q:\n%s", want, r.stdout)
		}
	}
	if !strings.Contains(r.stderr, "round 6 of about 6") {
		t.Errorf("no progress:\n%s", r.stderr)
	}
	rec, err := results.Read(bytes.NewReader(r.record))
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Samples) != 5*7 || len(rec.Rounds) != 7 || rec.End == nil || len(rec.Cores) < 2*5*7 || rec.Skipped != 0 {
		t.Errorf("%d samples, %d rounds, %d points of the cores, end %v, %d lines skipped",
			len(rec.Samples), len(rec.Rounds), len(rec.Cores), rec.End, rec.Skipped)
	}
	if runtime.GOOS == "linux" && rec.Run.Hosts[0].Epoch == nil {
		t.Error("the machine wasn't probed")
	}
	if !bytes.Contains(r.page, []byte("</html>")) {
		t.Errorf("page of %d bytes", len(r.page))
	}
}

func TestRunNeverOverwrites(t *testing.T) {
	for _, name := range []string{"run.jsonl", "report.html"} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("mine"), 0o666); err != nil {
			t.Fatal(err)
		}
		status, _, stderr := command(quick(dir)...)
		if status != exitUsage || !strings.Contains(stderr, "never overwritten") {
			t.Errorf("status %d: %s", status, stderr)
		}
		if b, _ := os.ReadFile(path); string(b) != "mine" {
			t.Errorf("%s is %q", name, b)
		}
	}
}

func TestRunsOfOneSecondGetFoldersOfTheirOwn(t *testing.T) {
	t.Chdir(t.TempDir())
	seen := map[string]bool{}
	now := fixedTime
	for range 3 {
		o, err := createOutput("", now)
		if err != nil {
			t.Fatal(err)
		}
		o.file.Close()
		seen[o.dir] = true
	}
	if len(seen) != 3 {
		t.Errorf("folders: %v", seen)
	}
}

func TestAPlanThatFailsLeavesNoFolder(t *testing.T) {
	o, err := createOutput(filepath.Join(t.TempDir(), "out"), fixedTime)
	if err != nil {
		t.Fatal(err)
	}
	o.abandon()
	if _, err := os.Stat(o.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there: %v", o.dir, err)
	}
}

func TestWrongCommandLinesSayWhatWasExpected(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"rnu", `unknown command "rnu": did you mean "run"?`},
		{"run now", `a package is named by its folder, as in ./now, or by its import path`},
		{"run --worklods x", `unknown flag "--worklods": did you mean "--workloads"?`},
		{"run --workloads mandelbort", `unknown workload "mandelbort": did you mean "mandelbrot"?`},
		{"run --modes gorutines", `unknown mode "gorutines": did you mean "goroutines"?`},
		{"run --modes gil:interval=never", `mode gil: option interval: "never" is not a duration such as 1ms`},
		{"run --workers 0", `--workers has "0": numbers from 1 to 4096 expected`},
		{"run --workers two", `--workers has "two"`},
		{"run --rounds 0", `--rounds is 0: more than 0 expected`},
		{"run --rounds many", `--rounds`},
		{"run --budget -5s", `--budget is -5s: more than 0 expected`},
		{"run --seed x", `--seed is "x": a whole number`},
		{"run --quick --all", `--quick and --all exclude each other`},
		{"report", `report needs a record`},
		{"report --format htm x", `unknown format "htm": did you mean "html"?`},
		{"demo --workload x", `unknown workload "x"`},
		{"demo --seconds 0", `--seconds is 0: 0.1 to 3600 expected`},
		{"list all", `list takes no arguments`},
	} {
		status, stdout, stderr := command(strings.Fields(c.line)...)
		if status != exitUsage || !strings.Contains(stderr, c.want) || stdout != "" {
			t.Errorf("corerace %s: status %d, %q, %q; want status %d and %q", c.line, status, stdout, stderr, exitUsage, c.want)
		}
	}
}

func TestHelpIsEverywhereWithAnExample(t *testing.T) {
	for _, line := range []string{"--help", "run --help", "report --help", "demo --help", "list --help", "launch --help", "launch slurm --help",
		"launch kubernetes --help", "launch ssh --help", ""} {
		status, stdout, _ := command(strings.Fields(line)...)
		if status != exitDone || !strings.Contains(stdout, "Examples:") {
			t.Errorf("corerace %s: status %d\n%s", line, status, stdout)
		}
	}
}

func TestAllHasAllWorkloadsInAllModes(t *testing.T) {
	f := runFlags{all: true}
	cmd := runCommand()
	cmd.SetContext(t.Context())
	e, err := f.experiment(cmd)
	if err != nil {
		t.Fatal(err)
	}
	usual := len(usualModes(nil)) // those of other languages have a race of their own
	if len(e.Workloads) != len(workloadNames()) || len(e.Modes) < usual || e.Rounds != allRounds {
		t.Errorf("%d workloads, %d modes, %d rounds", len(e.Workloads), len(e.Modes), e.Rounds)
	}
}

func TestFullDiskLosesNothing(t *testing.T) {
	r, err := (&race.Experiment{Workloads: pick(t, "primes"), Modes: bench.Modes()[:2], Workers: []int{1}, Rounds: 3,
		Target: 4e6}).Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	disk := &fullDisk{room: 3000}
	s := newSession(r, disk, newProgress(new(bytes.Buffer), r))
	err = r.Run(t.Context(), s)
	if err == nil || !strings.Contains(err.Error(), "what was measured until then is safe") ||
		!errors.Is(err, errNoSpace) {
		t.Errorf("error is %v", err)
	}
	rec, err := results.Read(&disk.Buffer)
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Samples) == 0 || rec.End != nil || len(s.rec.Samples) < len(rec.Samples) {
		t.Errorf("%d samples on disk, %d in memory, end %v", len(rec.Samples), len(s.rec.Samples), rec.End)
	}
	out := &output{record: "run.jsonl", page: filepath.Join(t.TempDir(), "no", "report.html")}
	var stdout bytes.Buffer
	if err := s.show(out, &stdout); err == nil || !strings.Contains(err.Error(), "the page can't be written") {
		t.Errorf("error is %v", err)
	}
	if !strings.Contains(stdout.String(), "primes") {
		t.Errorf("the table is lost:\n%s", stdout.String())
	}
}

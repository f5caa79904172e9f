package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"corerace/bench/testkit"
	"corerace/results"
)

// executed runs exec with a folder of its own, and returns the record.
func executed(t *testing.T, args ...string) (status int, stdout, stderr string, rec *results.Record) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	status, stdout, stderr = command(append([]string{"exec", "--no-lock", "--out", dir}, args...)...)
	if _, err := os.Stat(filepath.Join(dir, "run.jsonl")); err == nil {
		if rec, err = results.ReadFile(filepath.Join(dir, "run.jsonl")); err != nil {
			t.Fatal(err)
		}
		if len(rec.Problems) > 0 {
			t.Errorf("the record has problems: %v", rec.Problems)
		}
	}
	return status, stdout, stderr, rec
}

// needs skips a test where a program isn't here.
func needs(t *testing.T) {
	if _, err := os.Stat("/bin/sh"); err != nil {
		testkit.Missing(t, "a shell", err.Error())
	}
}

func TestCommandsRaceWithTableAndPage(t *testing.T) {
	needs(t)
	export := filepath.Join(t.TempDir(), "times.json")
	status, stdout, stderr, rec := executed(t, "--rounds", "2", "--workers", "1,2", "--param", "word=a,b", "--export",
		export, "--variant", "gil=sleep 0.0{workers}", "--variant", "processes=echo {word}")
	if status != exitDone || rec == nil || rec.End == nil {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	for _, want := range []string{"word=a", "word=b", "sleep 0.0{workers}", "peak memory", "page "} {
		if !strings.Contains(stdout, want) {
			t.Errorf("it doesn't say %q:\n%s", want, stdout)
		}
	}
	// 3 cells and a twin of 2 works in 3 rounds
	if len(rec.Samples) != 24 || rec.Run.Plan.Modes[0].Command.Line != "sleep 0.0{workers}" {
		t.Errorf("%d samples of %+v", len(rec.Samples), rec.Run.Plan.Modes)
	}
	b, err := os.ReadFile(export)
	var out struct {
		Results []struct {
			Command    string
			Median     float64
			Times      []float64
			Parameters map[string]string
		}
	}
	if err != nil || json.Unmarshal(b, &out) != nil || len(out.Results) != 6 {
		t.Fatalf("%v: %s", err, b)
	}
	if r := out.Results[1]; r.Command != "sleep 0.02" || len(r.Times) != 2 || r.Median < 0.02 ||
		r.Parameters["workers"] != "2" || r.Parameters["word"] != "a" {
		t.Errorf("%+v", r)
	}
}

func TestWrongCommandLinesOfExec(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"", "no command: corerace exec -- COMMAND"},
		{"--variant a", `--variant is "a": NAME='COMMAND' expected`},
		{"--variant a=b -- c", "a command stands behind the flags"},
		{"--variant a=b --variant a=c", "variant a is there twice"},
		{"--workers 1,2 -- true", "--workers: no command has {workers}"},
		{"--workers 0 -- true {workers}", "numbers from 1 to"},
		{"--param size=1 -- true", "parameter size: no command has {size}"},
		{"--param size -- true {size}", "a name and values such as size=1k,1m expected"},
		{"--param workers=1 -- true {workers}", "{workers} is filled in by --workers"},
		{"--baseline b --variant a=true", `the baseline "b" is no variant`},
		{"--allow-exit x -- true", "exit statuses from 0 to 255"},
		{"--fail-if-slower 5% -- true", "needs a second --variant"},
		{"--variant a=true --variant b=true --fail-if-slower 5", "did you mean 5%"},
		{"--precision 2 -- true", "did you mean"},
		{"--env A -- true", `"A" is not NAME=value`},
		{"--rounds 0 -- true", "--rounds is 0"},
		{"--export /no/such/file -- true", "--export"},
		{"--param a=\x1b[2J,b -- true {a}", "the name has a character that can't be printed"},
		{"--sample a=\xff,b -- true {a}", "the name has a character that can't be printed"},
		{"--param a=" + strings.Repeat("x", 1000) + " -- true {a}", "the name is longer than 128 bytes"},
	} {
		status, _, stderr, _ := executed(t, strings.Fields(c.args)...)
		if status != exitUsage || !strings.Contains(stderr, c.want) {
			t.Errorf("exec %s: status %d, %s", c.args, status, stderr)
		}
	}
	status, _, stderr, _ := executed(t, "--", "a | b")
	if status != exitUsage || !strings.Contains(stderr, "needs a shell: give --shell") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

func TestValuesOfExecAreCompleted(t *testing.T) {
	two := []string{"--variant", "a=x {size} {workers}", "--variant", "b=y {level}"}
	for _, c := range []struct {
		last  []string
		wants []string
	}{
		{[]string{"--baseline", ""}, []string{"a", "b", ":4"}},
		{[]string{"--env", ""}, []string{"a:", "b:", ":6"}},
		{[]string{"--dir", ""}, []string{"a:", "b:", ":2"}},
		{[]string{"--param", ""}, []string{"size=", "level=", ":6"}},
		{[]string{"--workers", "1"}, []string{"1"}},
		{[]string{"--allow-exit", "0,"}, []string{"0,1"}},
		{[]string{"--fail-if-slower", ""}, []string{"5%"}},
		{[]string{"--rounds", ""}, []string{":4"}},
		{[]string{"--", "tru"}, []string{"true", ":0"}},
		{[]string{"--", "true", ""}, []string{":0"}},
		{[]string{"--", "./tru"}, []string{":0"}},
	} {
		args := append([]string{"__complete", "exec"}, c.last...)
		if !slices.Contains(c.last, "--") {
			args = append(append([]string{"__complete", "exec"}, two...), c.last...)
		}
		_, stdout, _ := command(args...)
		lines := strings.Split(stdout, "\n")
		for _, want := range c.wants {
			if !slices.Contains(lines, want) {
				t.Errorf("%q: %q, %q expected in it", args, lines, want)
			}
		}
		if slices.Contains(lines, "workers=") || slices.Contains(c.last, "true") && len(lines) > 2 {
			t.Errorf("%q: %q", args, lines)
		}
	}
}

func TestACommandThatIsNotThereLeavesNothing(t *testing.T) {
	needs(t)
	status, _, stderr, rec := executed(t, "--", "no-such-program", "-x")
	if status == exitDone || rec != nil || !strings.Contains(stderr, `program "no-such-program" can't be started`) {
		t.Errorf("status %d, %s", status, stderr)
	}
}

// A command that fails in the middle ends the run; what was measured is kept, and gone on with by the same command.
func TestARaceOfCommandsIsGoneOnWith(t *testing.T) {
	needs(t)
	dir := t.TempDir()
	broken, out := filepath.Join(dir, "broken"), filepath.Join(dir, "out")
	count := filepath.Join(dir, "count")
	line := "echo . >>" + count + "; test $(wc -l <" + count + ") -ne 6 || test ! -e " + broken
	if err := os.WriteFile(broken, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	typed := []string{"--shell", "--variant", "a=" + line, "--variant", "b=:"}
	status, _, stderr := command(append([]string{"exec", "--no-lock", "--out", out, "--rounds", "4"}, typed...)...)
	if status != exitFailed || !strings.Contains(stderr, "a ×1: it ended with exit status 1") {
		t.Fatalf("status %d, %s", status, stderr)
	}
	for want, args := range map[string][]string{
		"variant a is another command": {"--shell", "--variant", "a=:", "--variant", "b=:"},
		"--rounds can't change it":     append([]string{"--rounds", "9"}, typed...),
	} {
		status, _, stderr := command(append([]string{"exec", "--no-lock", "--resume", out}, args...)...)
		if status == exitDone || !strings.Contains(stderr, want) {
			t.Errorf("status %d, %s", status, stderr)
		}
	}
	again := append([]string{"exec", "--no-lock", "--resume", out, "--rounds", "4"}, typed...)
	status, stdout, stderr := command(again...)
	if status != exitDone {
		t.Fatalf("status %d, %s%s", status, stdout, stderr)
	}
	rec, err := results.ReadFile(filepath.Join(out, "run.jsonl"))
	if err != nil || rec.End == nil || rec.Samples[len(rec.Samples)-1].Round != 4 {
		t.Errorf("%v, %+v", err, rec.End)
	}
	status, _, stderr = command("run", "--no-lock", "--resume", out)
	if status == exitDone {
		t.Errorf("run goes on with commands of a file: %s", stderr)
	}
}

func TestASlowerCommandFailsTheGate(t *testing.T) {
	needs(t)
	status, _, stderr, _ := executed(t, "--rounds", "20", "--fail-if-slower", "50%", "--variant", "fast=sleep 0.001",
		"--variant", "slow=sleep 0.03")
	// on a busy machine it can't be told
	if status != exitFailed && status != exitOpen {
		t.Errorf("status %d, %s", status, stderr)
	}
	if status == exitFailed && !strings.Contains(stderr, "a variant is slower by more than 50 %: command, slow ×1 takes") {
		t.Error(stderr)
	}
}

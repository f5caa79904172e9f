package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corerace/results/costs"
)

func grainArgs(more ...string) []string {
	return append([]string{"grain", "--rounds=2", "--workers=2", "--seed=3", "--no-lock"}, more...)
}

// One measurement serves all forms: what is drawn doesn't depend on how it was asked for.
func TestGrainMeasuresAndSaysFromWhereModesPay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "grain.json")
	status, _, stderr := command(grainArgs("--format", "json", "-o", path, "--modes", "goroutines,processes-pipe")...)
	if status != exitDone || !strings.Contains(stderr, "warm-up in ") || !strings.Contains(stderr, "round 2 in ") {
		t.Fatalf("status %d: %s", status, stderr)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Grain costs.Grain
		Run   costs.GrainRun
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if got.Run.Seed != "3" || got.Run.Workers != 2 || len(got.Grain.Modes) != 2 || len(got.Run.Samples) != 2*3 {
		t.Errorf("%+v", got.Run)
	}
	for _, m := range got.Grain.Modes {
		if m.Start.Center <= 0 || len(m.Points) < 2 || !strings.HasPrefix(m.Words, m.Mode) {
			t.Errorf("%+v", m)
		}
	}
	wanted := map[string]string{"table": "starting a worker", "json": `"grain"`, "svg": "<svg", "png": "\x89PNG",
		"html": "How long a share must be", "pdf": "%PDF-"}
	summarize := func(run *costs.GrainRun) *costs.Grain { return costs.SummarizeGrain(run, 3) }
	for format, shown := range inEveryForm(t, grainForms, &got.Run, summarize) {
		if want := wanted[format]; want == "" || !strings.Contains(shown, want) {
			t.Errorf("%s: no %q in\n%.400s", format, want, shown)
		}
	}
}

func TestGrainSaysWhatWasMeant(t *testing.T) {
	for want, args := range map[string][]string{
		`unknown mode "proceses": did you mean "processes"?`: {"--modes", "proceses"},
		`unknown format "jsn": did you mean "json"?`:         {"--format", "jsn"},
		"another mode expected":                              {"--modes", "serial"},
		"--workers is 1: 2 to":                               {"--workers", "1"},
		"--budget is -1s: more than 0 expected":              {"--budget", "-1s"},
		"--rounds is 0: more than 0 expected":                {"--rounds", "0"},
		"--seed is \"x\"":                                    {"--seed", "x"},
		"whose folder isn't there":                           {"--out", "nowhere/grain.svg"},
		"grain takes no arguments":                           {"file"},
	} {
		status, _, stderr := command(append([]string{"grain"}, args...)...)
		if status != exitUsage || !strings.Contains(stderr, want) {
			t.Errorf("%v: status %d: %s", args, status, stderr)
		}
	}
}

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/costs"
)

// quietGrain is grain.json of a machine.
func quietGrain(t *testing.T, host results.Machine) string {
	t.Helper()
	run := costs.GrainRun{Seed: "1", Workers: 2, Cores: 2, Work: 20 * time.Millisecond, Host: host, Started: fixedTime}
	for i, name := range []string{"serial", "goroutines"} {
		run.Modes = append(run.Modes, costs.GrainCell{Mode: name, Workers: i + 1, AtOnce: i + 1, Shares: []int64{20, 2000}})
		for r := range 8 {
			half := time.Duration(20/(i+1)) * time.Millisecond
			run.Samples = append(run.Samples, costs.GrainSample{Round: r + 1, Mode: name, Start: time.Microsecond,
				Walls: []time.Duration{half + time.Duration(r)*time.Microsecond, half + time.Duration(i+1)*time.Millisecond}})
		}
	}
	for r := range 8 {
		run.Rounds = append(run.Rounds, results.Round{Round: r + 1, Wall: time.Second, Others: new(0.0), Steal: new(0.0)})
	}
	b, err := json.Marshal(map[string]any{"run": run})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The grain in the folder of a run is drawn with it; one that can't be read is named, and the rest is drawn.
func TestTheGrainInARunsFolderIsDrawnWithIt(t *testing.T) {
	dir := t.TempDir()
	rec, err := results.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	writeText(t, filepath.Join(dir, "run.jsonl"), readText(t, fixture))
	grain := filepath.Join(dir, costs.GrainFile)
	draw := func() string {
		t.Helper()
		status, stdout, stderr := command("report", "--format", "html", dir)
		if status != exitDone {
			t.Fatalf("status %d: %s", status, stderr)
		}
		return stdout
	}
	if page := draw(); strings.Contains(page, `<figure id="grain"`) || strings.Contains(page, "What grain measured") {
		t.Error("a run without a grain has one")
	}
	writeText(t, grain, quietGrain(t, rec.Run.Hosts[0]))
	if !strings.Contains(draw(), `<figure id="grain"`) {
		t.Error("the page has no chart of the grain")
	}
	if status, stdout, stderr := command("report", "--format", "svg", "--figure", "grain", dir); status != exitDone ||
		!strings.Contains(stdout, "length of a share") {
		t.Errorf("status %d: %s", status, stderr)
	}
	writeText(t, grain, `{"run": {"seed": "1"}}`)
	if page := draw(); !strings.Contains(page, "grain.json: run.workers is 0: 1 to 4096 expected") ||
		!strings.Contains(page, `<figure id="answer"`) {
		t.Error("the page doesn't say what is wrong with the grain")
	}
	if err := os.Remove(grain); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(grain, 0o777); err != nil {
		t.Fatal(err)
	}
	if page := draw(); !strings.Contains(page, "grain.json: not a file") || strings.Contains(page, dir) {
		t.Error("the page doesn't say that the grain is no file, or names the folder")
	}
}

//go:build !race

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"corerace/bench/testkit"
	"corerace/results"
)

// workerMost is what an idle worker of the command may have for itself, in bytes: 1.2 MiB.
const workerMost = 12 << 20 / 10

// What the race detector takes would be counted, too. A plain run looks at the workers of the test binary, in which the
// same package takes a worker's path as early as in the command; a long one builds the command itself.
func TestAWorkerOfTheCommandHasLittleForItself(t *testing.T) {
	program, dir := os.Args[0], filepath.Join(t.TempDir(), "out")
	if testkit.Long() {
		program = filepath.Join(t.TempDir(), "corerace")
		if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	cmd := exec.Command(program, "run", "--workloads", "primes", "--modes", "serial,processes:start=kept,processes",
		"--workers", "2", "--rounds", "1", "--target", "20ms", "--no-lock", "--out", dir)
	cmd.Env = append(os.Environ(), asCommand+"=1", "GOCOVERDIR="+t.TempDir())
	cmd.CombinedOutput() // on a busy machine a guard may break, and the samples are there all the same
	rec, err := results.ReadFile(filepath.Join(dir, "run.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, s := range rec.Samples {
		if s.Memory == nil {
			continue
		}
		seen++
		if each := s.Memory.USS / int64(s.Workers); each <= 0 || each > workerMost {
			t.Errorf("%s: %d private bytes a worker, at most %d expected", s.Mode, each, workerMost)
		}
	}
	if seen == 0 {
		t.Skip("the memory of processes isn't known here")
	}
}

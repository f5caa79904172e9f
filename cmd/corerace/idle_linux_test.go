//go:build !race

package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"corerace/bench/role"
	"corerace/bench/worker"
)

// needed are the packages of this module that a worker runs. Every other one would cost it a start and memory of its
// own, were it initialised before the worker takes its path.
var needed = []string{"corerace/workloads", "corerace/bench/role", "corerace/bench/worker",
	"corerace/bench/worker/early"}

// heavy are packages of others that a worker has no use for.
var heavy = []string{"github.com/", "gonum.org/", "html", "regexp", "net/"}

func TestAWorkerTakesItsPathBeforeAnythingHeavyIsInitialised(t *testing.T) {
	theirs, ours, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ours.Close() // its parent is gone at once, so it ends
	defer theirs.Close()
	cmd := exec.CommandContext(t.Context(), "/proc/self/exe", worker.Argument+"0")
	cmd.Env = append(os.Environ(), role.Set(worker.Env, worker.ByPipe, theirs), "GOMAXPROCS=1", "GODEBUG=inittrace=1")
	cmd.Stdin = theirs
	out, _ := cmd.CombinedOutput()
	seen := 0
	for line := range strings.Lines(string(out)) {
		// What it says on the wire stands before the first of them.
		_, path, ok := strings.Cut(line, "init ")
		path, _, told := strings.Cut(path, " @")
		if !ok || !told {
			continue
		}
		seen++
		ours := strings.HasPrefix(path, "corerace/") && !slices.Contains(needed, path)
		if ours || slices.ContainsFunc(heavy, func(h string) bool { return strings.HasPrefix(path, h) }) {
			t.Errorf("a worker initialises %s", path)
		}
	}
	if seen < 10 {
		t.Errorf("%d packages were initialised:\n%q", seen, out)
	}
}

//go:build !race

package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"corerace/bench/worker"
)

// heavy are packages that a worker has no use for, and that cost it a start and memory of its own where they are
// initialised before it takes its path.
var heavy = []string{"github.com/", "gonum.org/", "html", "regexp", "corerace/report", "corerace/bench "}

func TestAWorkerTakesItsPathBeforeAnythingHeavyIsInitialised(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "/proc/self/exe")
	cmd.Env = append(os.Environ(), worker.Env+"="+worker.ByPipe, "GOMAXPROCS=1", "GODEBUG=inittrace=1")
	out, _ := cmd.CombinedOutput() // nobody is at the other end, so it ends at once
	seen := 0
	for line := range strings.Lines(string(out)) {
		// What it says on the wire stands before the first of them.
		_, path, ok := strings.Cut(line, "init ")
		if !ok || !strings.Contains(path, " @") {
			continue
		}
		seen++
		for _, h := range heavy {
			if strings.HasPrefix(path, h) {
				t.Errorf("a worker initialises %s", path)
			}
		}
	}
	if seen < 10 {
		t.Errorf("%d packages were initialised:\n%q", seen, out)
	}
}

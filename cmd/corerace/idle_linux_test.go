//go:build !race

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"corerace/bench"
	"corerace/bench/worker"
	"corerace/workloads"
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

// mostIdle is how much memory of its own an idle worker may have, in KiB.
const mostIdle = 1228 // 1.2 MiB

func TestAnIdleWorkerHasLittleMemoryOfItsOwn(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Skip("counters of coverage are memory of their own")
	}
	pool, err := bench.Processes().Open(t.Context(), bench.Spec{Workload: workloads.Empty(), Workers: 2, Share: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	o, err := pool.Run(t.Context(), bench.Job{Grid: worker.Grid{Size: 1000, Share: 1, Passes: 1}})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range o.PerWorker {
		if kib := privateKiB(t, w.PID); kib <= 0 || kib > mostIdle {
			t.Errorf("an idle worker has %d KiB that no other process has, at most %d expected", kib, mostIdle)
		}
	}
}

// privateKiB is the memory that a process shares with nobody (USS).
func privateKiB(t *testing.T, pid int) (sum int) {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		t.Skip(err)
	}
	for line := range strings.Lines(string(b)) {
		var what string
		var n int
		if _, err := fmt.Sscanf(line, "Private_%s %d kB", &what, &n); err == nil {
			sum += n
		}
	}
	return sum
}

//go:build !race

package main

import (
	"iter"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"corerace/bench/role"
	"corerace/bench/worker"
)

// initialised are the packages that a program says to have initialised, and how many allocations each took.
func initialised(out []byte) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for line := range strings.Lines(string(out)) {
			// A worker says something on the wire before the first of them.
			_, path, ok := strings.Cut(line, "init ")
			path, cost, told := strings.Cut(path, " @")
			f := strings.Fields(cost)
			if !ok || !told || len(f) < 2 {
				continue
			}
			allocs, _ := strconv.Atoi(f[len(f)-2])
			if !yield(path, allocs) {
				return
			}
		}
	}
}

// Every start of the command pays for what is computed once and kept, so what few commands need is computed when it is
// asked for: a regular expression or a template takes some hundred
// allocations.
func TestPackagesComputeLittleBeforeTheyAreAsked(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "/proc/self/exe", "-test.list", "^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	const most = 120
	seen := 0
	for path, allocs := range initialised(out) {
		if strings.HasPrefix(path, "corerace/") && path != "corerace/cmd/corerace" { // which has the tests
			seen++
			if allocs > most {
				t.Errorf("%s takes %d allocations when it is initialised", path, allocs)
			}
		}
	}
	if seen < 5 {
		t.Errorf("%d packages were initialised:\n%q", seen, out)
	}
}

// needed are the packages of this module that a worker runs. Every other one would cost it a start and memory of its
// own, were it initialised before the worker takes its path.
var needed = []string{"corerace/workloads", "corerace/bench/role", "corerace/bench/worker",
	"corerace/bench/worker/early", "corerace/bench/worker/system"}

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
	for path := range initialised(out) {
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

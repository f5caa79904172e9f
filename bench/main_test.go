package bench

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"corerace/bench/worker"
	"corerace/workloads"
)

// The test binary plays all parts: the test, its worker processes, and the parents that tests start and kill.
func TestMain(m *testing.M) {
	playAllParts(m, func(ws []*workloads.Workload) { Hook(ws...) }, func(role string) int {
		if spelling, ok := strings.CutPrefix(role, "python "); ok {
			return pythonParent(spelling)
		}
		return playRole(role)
	})
}

// playAllParts runs the tests of a package. Their binary is also their worker processes, by the hook, and what tests start
// it as: play plays such a role and returns the exit status.
func playAllParts(m *testing.M, hook func([]*workloads.Workload), play func(role string) int) {
	role := os.Getenv(roleEnv)
	if role != "unhooked" {
		serveFaults()
		hook(testWorkloads())
	}
	if role != "" {
		os.Exit(play(role))
	}
	os.Exit(m.Run())
}

const roleEnv = "CORERACE_TEST_ROLE"

// testWorkloads returns the package's workloads and some that misbehave at item 900 of 1,000.
func testWorkloads() []*workloads.Workload {
	ws := append(workloads.All(),
		counting, empty,
		misbehaving("panics", func() { panic("boom") }),
		misbehaving("exits", func() { os.Exit(3) }),
		misbehaving("hangs", hang),
		slowSetup, failingSetup, spinning, workloads.Spin(),
	)
	ws = append(ws, blockWorkloads()...)
	return append(append(ws, unixWorkloads()...), linuxWorkloads()...)
}

func hang() {
	for {
		time.Sleep(time.Hour)
	}
}

func misbehaving(name string, what func()) *workloads.Workload {
	w := *counting
	w.Name = name
	w.Run = func(lo, hi int) uint64 {
		if lo <= 900 && 900 < hi && worker.Serving() {
			what()
		}
		return counting.Run(lo, hi)
	}
	return &w
}

// counting adds up the numbers of its items.
var counting = &workloads.Workload{Name: "counting", Doc: "Adds up numbers.", Size: 1000, Sum: 499500,
	Run: func(lo, hi int) (sum uint64) {
		for i := lo; i < hi; i++ {
			sum += uint64(i)
		}
		return sum
	}}

// empty does nothing: what it costs is the harness.
var empty = &workloads.Workload{Name: "empty", Doc: "Does nothing.", Size: 1 << 30,
	Run: func(lo, hi int) uint64 { return 0 }}

// spinning burns about 20 µs an item.
var spinning = &workloads.Workload{Name: "spinning", Doc: "Burns CPU.", Size: 1000, Sum: 1000 * spin(1),
	Run: func(lo, hi int) (sum uint64) {
		for i := lo; i < hi; i++ {
			sum += spin(1)
		}
		return sum
	}}

func spin(x uint64) uint64 {
	for range 20_000 {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x
}

var slowSetup = &workloads.Workload{Name: "slow-setup", Doc: "Is never ready.", Size: 1, Sum: 0,
	Setup: func() error { time.Sleep(time.Minute); return nil },
	Run:   func(lo, hi int) uint64 { return 0 }}

var failingSetup = &workloads.Workload{Name: "failing-setup", Doc: "Can't be set up.", Size: 1, Sum: 0,
	Setup: func() error { return fmt.Errorf("no data") },
	Run:   func(lo, hi int) uint64 { return 0 }}

func wantError(t *testing.T, err error, pattern string) {
	t.Helper()
	if err == nil || !regexp.MustCompile(pattern).MatchString(err.Error()) {
		t.Errorf("error is %v, want one that matches %s", err, pattern)
	}
}

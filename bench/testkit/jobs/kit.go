package jobs

import (
	"fmt"
	"os"
	"regexp"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/workloads"
)

// Main runs the tests of a package. Their binary is also their worker processes, by the hook, and what tests start
// it as: play plays such a role and returns the exit status.
func Main(m *testing.M, hook func([]*workloads.Workload), play func(role string) int) {
	role := os.Getenv(RoleEnv)
	if role != "unhooked" {
		serveFaults()
		hook(testWorkloads())
	}
	if role != "" {
		os.Exit(play(role))
	}
	os.Exit(m.Run())
}

const RoleEnv = "CORERACE_TEST_ROLE"

// testWorkloads returns the package's workloads and some that misbehave at item 900 of 1,000.
func testWorkloads() []*workloads.Workload {
	ws := append(workloads.All(),
		Counting, Empty,
		misbehaving("panics", func() { panic("boom") }),
		misbehaving("exits", func() { os.Exit(3) }),
		misbehaving("hangs", hang),
		SlowSetup, FailingSetup, Spinning, workloads.Spin(),
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
	w := *Counting
	w.Name = name
	w.Run = func(lo, hi int) uint64 {
		if lo <= 900 && 900 < hi && worker.Serving() {
			what()
		}
		return Counting.Run(lo, hi)
	}
	return &w
}

// Counting adds up the numbers of its items.
var Counting = &workloads.Workload{Name: "counting", Doc: "Adds up numbers.", Size: 1000, Sum: 499500,
	Run: func(lo, hi int) (sum uint64) {
		for i := lo; i < hi; i++ {
			sum += uint64(i)
		}
		return sum
	}}

// Empty does nothing: what it costs is the harness.
var Empty = &workloads.Workload{Name: "empty", Doc: "Does nothing.", Size: 1 << 30,
	Run: func(lo, hi int) uint64 { return 0 }}

// Spinning burns about 20 µs an item.
var Spinning = &workloads.Workload{Name: "spinning", Doc: "Burns CPU.", Size: 1000, Sum: 1000 * spin(1),
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

var SlowSetup = &workloads.Workload{Name: "slow-setup", Doc: "Is never ready.", Size: 1, Sum: 0,
	Setup: func() error { time.Sleep(time.Minute); return nil },
	Run:   func(lo, hi int) uint64 { return 0 }}

var FailingSetup = &workloads.Workload{Name: "failing-setup", Doc: "Can't be set up.", Size: 1, Sum: 0,
	Setup: func() error { return fmt.Errorf("no data") },
	Run:   func(lo, hi int) uint64 { return 0 }}

func WantError(t *testing.T, err error, pattern string) {
	t.Helper()
	if err == nil || !regexp.MustCompile(pattern).MatchString(err.Error()) {
		t.Errorf("error is %v, want one that matches %s", err, pattern)
	}
}

func WorkloadNamed(t testing.TB, name string) *workloads.Workload {
	t.Helper()
	for _, w := range testWorkloads() {
		if w.Name == name {
			return w
		}
	}
	t.Fatalf("no workload %s", name)
	return nil
}

// OpenPool opens a pool that the test closes.
func OpenPool(t testing.TB, m *mode.Mode, w *workloads.Workload, workers, share int) mode.Pool {
	t.Helper()
	p, err := m.Pool(t.Context(), mode.Spec{Workload: w, Workers: workers, Share: share})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func JobOf(w *workloads.Workload, share, passes int) mode.Job {
	return mode.Job{Grid: worker.Grid{Size: w.Size, Share: share, Passes: passes}}
}

// Spelt returns the one of some modes that a spelling names.
func Spelt(tb testing.TB, spelling string, modes ...*mode.Mode) *mode.Mode {
	tb.Helper()
	m, err := mode.FindMode(modes, spelling)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

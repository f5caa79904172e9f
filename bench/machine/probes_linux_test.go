package machine

import (
	"context"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// masks is the set of affinity masks of this process's threads.
func masks(t *testing.T) []unix.CPUSet {
	t.Helper()
	tids, err := ownThreads()
	if err != nil {
		t.Skip(err)
	}
	var out []unix.CPUSet
	for _, tid := range tids {
		var set unix.CPUSet
		if err := unix.SchedGetaffinity(tid, &set); err == nil && !slices.Contains(out, set) {
			out = append(out, set)
		}
	}
	return out
}

func TestPinnedRunsOnTheCoreAndLeavesNoBoundThread(t *testing.T) {
	before := masks(t)
	if len(before) != 1 {
		t.Skip("threads with different cores before the test")
	}
	for range 20 { // from many threads at once, the main one among them
		var all sync.WaitGroup
		for _, core := range affinity() {
			for range 4 {
				all.Go(func() {
					err := Pinned(core, func() {
						var only unix.CPUSet
						only.Set(core)
						var got unix.CPUSet
						if err := unix.SchedGetaffinity(0, &got); err != nil || got != only {
							t.Errorf("the thread may run on %d cores, %v", got.Count(), err)
						}
						if unix.Gettid() == os.Getpid() {
							t.Error("on the main thread")
						}
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
	}
	if err := Pinned(mostCores-1, func() { t.Error("called") }); err == nil {
		t.Error("no error for a core that can't be there")
	}
	for try := 0; ; try++ { // the last threads may still be ending
		after := masks(t)
		if slices.Equal(before, after) {
			break
		}
		if try == 100 {
			t.Fatalf("threads with %d different masks, want 1", len(after))
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestProbesAreBoundedAndWithinBounds(t *testing.T) {
	began := time.Now()
	e := ProbeEpoch(t.Context())
	took := time.Since(began)
	if e == nil {
		t.Skip("no probes here")
	}
	t.Logf("%+v in %v", *e, took)
	if e.GapShare < 0 || e.GapShare > 1 || e.HiddenShare < 0 || e.HiddenShare > e.GapShare || e.GapsPerSecond < 0 ||
		e.Timer <= 0 {
		t.Errorf("%+v", *e)
	}
	if p := e.HiddenTogether; p == nil != (len(affinity()) < 2) || p != nil && (*p < 0 || *p > 1) {
		t.Errorf("with all cores busy: %+v", *e)
	}
	if len(affinity()) > 1 && runtime.GOMAXPROCS(0) > 1 && e.RoundTrip < 0 {
		t.Errorf("a round trip of %v", e.RoundTrip)
	}
}

func TestGapsAddUp(t *testing.T) {
	s := spell{wall: 100 * time.Millisecond, cpu: 80 * time.Millisecond, missing: 25 * time.Millisecond, n: 50}
	got, err := s.gaps()
	if want := (gaps{Missing: 0.25, Hidden: 0.05, PerSecond: 500}); err != nil || got != want {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	s.add(spell{wall: 100 * time.Millisecond, cpu: 100 * time.Millisecond, missing: 75 * time.Millisecond, n: 10})
	got, err = s.gaps()
	if want := (gaps{Missing: 0.5, Hidden: 0.4, PerSecond: 300}); err != nil || got != want {
		t.Errorf("with another's %+v, %v, want %+v", got, err, want)
	}
	if _, err := new(spell).gaps(); err == nil {
		t.Error("no error where nothing was measured")
	}
}

func TestProbesEndWithTheirContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := gapProbe(ctx, time.Hour); err == nil {
		t.Error("gaps were measured")
	}
	if _, err := gapProbeTogether(ctx, time.Hour); err == nil {
		t.Error("gaps on all cores were measured")
	}
	if _, err := crossCoreRoundTrip(ctx); err == nil {
		t.Error("a round trip was measured")
	}
	if e := ProbeEpoch(ctx); e != nil {
		t.Errorf("%+v", e)
	}
	if e := ProbeEpoch(WithoutProbes(t.Context())); e != nil {
		t.Errorf("without probes: %+v", e)
	}
	if _, err := CoreSpeeds(ctx, nil, nil); err == nil {
		t.Error("speeds were measured")
	}
}

func TestCoreSpeedsHaveTheTimeOfTheWork(t *testing.T) {
	var used []time.Duration // of the calls, two for each core
	speeds, err := CoreSpeeds(t.Context(), nil, func() { used = append(used, burnCPU(5*time.Millisecond)) })
	if err != nil {
		t.Skip(err)
	}
	for i, s := range speeds {
		least := min(used[2*i], used[2*i+1])
		if s.Core != affinity()[i] || s.CPU < least || s.CPU > least*3/2 || s.Wall < s.CPU*9/10 {
			t.Errorf("core %d: %v CPU in %v, the work itself took %v", s.Core, s.CPU, s.Wall, least)
		}
	}
	if speeds, err = CoreSpeeds(t.Context(), nil, nil); err != nil || len(speeds) != len(affinity()) {
		t.Fatal(speeds, err)
	}
	t.Log(speeds, RelativeSpeeds(speeds))
}

func TestRelativeSpeedsAreOfTheFastest(t *testing.T) {
	got := RelativeSpeeds([]CoreSpeed{{CPU: 20}, {CPU: 10, Wall: 500}, {CPU: 40}})
	if want := []float64{0.5, 1, 0.25}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := RelativeSpeeds([]CoreSpeed{{CPU: 20}, {}}); got != nil {
		t.Errorf("%v from a core without a time", got)
	}
}

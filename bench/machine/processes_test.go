package machine

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"
)

func TestRankIsByUse(t *testing.T) {
	before := map[int]float64{1: 10, 2: 10, 3: 10, 4: 10, 6: 10}
	after := map[int]float64{1: 10, 2: 10.5, 3: 12, 4: 9, 5: 100, 6: 10.5}
	got := rank(before, after, 2*time.Second)
	want := []Process{{PID: 3, Cores: 1}, {PID: 2, Cores: 0.25}, {PID: 6, Cores: 0.25}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestTopProcessesAreOthers(t *testing.T) {
	top, err := TopProcesses(t.Context(), 50*time.Millisecond, 3)
	if err != nil {
		t.Skip(err)
	}
	if len(top) > 3 {
		t.Errorf("%d processes, want at most 3", len(top))
	}
	for i, p := range top {
		if p.PID == os.Getpid() || p.Cores <= 0 || p.Name == "" || i > 0 && p.Cores > top[i-1].Cores {
			t.Errorf("%+v", top)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if top, err := TopProcesses(ctx, time.Hour, 3); err == nil {
		t.Errorf("%+v with a context that is over", top)
	}
}

func TestOwnProcessesAreKnown(t *testing.T) {
	if !isOwn(t.Context(), os.Getpid()) || isOwn(t.Context(), os.Getppid()) {
		t.Error("this process must be own and its parent not")
	}
}

package lab

import (
	"testing"
	"time"

	"corerace/results"
)

func TestThreadsWithoutALockCountWhatTheyLose(t *testing.T) {
	s := Unlocked()
	line, err := s.Updates(t.Context(), Spec{Threads: 2, For: 5 * time.Millisecond}, true)
	if err != nil || line.Experiment != results.GILUpdates || line.Subject != "threads" || line.Updates < 2000 ||
		line.LostUpdates < 0 || line.LostUpdates >= line.Updates {
		t.Errorf("%v: %+v", err, line)
	}
	one, err := s.Updates(t.Context(), Spec{Threads: 1, For: time.Millisecond}, false)
	if err != nil || one.LostUpdates != 0 || one.Error != "" {
		t.Errorf("one thread alone: %v, %+v", err, one)
	}
	if _, err := s.Slowdown(t.Context(), Spec{Threads: 2}); err == nil {
		t.Error("a slowdown was measured of what has no lock")
	}
}

package bench

import (
	"fmt"
	"os"
	"time"

	"corerace/results"
)

// Slack that the guards leave: two percent, and as much as the kernel's accounting may be late.
const (
	slackShare = 0.02
	slackTime  = 10 * time.Millisecond
)

// guard returns why a sample can't be believed, or nil. What it finds is impossible, not unlikely: more CPU time than
// the cores have, work done elsewhere than where the mode says.
func guard(s results.Sample, cores int) error {
	total := s.CPU.Parent + s.CPU.Workers
	if most := time.Duration(float64(cores)*float64(s.Wall)*(1+slackShare)) + slackTime; total > most {
		return fmt.Errorf("guard: %v of CPU time in %v on %d cores", total, s.Wall, cores)
	}
	if len(s.PerWorker) != s.Workers {
		return fmt.Errorf("guard: %d workers ran, %d expected", len(s.PerWorker), s.Workers)
	}
	// A parent that sends blocks moves every byte itself: that is what its mode costs.
	if s.PerWorker[0].PID != os.Getpid() && s.MovedBytes == 0 {
		if own := s.CPU.Parent - slackTime; float64(own) > 0.05*float64(total) {
			return fmt.Errorf("guard: the parent used %v of %v CPU time, at most 5 %% expected", s.CPU.Parent, total)
		}
	}
	return distinct(s)
}

// distinct checks that the workers were as many processes or threads as they are said to be.
func distinct(s results.Sample) error {
	type id struct{ pid, tid int }
	seen := map[id]bool{}
	for i, w := range s.PerWorker {
		if w.TID == 0 && w.PID == os.Getpid() {
			return nil // goroutines have no number of their own
		}
		if k := (id{w.PID, w.TID}); seen[k] {
			return fmt.Errorf("guard: worker %d (pid %d, thread %d) is there twice", i, w.PID, w.TID)
		} else {
			seen[k] = true
		}
	}
	return nil
}

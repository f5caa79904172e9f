package race

import (
	"fmt"
	"os"
	"runtime"
	"time"

	"corerace/results"
)

// slackTime is as much as the kernel's accounting may be late.
const slackTime = 10 * time.Millisecond

// accountingStep is how far this system's CPU times may be off.
var accountingStep = results.AccountingStep(runtime.GOOS)

// guard returns why a sample can't be believed, or nil. What it finds is impossible, not unlikely: more CPU time than
// the cores have, work done elsewhere than where the mode says.
//
// Recording the cores costs the parent CPU time as well, of which recording is known and taken off. On a slow machine
// waking for it costs up to a sixth of what two workers use; a parent that did work of theirs would use a third. Where
// the host took more than hiddenDoubt of the time without a word, CPU times have that in them, whoever's turn it was:
// what the parent used then proves nothing, and is a warning alone.
func guard(s results.Sample, cores int, recording time.Duration, hidden float64) error {
	total := s.CPU.Total()
	if err := s.Impossible(float64(cores), accountingStep); err != nil {
		return fmt.Errorf("guard: %w", err)
	}
	if len(s.PerWorker) != s.Workers {
		return fmt.Errorf("guard: %d workers ran, %d expected", len(s.PerWorker), s.Workers)
	}
	if hidden <= hiddenDoubt && parentShare(s, recording) > parentMost {
		return fmt.Errorf("guard: the parent used %v of %v CPU time, at most %.0f %% expected", s.CPU.Parent, total,
			100*parentDoubt)
	}
	return distinct(s)
}

// The share of a sample's CPU time that the parent of worker processes may use: above the first it is warned of, above
// the second work was done elsewhere than where the mode says.
const (
	parentDoubt = 0.05
	parentMost  = 0.25
)

// hiddenDoubt is the share of the time that a host may take without a word before CPU times are doubted.
const hiddenDoubt = 0.05

// parentShare is the parent's part of the CPU time, without what recording took; 0 where the parent works itself.
func parentShare(s results.Sample, recording time.Duration) float64 {
	total := s.CPU.Total()
	// A parent that sends blocks moves every byte itself: that is what its mode costs.
	if total <= 0 || len(s.PerWorker) == 0 || s.PerWorker[0].PID == os.Getpid() || s.MovedBytes != 0 {
		return 0
	}
	return float64(s.CPU.Parent-recording-slackTime-accountingStep) / float64(total)
}

// busyParent is the warning of a sample whose parent used more than expected, though not so much that it can't be
// believed; else it is "".
func busyParent(s results.Sample, recording time.Duration) string {
	if parentShare(s, recording) <= parentDoubt {
		return ""
	}
	return fmt.Sprintf("the parent used more than %.0f %% of the CPU time: this machine is slow at recording or at "+
		"starting the workers, and longer samples or fewer workers make it less", 100*parentDoubt)
}

// distinct checks that the workers were as many processes or threads as they are said to be. What isn't bound to a thread,
// a goroutine or a Ractor, has no number of its own.
func distinct(s results.Sample) error {
	type id struct {
		host     string
		pid, tid int
	}
	seen := map[id]bool{}
	for i, w := range s.PerWorker {
		if w.TID == 0 {
			continue
		}
		if k := (id{w.Host, w.PID, w.TID}); seen[k] {
			return fmt.Errorf("guard: worker %d (pid %d, thread %d) is there twice", i, w.PID, w.TID)
		} else {
			seen[k] = true
		}
	}
	return nil
}

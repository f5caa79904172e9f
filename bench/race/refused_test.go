package race

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

// A mode that the system starts no workers for is named, and the others are measured.
func TestAModeThatIsRefusedLeavesTheOthersRunning(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.EMFILE, syscall.EBADF, syscall.ENOMEM} {
		t.Run(errno.Error(), func(t *testing.T) { leavesTheOthersRunning(t, errno) })
	}
}

func leavesTheOthersRunning(t *testing.T, errno syscall.Errno) {
	synctest.Test(t, func(t *testing.T) {
		e := fakeExperiment()
		e.Rounds = 2
		refused := fakeMode("refused", nil)
		refused.Open = func(context.Context, mode.Spec) (mode.Pool, error) {
			return nil, fmt.Errorf("worker 0: %w",
				&os.PathError{Op: "fork/exec", Path: "/proc/self/exe", Err: errno})
		}
		e.Modes = append(e.Modes, refused)
		var got tape
		err := race(t, e, &got)
		if err == nil || !strings.Contains(err.Error(), "refused") ||
			!strings.Contains(err.Error(), errno.Error()) {
			t.Errorf("got %v", err)
		}
		rounds := map[string]int{}
		for _, s := range got.Samples {
			rounds[s.Mode]++
		}
		if rounds["refused"] != 0 || rounds["serial"] == 0 || rounds["fast"] == 0 || got.Record.End == nil ||
			len(got.Notes) == 0 {
			t.Errorf("%v, end %v, notes %v", rounds, got.Record.End, got.Notes)
		}
	})
}

// A workload whose memory the system refuses is named in the plan, and the others are raced.
func TestAWorkloadThatIsRefusedMemoryLeavesTheOthersRunning(t *testing.T) {
	large := *jobs.Counting
	large.Name, large.Setup = "large", func() error { return fmt.Errorf("64 GiB are wanted: %w", syscall.ENOMEM) }
	e := &Experiment{Workloads: []*workloads.Workload{&large, jobs.Counting}, Modes: []*mode.Mode{mode.Serial()},
		Workers: []int{1}, Rounds: 1, Target: time.Millisecond, unprobed: true}
	r, err := e.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Plan.Workloads) != 1 || len(r.Plan.Notes) != 1 ||
		!strings.Contains(r.Plan.Notes[0], "workload large was left out: ") ||
		!strings.Contains(r.Plan.Notes[0], "64 GiB are wanted") {
		t.Errorf("%d workloads, notes %q", len(r.Plan.Workloads), r.Plan.Notes)
	}
	e.Workloads = e.Workloads[:1]
	if _, err := e.Plan(t.Context()); err == nil || !strings.Contains(err.Error(), "64 GiB are wanted") {
		t.Errorf("with no other workload: %v", err)
	}
}

package race

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"corerace/bench/mode"
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

//go:build !race

package race

import (
	"testing"
	"time"

	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
)

// testBinaryMost is what an idle worker of a test binary may have for itself: a test binary has no early package.
const testBinaryMost = 4 << 20

func TestAnIdleWorkerOfATestBinaryHasLittleForItself(t *testing.T) {
	const workers = 2
	k, err := Keep(t.Context(), process.Processes(), jobs.Counting, workers, time.Millisecond, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	o, err := k.Do(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	m := poolMemory(o.PerWorker)
	if m == nil {
		t.Skip("the memory of processes isn't known here")
	}
	if each := m.USS / workers; each <= 0 || each > testBinaryMost || m.USS > m.PSS || m.PSS > m.RSS {
		t.Errorf("%+v: at most %d private bytes a worker expected", *m, testBinaryMost)
	}
}

package bench

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"corerace/bench/worker"
	"corerace/workloads"
)

func TestInputsOfMappedBlocksCannotBeWrittenTo(t *testing.T) {
	_, err := Processes().open(t.Context(), Spec{Workload: scribbler, Workers: 1, Share: 1})
	wantError(t, err, `worker 0 \(pid \d+\): panic in Run\(0, 1\): .* \(at blocks_test.go:\d+\); exit status 2`)
	if b := worker.BlocksOf(mustBind(t, scribbler)); b.In(3)[0] != 3 {
		t.Error("an input has changed")
	}
}

// What the blocks take is the parent's: a worker maps it, and its own memory stays as it was.
func TestMappedBlocksAreNobodysPrivateMemory(t *testing.T) {
	var private [2]int
	for i, block := range []int{64 << 10, 4 << 20} { // 4 and 32 MiB of blocks
		w, err := workloads.Blur().WithBlock(block)
		if err != nil {
			t.Fatal(err)
		}
		w = mustBind(t, w)
		p := openPool(t, Processes(), w, 1, 1)
		o, err := p.Run(t.Context(), jobOf(w, 1, 1))
		if err != nil {
			t.Fatal(err)
		}
		private[i] = privateKiB(t, o.PerWorker[0].PID)
	}
	if more := private[1] - private[0]; more > 1024 {
		t.Errorf("a worker has %d KiB of its own with blocks of 4 MiB, %d with blocks of 64 KiB", private[1], private[0])
	}
}

// privateKiB is the memory that a process shares with nobody.
func privateKiB(t testing.TB, pid int) (sum int) {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		t.Skip(err)
	}
	for line := range strings.Lines(string(b)) {
		var n int
		if _, err := fmt.Sscanf(line, "Private_Dirty: %d kB", &n); err == nil {
			sum += n
		}
	}
	return sum
}

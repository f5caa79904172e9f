package bench

import (
	"testing"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
	"corerace/bench/worker"
	"corerace/workloads"
)

func TestInputsOfMappedBlocksCannotBeWrittenTo(t *testing.T) {
	_, err := process.Processes().Pool(t.Context(), mode.Spec{Workload: jobs.Scribbler, Workers: 1, Share: 1})
	jobs.WantError(t, err, `worker 0 \(pid \d+\): panic in Run\(0, 1\): .* \(at kitblocks.go:\d+\); exit status 2`)
	if b := worker.BlocksOf(jobs.MustBind(t, jobs.Scribbler)); b.In(3)[0] != 3 {
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
		w = jobs.MustBind(t, w)
		p := jobs.OpenPool(t, process.Processes(), w, 1, 1)
		o, err := p.Run(t.Context(), jobs.JobOf(w, 1, 1))
		if err != nil {
			t.Fatal(err)
		}
		private[i] = jobs.PrivateKiB(t, o.PerWorker[0].PID)
	}
	if more := private[1] - private[0]; more > 1024 {
		t.Errorf("a worker has %d KiB of its own with blocks of 4 MiB, %d with blocks of 64 KiB", private[1], private[0])
	}
}

package bench

import (
	"testing"

	"corerace/bench/worker"
)

func TestInputsOfMappedBlocksCannotBeWrittenTo(t *testing.T) {
	_, err := Processes().open(t.Context(), Spec{Workload: scribbler, Workers: 1, Share: 1})
	wantError(t, err, `worker 0 \(pid \d+\): panic in Run\(0, 1\): .* \(at blocks_test.go:\d+\); exit status 2`)
	if b := worker.BlocksOf(mustBind(t, scribbler)); b.In(3)[0] != 3 {
		t.Error("an input has changed")
	}
}

//go:build !race

package process

import (
	"testing"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
)

// The race detector has memory of its own, and ends a program in its own way when it gets none.
func TestWorkerOverItsMemoryDiesAndTheLimitIsNamed(t *testing.T) {
	const limit = 64 << 20
	w := jobs.WorkloadNamed(t, "grows")
	for _, c := range []struct {
		recover bool
		want    string
	}{
		{false, `^worker \d \(pid \d+\): out of memory: it may use 64 MiB; exit status 2$`},
		{true, `^share 90 was given up: 3 workers died of it, the last was worker \d \(pid \d+\): ` +
			`out of memory: it may use 64 MiB`},
	} {
		p, err := Processes().Pool(t.Context(),
			mode.Spec{Workload: w, Workers: 2, Share: 10, WorkerMemory: limit, Recover: c.recover})
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Run(t.Context(), jobs.JobOf(w, 10, 1))
		p.Close()
		jobs.WantError(t, err, c.want)
	}
}

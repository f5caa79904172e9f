package bench

import (
	"testing"

	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

// The test binary is also its worker processes.
func TestMain(m *testing.M) {
	jobs.Main(m, func(ws []*workloads.Workload) { Hook(ws...) }, func(string) int { return 2 })
}

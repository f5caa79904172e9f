package race

import (
	"testing"

	"corerace/bench/child"
	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

// The test binary plays all parts: the test, its worker processes, and the agents of a comparison.
func TestMain(m *testing.M) {
	jobs.Main(m, func(ws []*workloads.Workload) {
		process.Allow(ws)
		child.Hook()
		ServeAgent(ws, []*mode.Mode{mode.Serial(), mode.Goroutines(), process.Processes()})
	}, func(string) int { return 2 })
}

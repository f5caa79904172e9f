package lab

import (
	"os"
	"testing"

	"corerace/bench"
	"corerace/workloads"
)

// The test binary is its own worker process.
func TestMain(m *testing.M) {
	bench.Hook(workloads.Spin())
	os.Exit(m.Run())
}

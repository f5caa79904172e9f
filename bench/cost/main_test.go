package cost

import (
	"testing"

	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
)

// The test binary is also its worker processes.
func TestMain(m *testing.M) { jobs.Main(m, process.Allow, func(string) int { return 2 }) }

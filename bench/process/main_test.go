package process

import (
	"testing"

	"corerace/bench/testkit/jobs"
)

// The test binary plays all parts: the test, its worker processes, and the parents that tests start and kill.
func TestMain(m *testing.M) { jobs.Main(m, Allow, playRole) }

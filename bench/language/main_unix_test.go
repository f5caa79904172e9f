//go:build unix

package language

import (
	"strings"
	"testing"

	"corerace/bench/child"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

// The test binary plays all parts: the test, the guard of a group, and a parent of interpreters that a test kills.
func TestMain(m *testing.M) {
	child.Hook()
	jobs.Main(m, func([]*workloads.Workload) {}, func(role string) int {
		of, path, _ := strings.Cut(role, " ")
		return pythonParent(of, path)
	})
}

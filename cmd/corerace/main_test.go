package main

import (
	"context"
	"fmt"
	"os"
	"testing"

	"corerace/bench"
	"corerace/bench/child"
	"corerace/bench/command/starter"
	"corerace/bench/cost/talk"
	"corerace/bench/disturb"
	"corerace/bench/lab/differences"
	"corerace/bench/machine"
	"corerace/workloads"
)

// asCommand makes the test binary the command itself, without probes, for tests that need a process of it.
const asCommand = "CORERACE_TEST_COMMAND"

// slowEnv makes the workloads of this binary slower by half, for tests that compare builds.
const slowEnv = "CORERACE_TEST_SLOW"

func testWorkloads() []*workloads.Workload {
	ws := workloads.All()
	if os.Getenv(slowEnv) == "" {
		return ws
	}
	for _, w := range ws {
		if w.Blocks() {
			continue
		}
		run := w.Run
		w.Run = func(lo, hi int) uint64 {
			run(lo, lo+(hi-lo)/2)
			return run(lo, hi)
		}
	}
	return ws
}

func TestMain(m *testing.M) {
	disturb.Hook()
	child.Hook()
	talk.Hook()
	starter.Hook()
	differences.Hook()
	bench.Hook(append(testWorkloads(), workloads.Spin(), workloads.Empty())...)
	if os.Getenv(asCommand) != "" {
		os.Exit(runIn(machine.WithoutProbes(context.Background()), os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(inOwnTemp(m.Run))
}

// inOwnTemp runs tests with a folder of their own for temporary files, and with it for the lock of the machine: they
// neither wait for a run that has nothing to do with them nor hold one up.
func inOwnTemp(tests func() int) int {
	dir, err := os.MkdirTemp("", "corerace-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	os.Setenv("TMPDIR", dir)
	return tests()
}

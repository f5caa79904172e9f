package main

import (
	"os"
	"testing"

	"corerace/bench"
	"corerace/workloads"
)

// asCommand makes the test binary the command itself, for tests that need a process of it.
const asCommand = "CORERACE_TEST_COMMAND"

func TestMain(m *testing.M) {
	bench.Hook(workloads.All()...)
	if os.Getenv(asCommand) != "" {
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

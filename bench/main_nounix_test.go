//go:build !unix

package bench

import "corerace/workloads"

// unixWorkloads are those that misbehave by system calls.
func unixWorkloads() []*workloads.Workload { return nil }

// playRole is what this binary does when a test starts it as something else than a test: nothing here.
func playRole(string) int { return 2 }

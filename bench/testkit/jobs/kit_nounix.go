//go:build !unix

package jobs

import "corerace/workloads"

// unixWorkloads are those that misbehave by system calls.
func unixWorkloads() []*workloads.Workload { return nil }

//go:build !linux

package jobs

import "corerace/workloads"

// linuxWorkloads are those that need Linux.
func linuxWorkloads() []*workloads.Workload { return nil }

// serveFaults does nothing.
func serveFaults() {}

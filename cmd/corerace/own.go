package main

import (
	"slices"

	"corerace/workloads"
)

// ownWorkloads are those of somebody's package, in a command that run has built for it: a file of the overlay sets them.
// See package_build.go.
var ownWorkloads []*workloads.Workload

// allWorkloads are those that a race may name. One of somebody's own stands for ours of the same name.
func allWorkloads() []*workloads.Workload {
	all := slices.DeleteFunc(workloads.All(), func(w *workloads.Workload) bool {
		return slices.ContainsFunc(ownWorkloads, func(own *workloads.Workload) bool { return own.Name == w.Name })
	})
	return append(all, ownWorkloads...)
}

// ownNames are the names of somebody's own workloads.
func ownNames() (names []string) {
	for _, w := range ownWorkloads {
		names = append(names, w.Name)
	}
	return names
}

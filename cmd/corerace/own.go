package main

import (
	"slices"

	"corerace/workloads"
)

// ownWorkloads are those of somebody's package, in a command that run has built for it: a file of the overlay sets them.
// See package_build.go.
var ownWorkloads []*workloads.Workload

// ownOnce are ownWorkloads, each once: a package may have one under several names, in a list besides, or made anew by
// each call, and others that nobody has set.
func ownOnce() (all []*workloads.Workload) {
	for _, w := range ownWorkloads {
		if w != nil && !slices.ContainsFunc(all, func(o *workloads.Workload) bool { return o == w || alike(o, w) }) {
			all = append(all, w)
		}
	}
	return all
}

// alike is whether two workloads say the same of themselves: functions can't be compared.
func alike(a, b *workloads.Workload) bool {
	return a.Name == b.Name && a.Doc == b.Doc && a.Size == b.Size && a.Sum == b.Sum && a.Block == b.Block
}

// allWorkloads are those that a race may name. One of somebody's own stands for ours of the same name.
func allWorkloads() []*workloads.Workload {
	own := ownOnce()
	all := slices.DeleteFunc(workloads.All(), func(w *workloads.Workload) bool {
		return slices.ContainsFunc(own, func(o *workloads.Workload) bool { return o.Name == w.Name })
	})
	return append(all, own...)
}

// ownNames are the names of somebody's own workloads.
func ownNames() (names []string) {
	for _, w := range ownOnce() {
		names = append(names, w.Name)
	}
	return names
}

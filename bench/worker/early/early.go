// Package early makes a program that imports it take the path of a worker before the rest of it is initialised.
//
// Go initialises packages in the order of their import paths, each once all that it imports is there. This one needs
// only the workloads and the loop, so in a process that was started as a worker its init runs before the packages that
// draw, print and serve, and never returns: a worker doesn't pay for fonts that it will never set. Its neighbour coded
// does the same for workers that need encoding/json, which is initialised later. They and the one of bench/command/early
// are the only inits of the project that do something. A program that doesn't import them works all the same, with
// workers that start later, in bench.Hook.
package early

import (
	"corerace/bench/worker"
	"corerace/workloads"
)

func init() { worker.Serve(Workloads(), nil) }

// Workloads are those that a worker knows which takes its path here.
func Workloads() []*workloads.Workload {
	return append(workloads.All(), workloads.Spin(), workloads.Empty())
}

package bench

import (
	"corerace/bench/child"
	"corerace/bench/process"
	"corerace/bench/race"
	"corerace/workloads"
)

// Hook makes this program able to be its own worker process. Call it first in main, before flags are parsed, with
// every workload that may run in a worker process.
//
// In a process that was started as a worker, as the guard of a group of processes, or as an agent for a comparison of
// builds, Hook serves the parent and never returns.
func Hook(ws ...*workloads.Workload) {
	process.Allow(ws)
	child.Hook() // agents are in guarded groups
	race.ServeAgent(ws, Modes())
}

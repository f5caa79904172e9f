package process

import (
	"errors"
	"fmt"
	"os"

	"corerace/bench/child"
	"corerace/bench/worker"
	"corerace/bench/worker/coded"
	"corerace/workloads"
)

// hooked is the list given to Hook, nil before it was called. Processes are only started once it is there, or an entry,
// so a program that never calls Hook can't start itself over and over.
var hooked []*workloads.Workload

// Allow makes this program able to be its own worker process. In one that was started as a worker it never returns.
func Allow(ws []*workloads.Workload) {
	worker.Serve(ws, coded.JSON)
	hooked = append([]*workloads.Workload{}, ws...) // not nil, also when ws is
}

// MayStart returns why this process must not start workers for a workload, or nil.
func MayStart(w *workloads.Workload) error {
	if err := CanStart(); err != nil {
		return err
	}
	if entryOf(w.Name) != nil {
		return nil
	}
	for _, h := range hooked {
		if h.Name == w.Name {
			return nil
		}
	}
	return fmt.Errorf("workload %s isn't in the list given to the hook, so a worker process wouldn't know it: "+
		"add it to bench.Hook (in tests: benchtest.Main)", w.Name)
}

// canStartSelf returns why this process must not, or can't, start itself as a worker process, or nil. It is what the
// plan says of the modes that would.
func canStartSelf() error {
	if err := CanStart(); err != nil {
		return err
	}
	_, err := child.Executable()
	return err
}

// CanStart returns why this process must not start any worker process, or nil.
func CanStart() error {
	if _, ok := os.LookupEnv(worker.Env); ok || worker.Serving() {
		return errors.New("this process is itself a worker, and a worker never starts workers")
	}
	if hooked == nil && !haveEntries() {
		return errors.New("this program can't be its own worker process: call bench.Hook first in main " +
			"(in tests: benchtest.Main in TestMain)")
	}
	return nil
}

package race

import (
	"time"

	"corerace/bench/worker"
	"corerace/workloads"
)

// bind sets a workload up and binds it to its blocks, where it has some: what it returns can be run. setup is how long
// its Setup took; 0 where there is none, or it was done before.
func bind(w *workloads.Workload) (bound *workloads.Workload, setup time.Duration, err error) {
	if setup, err = worker.Prepare(w); err != nil {
		return nil, 0, err
	}
	bound, err = worker.Bind(w)
	return bound, setup, err
}

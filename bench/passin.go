package bench

import (
	"context"
	"time"

	"corerace/workloads"
)

// A pass in another baseline than serial is timed for so long, and at least once.
const passInTime = 200 * time.Millisecond

// passIn returns about how long a pass of a workload takes a worker of a mode: the fastest of some, whose sums are checked.
func passIn(ctx context.Context, m *Mode, w *workloads.Workload) (time.Duration, error) {
	k, err := Keep(ctx, m, w, 1, passInTime, passInTime)
	if err != nil {
		return 0, err
	}
	defer k.Close()
	defer k.Enter()()
	k.deadline = DefaultReadyWithin
	var fastest time.Duration
	for start := time.Now(); fastest == 0 || time.Since(start) < passInTime; {
		o, err := k.Run(ctx, 1)
		if err != nil {
			return 0, err
		}
		if fastest == 0 || o.Wall < fastest {
			fastest = max(o.Wall, 1)
		}
	}
	return fastest, nil
}

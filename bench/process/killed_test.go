package process

import (
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
)

// On every system: a worker is killed while it waits, and another one while it works.
func TestAKilledWorkerThatIsSentItsSharesIsReplaced(t *testing.T) {
	const passes = 50
	pool, err := ProcessesPipe().Pool(t.Context(),
		mode.Spec{Workload: jobs.Spinning, Workers: 2, Share: 10, Recover: true})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	job := jobs.JobOf(jobs.Spinning, 10, passes)
	job.Deadline = 10 * time.Second
	members := pool.(pipePool).Members()
	idle, busy := members[0].(*sender), members[1].(*sender)
	first := busy.process
	idlePID, busyPID := idle.cmd.Process.Pid, first.cmd.Process.Pid
	idle.cmd.Process.Kill()
	done := make(chan mode.Outcome, 1)
	go func() {
		o, err := pool.Run(t.Context(), job)
		if err != nil {
			t.Error(err)
		}
		done <- o
	}()
	testkit.Eventually(t, "a worker has answered", func() bool { return busy.answers.Load() > 0 })
	first.cmd.Process.Kill()
	o := <-done
	if o.Sum != passes*jobs.Spinning.Sum {
		t.Errorf("sum %d, %d expected", o.Sum, passes*jobs.Spinning.Sum)
	}
	replaced := map[int]int{}
	for _, d := range o.Deaths {
		replaced[d.PID] = d.Replacement
	}
	for _, pid := range []int{idlePID, busyPID} {
		if replaced[pid] == 0 || replaced[pid] == pid {
			t.Errorf("worker with pid %d wasn't replaced: %+v", pid, o.Deaths)
		}
	}
}

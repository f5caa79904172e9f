package process

import (
	"fmt"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
	"corerace/bench/worker"
)

func TestChunksAreAQuarterOfAPart(t *testing.T) {
	for _, c := range []struct {
		option  string
		shares  uint64
		workers int
		want    uint64
	}{
		{"auto", 800, 2, 100},
		{"auto", 801, 2, 101},
		{"auto", 3, 2, 1},
		{"64", 800, 2, 64},
		{"4294967295", 800, 2, 4294967295},
	} {
		if got := chunkOf(c.option, c.shares, c.workers); got != c.want {
			t.Errorf("%s of %d shares for %d workers: %d, %d expected", c.option, c.shares, c.workers, got, c.want)
		}
	}
}

func TestChunksReachTheSum(t *testing.T) {
	for _, chunk := range []string{"1", "3", "64", "100000", "auto"} {
		for _, share := range []int{1, 7, jobs.Counting.Size} {
			m := jobs.Spelt(t, "processes-pipe:chunk="+chunk, ProcessesPipe())
			p := jobs.OpenPool(t, m, jobs.Counting, 2, share)
			for range 2 { // the second job begins with what the first left behind
				o, err := p.Run(t.Context(), jobs.JobOf(jobs.Counting, share, 5))
				if err != nil {
					t.Fatalf("%s, shares of %d: %v", m, share, err)
				}
				if want := 5 * jobs.Counting.Sum; o.Sum != want {
					t.Errorf("%s, shares of %d: sum %d, %d expected", m, share, o.Sum, want)
				}
			}
		}
	}
}

func TestSilenceIsLongerForChunks(t *testing.T) {
	j := jobs.JobOf(jobs.Counting, 1, 1)
	j.Deadline = time.Second
	if j.Chunk = 1; j.Silence() != time.Second {
		t.Errorf("for one share: %v", j.Silence())
	}
	if j.Chunk = 40; j.Silence() != 3*time.Second {
		t.Errorf("for 40 shares: %v, 3s expected", j.Silence())
	}
}

func TestWindowFollowsHowFastAnswersCome(t *testing.T) {
	var w window
	now := time.Unix(0, 0)
	answers := func(n int, took time.Duration) int {
		now = now.Add(took)
		w.adapt(n, now)
		return w.lots()
	}
	if n := answers(1, time.Millisecond); n != leastAhead {
		t.Errorf("lots of 1 ms: %d ahead, %d expected", n, leastAhead)
	}
	for _, want := range []int{4, 8, 16, 20, 20} {
		if n := answers(2, 2*aheadFor/20); n != want {
			t.Errorf("lots of %v: %d ahead, %d expected", aheadFor/20, n, want)
		}
	}
	for range 10 {
		answers(100, time.Microsecond)
	}
	if n := w.lots(); n != mostAhead {
		t.Errorf("lots of 10 ns: %d ahead, %d expected", n, mostAhead)
	}
	if n := answers(1, time.Second); n != leastAhead {
		t.Errorf("a lot of 1 s: %d ahead, %d expected", n, leastAhead)
	}
}

func TestAnswerForOtherSharesIsAnError(t *testing.T) {
	p, err := startProcess(t.Context(), 0, mode.Spec{Workload: jobs.Counting, Workers: 1, Share: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.wire.Buffer()
	s := &sender{seat: &seat{process: p}, lots: []worker.Lot{{First: 0, Count: 2}}}
	p.to.Write(worker.AppendFrame(nil, worker.Lot{First: 1, Count: 2}.Frame(1)))
	err = s.answer()
	jobs.WantError(t, err, fmt.Sprintf(`worker 0 \(pid %d\): it answers for 2 shares from 1 on, `+
		`it was sent 2 from 0 on; `, p.cmd.Process.Pid))
}

package verdict

import (
	"time"

	"corerace/results"
)

// A TimeUse says where the time of one worker went, or of several together. Its three parts add up to all of it.
type TimeUse struct {
	OnCPU time.Duration
	Wait  time.Duration // ready to run, while others had the cores
	// Rest is blocked. Where Pool it is what is left of the wall time of as many threads as could run at once:
	// waiting for Go's scheduler, or blocked.
	Rest time.Duration
	Pool bool // of workers that can't be told from each other
}

// Total is all of the time.
func (t TimeUse) Total() time.Duration { return t.OnCPU + t.Wait + t.Rest }

// add adds the time of another worker, or of the same one in another round.
func (t *TimeUse) add(u TimeUse) {
	t.OnCPU, t.Wait, t.Rest, t.Pool = t.OnCPU+u.OnCPU, t.Wait+u.Wait, t.Rest+u.Rest, u.Pool
}

// timeUse is where a worker's time went.
func timeUse(w results.Worker) TimeUse { return TimeUse{OnCPU: w.OnCPU, Wait: w.Wait, Rest: w.Blocked} }

// poolTimeUse is where the time went of workers that share the threads of one process.
func poolTimeUse(p results.PoolTime) TimeUse {
	return TimeUse{OnCPU: p.OnCPU, Wait: p.Wait, Rest: p.Rest, Pool: true}
}

// TimeOf is where the time of all workers of a sample went; false where the sample doesn't tell.
func TimeOf(s *results.Sample) (t TimeUse, ok bool) {
	if s.Pool != nil {
		t = poolTimeUse(*s.Pool)
		return t, t.Total() > 0
	}
	if len(s.PerWorker) == 0 || !accounted(s) {
		return TimeUse{}, false
	}
	for _, w := range s.PerWorker {
		t.add(timeUse(w))
	}
	return t, true
}

// A CellTime is where the time of a cell went, added up over the samples that are estimated and tell.
type CellTime struct {
	results.Cell
	Rounds int
	// Workers is one use for every worker, in their order, or a single one of the pool.
	Workers []TimeUse
}

// Times says where the time of every cell went, in the order of the plan; cells whose samples don't tell are left out.
func Times(rec *results.Record) []CellTime {
	var all []CellTime
	for _, c := range newTable(rec).cells {
		t := CellTime{Cell: c.Cell}
		for _, s := range c.sound {
			t.take(s)
		}
		if t.Rounds > 0 {
			all = append(all, t)
		}
	}
	return all
}

// take adds a sample, where it tells as much as those before it.
func (t *CellTime) take(s *results.Sample) {
	if _, ok := TimeOf(s); !ok {
		return
	}
	uses := make([]TimeUse, 0, len(s.PerWorker))
	if s.Pool != nil {
		uses = append(uses, poolTimeUse(*s.Pool))
	} else {
		for _, w := range s.PerWorker {
			uses = append(uses, timeUse(w))
		}
	}
	if t.Rounds == 0 {
		t.Workers = make([]TimeUse, len(uses))
	} else if len(t.Workers) != len(uses) || t.Workers[0].Pool != uses[0].Pool {
		return
	}
	for i, u := range uses {
		t.Workers[i].add(u)
	}
	t.Rounds++
}

package verdict

import (
	"time"

	"corerace/results"
)

// A TimeUse says where the time of one worker went, or of several together. Its four parts add up to all of it.
type TimeUse struct {
	OnCPU time.Duration
	Wait  time.Duration // ready to run, while others had the cores
	// Lock is waiting for a lock that lets one worker through; 0 where there is none that the sample tells of.
	Lock time.Duration
	// Rest is blocked. Where Pool it is what is left of the wall time of as many threads as could run at once:
	// waiting for Go's scheduler, or blocked.
	Rest time.Duration
	Pool bool // of workers that can't be told from each other
}

// Total is all of the time.
func (t TimeUse) Total() time.Duration { return t.OnCPU + t.Wait + t.Lock + t.Rest }

// add adds the time of another worker, or of the same one in another round.
func (t *TimeUse) add(u TimeUse) {
	t.OnCPU, t.Wait, t.Rest, t.Pool = t.OnCPU+u.OnCPU, t.Wait+u.Wait, t.Rest+u.Rest, u.Pool
	t.Lock += u.Lock
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
		for _, s := range c.sound() {
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
	uses := usesOf(s)
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

// usesOf is one use for every worker of a sample, or a single one of its pool, with what they waited for its lock.
func usesOf(s *results.Sample) []TimeUse {
	if s.Pool != nil {
		return []TimeUse{lockedPool(s, poolTimeUse(*s.Pool))}
	}
	uses := make([]TimeUse, 0, len(s.PerWorker))
	blocked, waited := time.Duration(0), lockWait(s)
	for _, w := range s.PerWorker {
		uses = append(uses, timeUse(w))
		blocked += w.Blocked
	}
	if waited <= 0 || blocked <= 0 {
		return uses
	}
	part := min(1, float64(waited)/float64(blocked)) // the lock counts for all workers together
	for i, u := range uses {
		uses[i].Lock = time.Duration(part * float64(u.Rest))
		uses[i].Rest -= uses[i].Lock
	}
	return uses
}

// lockedPool is a pool's use with the time of all its workers where there is a lock: those that wait for it have no
// thread, so the time of the threads leaves them out. What the workers waited for the lock they measured themselves. The
// wait of the threads counts those of Go's runtime, too, which nobody waits for, and is cut to what is left.
func lockedPool(s *results.Sample, u TimeUse) TimeUse {
	waited := lockWait(s)
	if waited <= 0 {
		return u
	}
	all := time.Duration(len(s.PerWorker)) * s.Wall
	u.Lock = max(0, min(waited, all-u.OnCPU))
	u.Wait = max(0, min(u.Wait, all-u.OnCPU-u.Lock))
	u.Rest = max(0, all-u.OnCPU-u.Lock-u.Wait)
	return u
}

// lockWait is how long the workers of a sample waited for its lock, together. Records of older builds say only how long
// it was held; a worker that hasn't got it waits for it, for it does nothing outside of the lock.
func lockWait(s *results.Sample) time.Duration {
	switch {
	case s.Lock == nil || len(s.PerWorker) < 2:
		return 0
	case s.Lock.Waited > 0 || s.Lock.Held <= 0:
		return s.Lock.Waited
	}
	return max(0, time.Duration(len(s.PerWorker))*s.Wall-s.Lock.Held)
}

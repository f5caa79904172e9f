package verdict

import (
	"time"

	"corerace/results"
	"corerace/results/stats"
)

// idleWall is how long a sample would have taken on a machine without other programs, and whether the sample tells:
//
//	T* = max( Σ (on-CPU + blocked) ÷ n,  Σ CPU ÷ min(n, cores),  Σ CPU under the lock )
//
// The first term takes away the time that the workers waited for a core and shares the rest evenly, as claimed shares
// are. Where shares were set beforehand, it is the longest on-CPU + blocked of a worker in their place. Where there is
// a lock it leaves blocked out, since a worker that is blocked by the lock waits for what another worker does. The
// second is the work that the cores can't do faster, and keeps the wait that the workers caused themselves. The third
// is the work that only one worker can do at a time: it is there where the sample tells of a lock, and where turns says
// that there is one that no sample tells of, as in an interpreter.
//
// Of the estimators that were tried with one foreign spinner on one of two cores, where the truth was 2.0, the
// longest worker's CPU gave 1.45 to 1.56, the longest of wall − wait 1.44 to 1.46, and this one 1.86 to 1.95.
func idleWall(s *results.Sample, cores float64, turns bool) (t time.Duration, ok bool) {
	locked := s.Lock != nil || turns
	switch n := len(s.PerWorker); {
	case n == 0 || cores <= 0:
		return 0, false
	case s.Pool != nil:
		t = poolIdleWall(s, n, cores, locked)
	case accounted(s):
		t = workersIdleWall(s, n, cores, locked)
	}
	return t, t > 0
}

// accounted is whether every worker tells where its time went.
func accounted(s *results.Sample) bool {
	for _, w := range s.PerWorker {
		if w.OnCPU+w.Wait+w.Blocked == 0 {
			return false
		}
	}
	return true
}

// workersIdleWall is idleWall of workers that each tell where their own time went.
func workersIdleWall(s *results.Sample, n int, cores float64, locked bool) time.Duration {
	var cpu, own, longest time.Duration
	for _, w := range s.PerWorker {
		mine := w.OnCPU
		if !locked {
			mine += w.Blocked
		}
		cpu += w.OnCPU
		own += mine
		longest = max(longest, mine)
	}
	first := own / time.Duration(n)
	if s.Claim == results.ClaimStatic {
		first = longest
	}
	t := max(first, over(cpu, min(float64(n), cores)))
	if locked {
		t = max(t, cpu) // the workers do nothing outside of the lock
	}
	return t
}

// poolIdleWall is idleWall of workers that share the threads of one process: at most GOMAXPROCS of them run at once.
func poolIdleWall(s *results.Sample, n int, cores float64, locked bool) time.Duration {
	slots := min(n, max(1, s.GOMAXPROCS))
	own := s.Pool.OnCPU
	if !locked {
		own += s.Pool.Rest
	}
	t := max(own/time.Duration(slots), over(s.Pool.OnCPU, min(float64(slots), cores)))
	if locked {
		t = max(t, s.Pool.OnCPU) // the workers do nothing outside of the lock
	}
	return t
}

// over divides a time by a number that needn't be whole.
func over(d time.Duration, n float64) time.Duration { return time.Duration(float64(d) / n) }

// project estimates the speedup on an idle machine, from pairs of a cell's and its baseline's samples. The workers of a
// cell may take turns; its baseline is one worker, which does all of the work without a lock. So behind a lock that
// lets one worker through there is no speedup: what is above 1 is the CPU time that other programs cost the baseline.
func project(mine, theirs []*results.Sample, cores float64, turns bool) stats.Estimate {
	var num, den []float64
	locked := turns
	for i := range mine {
		locked = locked || mine[i].Lock != nil
		a, ok := idleWall(theirs[i], cores, false)
		b, okay := idleWall(mine[i], cores, turns)
		if ok && okay {
			num, den = append(num, a.Seconds()), append(den, b.Seconds())
		}
	}
	e := stats.PairedRatio(num, den)
	if locked {
		e.Center, e.Lo, e.Hi = min(e.Center, 1), min(e.Lo, 1), min(e.Hi, 1)
	}
	return e
}

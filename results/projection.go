package results

import "time"

// idleWall is how long a sample would have taken on a machine without other programs, and whether the sample tells:
//
//	T* = max( Σ (on-CPU + blocked) ÷ n,  Σ CPU ÷ min(n, cores),  Σ CPU under the lock )
//
// The first term takes away the time that the workers waited for a core and shares the rest evenly, as claimed shares
// are. Where shares were set beforehand, it is the longest on-CPU + blocked of a worker in their place. Where there is a lock it leaves blocked out, since a worker that is blocked by the lock waits for what another
// worker does. The second is the work that the cores can't do faster, and keeps the wait that the workers caused
// themselves. The third is the work that only one worker can do at a time.
//
// Of the estimators that were tried with one foreign spinner on one of two cores, where the truth was 2.0, the
// longest worker's CPU gave 1.45 to 1.56, the longest of wall − wait 1.44 to 1.46, and this one 1.86 to 1.95.
func (s *Sample) idleWall(cores float64) (t time.Duration, ok bool) {
	switch n := len(s.PerWorker); {
	case n == 0 || cores <= 0:
		return 0, false
	case s.Pool != nil:
		t = s.poolIdleWall(n, cores)
	case s.accounted():
		t = s.workersIdleWall(n, cores)
	}
	return t, t > 0
}

// accounted is whether every worker tells where its time went.
func (s *Sample) accounted() bool {
	for _, w := range s.PerWorker {
		if w.OnCPU+w.Wait+w.Blocked == 0 {
			return false
		}
	}
	return true
}

func (s *Sample) workersIdleWall(n int, cores float64) time.Duration {
	var cpu, own, longest time.Duration
	for _, w := range s.PerWorker {
		mine := w.OnCPU
		if s.Lock == nil {
			mine += w.Blocked
		}
		cpu += w.OnCPU
		own += mine
		longest = max(longest, mine)
	}
	first := own / time.Duration(n)
	if s.Claim == ClaimStatic {
		first = longest
	}
	t := max(first, over(cpu, min(float64(n), cores)))
	if s.Lock != nil {
		t = max(t, cpu) // the workers do nothing outside of the lock
	}
	return t
}

// poolIdleWall is idleWall of workers that share the threads of one process: at most GOMAXPROCS of them run at once.
func (s *Sample) poolIdleWall(n int, cores float64) time.Duration {
	slots := min(n, max(1, s.GOMAXPROCS))
	own := s.Pool.OnCPU
	if s.Lock == nil {
		own += s.Pool.Rest
	}
	t := max(own/time.Duration(slots), over(s.Pool.OnCPU, min(float64(slots), cores)))
	if s.Lock != nil {
		t = max(t, s.Pool.OnCPU) // the workers do nothing outside of the lock
	}
	return t
}

func over(d time.Duration, n float64) time.Duration { return time.Duration(float64(d) / n) }

// project estimates the speedup on an idle machine, from pairs of a cell's and its baseline's samples.
func project(mine, theirs []*Sample, cores float64) Estimate {
	var num, den []float64
	for i := range mine {
		a, ok := theirs[i].idleWall(cores)
		b, okay := mine[i].idleWall(cores)
		if ok && okay {
			num, den = append(num, a.Seconds()), append(den, b.Seconds())
		}
	}
	return PairedRatio(num, den)
}

package results

import "slices"

// sampleAhead is what the line of a sample begins with, as the writer puts it.
const sampleAhead = `{"kind":"sample",`

// sampleOf reads the line of a sample, or says that it takes encoding/json to. It knows lines as this package writes
// them: no space, no escape, every field once, whole numbers. What it reads is tidy, and what encoding/json would have
// read: a fuzz test holds the two together.
func sampleOf(text []byte, kept *store) (s Sample, ok bool) {
	if len(text) < len(sampleAhead) || string(text[:len(sampleAhead)]) != sampleAhead {
		return s, false
	}
	c := scanner{rest: text[len(sampleAhead):], kept: kept}
	s.PerWorker, s.Warnings = []Worker{}, []string{}
	c.members(func(key string) bool { return c.ofSample(&s, key) })
	return s, !c.bad && len(c.rest) == 0
}

// ofSample reads the value of a sample's field, and says whether it knows the field.
func (c *scanner) ofSample(s *Sample, key string) bool {
	switch key {
	case "round":
		number(c, &s.Round)
	case "pos":
		number(c, &s.Pos)
	case "workload":
		c.name(&s.Workload)
	case "mode":
		c.name(&s.Mode)
	case "workers":
		number(c, &s.Workers)
	case "build":
		c.name(&s.Build)
	case "baseline":
		c.name(&s.Baseline)
	case "twin":
		c.boolean(&s.Twin)
	case "t_ns":
		number(c, &s.T)
	case "spawn_ns":
		number(c, &s.Spawn)
	case "setup_ns":
		number(c, &s.Setup)
	case "warm_ns":
		number(c, &s.Warm)
	case "wall_ns":
		number(c, &s.Wall)
	case "items":
		number(c, &s.Items)
	case "share":
		number(c, &s.Share)
	case "claim":
		c.name(&s.Claim)
	case "image":
		c.name(&s.Image)
	case "lots":
		s.Lots = new(Lots)
		c.object(func(key string) bool { return c.ofLots(s.Lots, key) })
	case "gomaxprocs":
		number(c, &s.GOMAXPROCS)
	case "sum":
		c.name(&s.Sum)
	case "per_worker":
		s.PerWorker = c.workers()
	case "cpu":
		c.object(func(key string) bool { return c.ofCPU(&s.CPU, key) })
	case "stages":
		s.Stages = new(Stages)
		c.object(func(key string) bool { return c.ofStages(s.Stages, key) })
	case "memory":
		s.Memory = new(Memory)
		c.object(func(key string) bool { return c.ofMemory(s.Memory, key) })
	case "pool":
		s.Pool = c.kept.pool()
		c.object(func(key string) bool { return c.ofPool(s.Pool, key) })
	case "lock":
		s.Lock = new(Lock)
		c.object(func(key string) bool { return c.ofLock(s.Lock, key) })
	case "warnings":
		c.list(func() {
			var text string
			c.name(&text)
			s.Warnings = append(s.Warnings, text)
		})
	case "recovered":
		c.boolean(&s.Recovered)
	case "error":
		c.name(&s.Error)
	default:
		return false
	}
	return true
}

func (c *scanner) ofCPU(u *CPU, key string) bool {
	switch key {
	case "parent_ns":
		number(c, &u.Parent)
	case "workers_ns":
		number(c, &u.Workers)
	case "helpers_ns":
		number(c, &u.Helpers)
	case "helpers_unknown":
		c.boolean(&u.HelpersUnknown)
	default:
		return false
	}
	return true
}

func (c *scanner) ofStages(s *Stages, key string) bool {
	switch key {
	case "exec_ns":
		number(c, &s.Exec)
	case "runtime_ns":
		number(c, &s.Runtime)
	case "ready_ns":
		number(c, &s.Ready)
	default:
		return false
	}
	return true
}

func (c *scanner) ofMemory(m *Memory, key string) bool {
	switch key {
	case "pss_bytes":
		number(c, &m.PSS)
	case "uss_bytes":
		number(c, &m.USS)
	case "rss_bytes":
		number(c, &m.RSS)
	default:
		return false
	}
	return true
}

func (c *scanner) ofLots(l *Lots, key string) bool {
	switch key {
	case "claims":
		number(c, &l.Claims)
	case "most":
		number(c, &l.Most)
	default:
		return false
	}
	return true
}

func (c *scanner) ofPool(p *PoolTime, key string) bool {
	switch key {
	case "on_cpu_ns":
		number(c, &p.OnCPU)
	case "wait_ns":
		number(c, &p.Wait)
	case "rest_ns":
		number(c, &p.Rest)
	default:
		return false
	}
	return true
}

func (c *scanner) ofLock(l *Lock, key string) bool {
	switch key {
	case "hand_offs":
		number(c, &l.HandOffs)
	case "held_ns":
		number(c, &l.Held)
	case "waited_ns":
		number(c, &l.Waited)
	case "cpu_ns":
		number(c, &l.CPU)
	case "interval_ns":
		number(c, &l.Interval)
	case "ticks":
		number(c, &l.Ticks)
	case "checks":
		number(c, &l.Checks)
	case "wakes":
		number(c, &l.Wakes)
	case "wake_ups":
		number(c, &l.WakeUps)
	case "lost":
		number(c, &l.Lost)
	case "slices":
		l.Slices = c.spread()
	case "overrun":
		l.Overrun = c.spread()
	case "hand_over":
		l.HandOver = c.spread()
	case "jain":
		l.Jain = c.float()
	default:
		return false
	}
	return true
}

// spread reads how durations are spread.
func (c *scanner) spread() *Spread {
	s := new(Spread)
	c.object(func(key string) bool { return c.ofSpread(s, key) })
	return s.tidy()
}

func (c *scanner) ofSpread(s *Spread, key string) bool {
	switch key {
	case "n":
		number(c, &s.N)
	case "p5_ns":
		number(c, &s.P5)
	case "p10_ns":
		number(c, &s.P10)
	case "p50_ns":
		number(c, &s.P50)
	case "p90_ns":
		number(c, &s.P90)
	case "p95_ns":
		number(c, &s.P95)
	case "p99_ns":
		number(c, &s.P99)
	case "max_ns":
		number(c, &s.Max)
	case "counts":
		s.Counts = make([]int64, 0, len(renard)*6+2)
		c.list(func() {
			var v int64
			number(c, &v)
			s.Counts = append(s.Counts, v)
		})
	default:
		return false
	}
	return true
}

// workers reads the rows of workers.
func (c *scanner) workers() []Worker {
	rows := c.kept.scratch[:0]
	c.list(func() {
		rows = append(rows, Worker{})
		w := &rows[len(rows)-1]
		c.object(func(key string) bool { return c.ofWorker(w, key) })
	})
	c.kept.scratch = rows
	switch n := len(rows); {
	case n == 0:
		return []Worker{}
	case n > workerBlock/8:
		return slices.Clone(rows)
	}
	return c.kept.rows(rows)
}

func (c *scanner) ofWorker(w *Worker, key string) bool {
	switch key {
	case "pid":
		number(c, &w.PID)
	case "tid":
		number(c, &w.TID)
	case "shares":
		number(c, &w.Shares)
	case "user_ns":
		number(c, &w.User)
	case "sys_ns":
		number(c, &w.Sys)
	case "on_cpu_ns":
		number(c, &w.OnCPU)
	case "wait_ns":
		number(c, &w.Wait)
	case "blocked_ns":
		number(c, &w.Blocked)
	default:
		return false
	}
	return true
}

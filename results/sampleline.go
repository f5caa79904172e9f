package results

import "slices"

// sampleAhead is what the line of a sample begins with, as the writer puts it.
const sampleAhead = `{"kind":"sample",`

// sampleOf reads the line of a sample into one, or says that it takes encoding/json to. It knows lines as this package
// writes them: no space, no escape, every field once, whole numbers. What it reads is tidy, and what encoding/json would
// have read: a fuzz test holds the two together.
func sampleOf(text []byte, kept *store, s *Sample) (ok bool) {
	if len(text) < len(sampleAhead) || string(text[:len(sampleAhead)]) != sampleAhead {
		return false
	}
	c := scanner{rest: text[len(sampleAhead):], kept: kept}
	*s = Sample{PerWorker: []Worker{}, Warnings: []string{}}
	members(&c, s, sampleFields)
	return !c.bad && len(c.rest) == 0
}

// sampleFields are the fields of a sample, but for those of commands and of files of other tools.
var sampleFields = []field[Sample]{
	{`"round":`, func(c *scanner, s *Sample) { number(c, &s.Round) }},
	{`"pos":`, func(c *scanner, s *Sample) { number(c, &s.Pos) }},
	{`"workload":`, func(c *scanner, s *Sample) { c.name(&s.Workload) }},
	{`"mode":`, func(c *scanner, s *Sample) { c.name(&s.Mode) }},
	{`"workers":`, func(c *scanner, s *Sample) { number(c, &s.Workers) }},
	{`"build":`, func(c *scanner, s *Sample) { c.name(&s.Build) }},
	{`"baseline":`, func(c *scanner, s *Sample) { c.name(&s.Baseline) }},
	{`"twin":`, func(c *scanner, s *Sample) { c.boolean(&s.Twin) }},
	{`"t_ns":`, func(c *scanner, s *Sample) { number(c, &s.T) }},
	{`"spawn_ns":`, func(c *scanner, s *Sample) { number(c, &s.Spawn) }},
	{`"setup_ns":`, func(c *scanner, s *Sample) { number(c, &s.Setup) }},
	{`"warm_ns":`, func(c *scanner, s *Sample) { number(c, &s.Warm) }},
	{`"wall_ns":`, func(c *scanner, s *Sample) { number(c, &s.Wall) }},
	{`"items":`, func(c *scanner, s *Sample) { number(c, &s.Items) }},
	{`"share":`, func(c *scanner, s *Sample) { number(c, &s.Share) }},
	{`"claim":`, func(c *scanner, s *Sample) { c.name(&s.Claim) }},
	{`"lots":`, func(c *scanner, s *Sample) {
		s.Lots = new(Lots)
		object(c, s.Lots, lotsFields)
	}},
	{`"hand_over":`, func(c *scanner, s *Sample) {
		s.HandOver = new(HandOver)
		object(c, s.HandOver, handOverFields)
	}},
	{`"gomaxprocs":`, func(c *scanner, s *Sample) { number(c, &s.GOMAXPROCS) }},
	{`"sum":`, func(c *scanner, s *Sample) { c.name(&s.Sum) }},
	{`"per_worker":`, func(c *scanner, s *Sample) { s.PerWorker = c.workers() }},
	{`"cpu":`, func(c *scanner, s *Sample) { object(c, &s.CPU, cpuFields) }},
	{`"block_bytes":`, func(c *scanner, s *Sample) { number(c, &s.BlockBytes) }},
	{`"moved_bytes":`, func(c *scanner, s *Sample) { number(c, &s.MovedBytes) }},
	{`"move_ns":`, func(c *scanner, s *Sample) { number(c, &s.Move) }},
	{`"encode_ns":`, func(c *scanner, s *Sample) { number(c, &s.Encode) }},
	{`"stages":`, func(c *scanner, s *Sample) {
		s.Stages = new(Stages)
		object(c, s.Stages, stagesFields)
	}},
	{`"image":`, func(c *scanner, s *Sample) { c.name(&s.Image) }},
	{`"memory":`, func(c *scanner, s *Sample) {
		s.Memory = new(Memory)
		object(c, s.Memory, memoryFields)
	}},
	{`"pool":`, func(c *scanner, s *Sample) {
		s.Pool = c.kept.pool()
		object(c, s.Pool, poolFields)
	}},
	{`"lock":`, func(c *scanner, s *Sample) {
		s.Lock = new(Lock)
		object(c, s.Lock, lockFields)
	}},
	{`"warnings":`, func(c *scanner, s *Sample) {
		c.list(func() {
			var text string
			c.name(&text)
			s.Warnings = append(s.Warnings, text)
		})
	}},
	{`"recovered":`, func(c *scanner, s *Sample) { c.boolean(&s.Recovered) }},
	{`"error":`, func(c *scanner, s *Sample) { c.name(&s.Error) }},
}

var cpuFields = []field[CPU]{
	{`"parent_ns":`, func(c *scanner, u *CPU) { number(c, &u.Parent) }},
	{`"workers_ns":`, func(c *scanner, u *CPU) { number(c, &u.Workers) }},
	{`"helpers_ns":`, func(c *scanner, u *CPU) { number(c, &u.Helpers) }},
	{`"helpers_unknown":`, func(c *scanner, u *CPU) { c.boolean(&u.HelpersUnknown) }},
}

var stagesFields = []field[Stages]{
	{`"exec_ns":`, func(c *scanner, s *Stages) { number(c, &s.Exec) }},
	{`"runtime_ns":`, func(c *scanner, s *Stages) { number(c, &s.Runtime) }},
	{`"ready_ns":`, func(c *scanner, s *Stages) { number(c, &s.Ready) }},
}

var memoryFields = []field[Memory]{
	{`"pss_bytes":`, func(c *scanner, m *Memory) { number(c, &m.PSS) }},
	{`"uss_bytes":`, func(c *scanner, m *Memory) { number(c, &m.USS) }},
	{`"rss_bytes":`, func(c *scanner, m *Memory) { number(c, &m.RSS) }},
}

var lotsFields = []field[Lots]{
	{`"claims":`, func(c *scanner, l *Lots) { number(c, &l.Claims) }},
	{`"most":`, func(c *scanner, l *Lots) { number(c, &l.Most) }},
}

var handOverFields = []field[HandOver]{
	{`"mean_ns":`, func(c *scanner, h *HandOver) { number(c, &h.Mean) }},
	{`"count":`, func(c *scanner, h *HandOver) { number(c, &h.Count) }},
}

var poolFields = []field[PoolTime]{
	{`"on_cpu_ns":`, func(c *scanner, p *PoolTime) { number(c, &p.OnCPU) }},
	{`"wait_ns":`, func(c *scanner, p *PoolTime) { number(c, &p.Wait) }},
	{`"rest_ns":`, func(c *scanner, p *PoolTime) { number(c, &p.Rest) }},
}

var lockFields = []field[Lock]{
	{`"hand_offs":`, func(c *scanner, l *Lock) { number(c, &l.HandOffs) }},
	{`"held_ns":`, func(c *scanner, l *Lock) { number(c, &l.Held) }},
	{`"waited_ns":`, func(c *scanner, l *Lock) { number(c, &l.Waited) }},
	{`"cpu_ns":`, func(c *scanner, l *Lock) { number(c, &l.CPU) }},
	{`"interval_ns":`, func(c *scanner, l *Lock) { number(c, &l.Interval) }},
	{`"ticks":`, func(c *scanner, l *Lock) { number(c, &l.Ticks) }},
	{`"checks":`, func(c *scanner, l *Lock) { number(c, &l.Checks) }},
	{`"wakes":`, func(c *scanner, l *Lock) { number(c, &l.Wakes) }},
	{`"wake_ups":`, func(c *scanner, l *Lock) { number(c, &l.WakeUps) }},
	{`"lost":`, func(c *scanner, l *Lock) { number(c, &l.Lost) }},
	{`"slices":`, func(c *scanner, l *Lock) { l.Slices = c.spread() }},
	{`"overrun":`, func(c *scanner, l *Lock) { l.Overrun = c.spread() }},
	{`"hand_over":`, func(c *scanner, l *Lock) { l.HandOver = c.spread() }},
	{`"jain":`, func(c *scanner, l *Lock) { l.Jain = c.float() }},
}

// spread reads how durations are spread.
func (c *scanner) spread() *Spread {
	s := new(Spread)
	object(c, s, spreadFields)
	return s.tidy()
}

var spreadFields = []field[Spread]{
	{`"n":`, func(c *scanner, s *Spread) { number(c, &s.N) }},
	{`"p5_ns":`, func(c *scanner, s *Spread) { number(c, &s.P5) }},
	{`"p10_ns":`, func(c *scanner, s *Spread) { number(c, &s.P10) }},
	{`"p50_ns":`, func(c *scanner, s *Spread) { number(c, &s.P50) }},
	{`"p90_ns":`, func(c *scanner, s *Spread) { number(c, &s.P90) }},
	{`"p95_ns":`, func(c *scanner, s *Spread) { number(c, &s.P95) }},
	{`"p99_ns":`, func(c *scanner, s *Spread) { number(c, &s.P99) }},
	{`"max_ns":`, func(c *scanner, s *Spread) { number(c, &s.Max) }},
	{`"counts":`, func(c *scanner, s *Spread) {
		s.Counts = make([]int64, 0, len(renard)*6+2)
		c.list(func() {
			var v int64
			number(c, &v)
			s.Counts = append(s.Counts, v)
		})
	}},
}

// workers reads the rows of workers.
func (c *scanner) workers() []Worker {
	rows := c.kept.scratch[:0]
	c.list(func() {
		rows = append(rows, Worker{})
		object(c, &rows[len(rows)-1], workerFields)
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

var workerFields = []field[Worker]{
	{`"host":`, func(c *scanner, w *Worker) { c.name(&w.Host) }},
	{`"pid":`, func(c *scanner, w *Worker) { number(c, &w.PID) }},
	{`"tid":`, func(c *scanner, w *Worker) { number(c, &w.TID) }},
	{`"shares":`, func(c *scanner, w *Worker) { number(c, &w.Shares) }},
	{`"user_ns":`, func(c *scanner, w *Worker) { number(c, &w.User) }},
	{`"sys_ns":`, func(c *scanner, w *Worker) { number(c, &w.Sys) }},
	{`"on_cpu_ns":`, func(c *scanner, w *Worker) { number(c, &w.OnCPU) }},
	{`"wait_ns":`, func(c *scanner, w *Worker) { number(c, &w.Wait) }},
	{`"blocked_ns":`, func(c *scanner, w *Worker) { number(c, &w.Blocked) }},
}

package results

import "time"

// NoShare is the share of a worker that died while it had none.
const NoShare = -1

// A Death is the end of a worker process in the middle of a run, and who took its place. The sample in which it
// happened is marked recovered: its sum is right, its times are those of an accident.
type Death struct {
	Round int `json:"round"`
	Cell
	Worker int           `json:"worker"` // its place in the pool, from 0
	PID    int           `json:"pid"`
	Share  int64         `json:"share"`  // number of the share that it left unfinished; -1: it had none
	Reason string        `json:"reason"` // "killed by signal 9 (killed)"
	T      time.Duration `json:"t_ns"`   // when it was found, since the start of the run
	// Replacement is the process that took its place; 0 where the run was given up.
	Replacement int `json:"replacement_pid"`
}

func (d Death) check() error {
	var c checker
	d.Cell.check(&c)
	c.between("round", d.Round, 0, maxRounds)
	c.between("worker", d.Worker, 0, maxWorkers-1)
	c.count("pid", int64(d.PID))
	if d.Share < NoShare {
		c.fail("share is below %d", NoShare)
	}
	c.duration("t_ns", d.T)
	c.count("replacement_pid", int64(d.Replacement))
	return c.err
}

func (d Death) tidy() Death {
	d.Reason = tidyText(d.Reason)
	return d
}

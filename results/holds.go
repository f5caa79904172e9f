package results

import (
	"math"
	"time"
)

// MaxHolds is the largest number of holds that a line can have.
const MaxHolds = 1024

// A Hold is a stretch of time for which a worker had the lock and no other one did.
type Hold struct {
	Worker int           `json:"worker"`  // from 0
	From   time.Duration `json:"from_ns"` // since the workers were told to go
	For    time.Duration `json:"for_ns"`
}

// Holds is who had the lock in a sample: the first holds of it, in order. It follows the sample's line.
type Holds struct {
	Round int `json:"round"`
	Cell
	Twin  bool   `json:"twin"`
	Holds []Hold `json:"holds"`
	Left  int64  `json:"left"` // holds that aren't here, because they were too many
}

func (h Holds) check() error {
	var c checker
	c.between("round", h.Round, 0, maxRounds)
	c.needed("workload", h.Workload)
	c.needed("mode", h.Mode)
	c.between("workers", h.Workers, 1, maxWorkers)
	c.name("build", h.Build, maxName)
	c.length("holds", len(h.Holds), MaxHolds)
	c.count("left", h.Left)
	for _, x := range h.Holds {
		c.between("holds: worker", x.Worker, 0, maxWorkers-1)
		c.duration("holds: for_ns", x.For)
		if x.From < -maxDuration || x.From > maxDuration {
			c.fail("holds: from_ns is longer than a year")
		}
	}
	return c.err
}

func (h Holds) tidy() Holds {
	h.Holds = filled(h.Holds)
	return h
}

func (l *Lock) check(c *checker) {
	c.count("lock: hand_offs", l.HandOffs)
	c.duration("lock: held_ns", l.Held)
	c.duration("lock: waited_ns", l.Waited)
	c.duration("lock: cpu_ns", l.CPU)
	c.duration("lock: interval_ns", l.Interval)
	c.between("lock: ticks", l.Ticks, 0, math.MaxInt32)
	c.count("lock: checks", l.Checks)
	c.count("lock: wakes", l.Wakes)
	c.count("lock: wake_ups", l.WakeUps)
	c.count("lock: lost", l.Lost)
	l.Slices.check("lock: slices", c)
	l.Overrun.check("lock: overrun", c)
	l.HandOver.check("lock: hand_over", c)
	c.float("lock: jain", l.Jain, 0, 1.001) // rounding
}

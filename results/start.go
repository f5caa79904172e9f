package results

import "time"

// Stages are the parts of a pool's start, as the worker process that was ready last went through them. They begin when
// the pool is opened, so waiting for the starts of other workers is part of Exec, and add up to the sample's Spawn but
// for what opening a pool takes besides:
//
//	open          exec          first instruction          ready
//	  |--- Exec ---|-- Runtime --|------- Ready + Setup -----|
type Stages struct {
	Exec    time.Duration `json:"exec_ns"`    // fork, until exec has happened
	Runtime time.Duration `json:"runtime_ns"` // from there to the worker's first instruction: the program's own start
	Ready   time.Duration `json:"ready_ns"`   // from there until it said that it is ready, without Setup
}

// Sum is the three together.
func (s Stages) Sum() time.Duration { return s.Exec + s.Runtime + s.Ready }

// Memory is what the worker processes of a pool have in memory after their job, all together.
type Memory struct {
	PSS int64 `json:"pss_bytes"` // a page that n processes have counts for an nth in each
	USS int64 `json:"uss_bytes"` // pages that no other process has: what would be free without the pool
	RSS int64 `json:"rss_bytes"` // every page in every process that has it: shared ones count more than once
}

func (s *Stages) check(c *checker) {
	if s == nil {
		return
	}
	c.duration("stages: exec_ns", s.Exec)
	c.duration("stages: runtime_ns", s.Runtime)
	c.duration("stages: ready_ns", s.Ready)
}

func (m *Memory) check(c *checker) {
	if m == nil {
		return
	}
	c.count("memory: pss_bytes", m.PSS)
	c.count("memory: uss_bytes", m.USS)
	c.count("memory: rss_bytes", m.RSS)
}

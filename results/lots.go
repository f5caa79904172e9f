package results

import (
	"slices"
	"time"
)

// Lots says how shares went together that were claimed, or sent, several at a time: all workers together.
type Lots struct {
	Claims int64 `json:"claims"` // lots that were claimed, those of one share with them
	Most   int64 `json:"most"`   // shares in the largest
}

// OfHosts returns whether workers took the shares of a sample from the queue of an engine, wherever they ran.
func (s *Sample) OfHosts() bool {
	return s.HandOver != nil || len(s.Tracks) > 0 || slices.ContainsFunc(s.PerWorker, func(w Worker) bool { return w.Host != "" })
}

// A HandOver says how long workers had nothing to do between two lots, the way to the engine and back with it: each by
// its own clock.
type HandOver struct {
	Mean  time.Duration `json:"mean_ns"`
	Count int64         `json:"count"` // that it is the mean of
}

func (h *HandOver) check(c *checker) {
	if h != nil {
		c.duration("hand_over: mean_ns", h.Mean)
		c.count("hand_over: count", h.Count)
	}
}

// With returns the lots of several workers and those of one more, nil where there are none.
func (l *Lots) With(more Lots) *Lots {
	if more.Claims == 0 {
		return l
	}
	if l != nil {
		more.Claims, more.Most = more.Claims+l.Claims, max(more.Most, l.Most)
	}
	return &more
}

func (l *Lots) check(c *checker) {
	if l == nil {
		return
	}
	c.count("lots: claims", l.Claims)
	c.count("lots: most", l.Most)
}

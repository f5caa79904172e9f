package differences

import "time"

// A rest is how long a process group hasn't used a core. A group that waits for ever and one that was starved by others
// look alike to a clock, so it is the group's own use that is looked at, and that none of it wants to run.
type rest struct {
	group int
	used  int64
	since time.Time
}

// lookEvery is how often a group is looked at, and restsFor how long it must have rested.
const (
	lookEvery = 100 * time.Millisecond
	restsFor  = time.Second
)

func newRest(group int) *rest { return &rest{group: groupOf(group), used: -1} }

// ever is whether the group has rested so long that it may be taken for one that waits for ever.
func (r *rest) ever() bool {
	used, idle := groupUse(r.group)
	if used != r.used || !idle {
		r.used, r.since = used, time.Now()
	}
	return time.Since(r.since) >= restsFor
}

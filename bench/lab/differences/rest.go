package differences

import "time"

// A rest is how long a process group hasn't used a core. A group that waits for ever and one that was starved by others
// look alike to a clock, so it is the group's own use that is looked at, and that none of it wants to run.
type rest struct {
	group int
	used  int64
	since time.Time
	looks int // that found it at rest since then
}

// lookEvery is how often a group is looked at. It must have rested for restsFor, and at restLooks looks: this process,
// too, may be starved, and hear late of what was said long ago.
const (
	lookEvery = 100 * time.Millisecond
	restsFor  = time.Second
	restLooks = 8
)

func newRest(group int) *rest { return &rest{group: groupOf(group), used: -1} }

// ever is whether the group has rested so long that it may be taken for one that waits for ever.
func (r *rest) ever() bool {
	used, idle := groupUse(r.group)
	if used != r.used || !idle {
		r.used, r.since, r.looks = used, time.Now(), 0
	}
	r.looks++
	return r.looks > restLooks && time.Since(r.since) >= restsFor
}

package results

import "time"

// A Track is what the cores of another machine did while its workers were at a sample. Its times count from when that
// machine was told of the job, by its own clock, to when it was asked what it had used: they are never compared with
// those of the machine that measured.
type Track struct {
	// Host is the label of the machine, one of Run.Joined.
	Host  string  `json:"host"`
	Cores []Cores `json:"cores"`
	// Own is what its workers, and the program that started them, used of every core; empty where that isn't told.
	Own []Own `json:"own,omitempty"`
}

// MaxTrack is the most that a track may weigh, and MaxTracks the tracks of a sample together, so that its line has room
// for them.
const (
	MaxTrack  = 1 << 12
	MaxTracks = 1 << 16
)

// pointWeight is what a point weighs beside its numbers: its time and its names.
const pointWeight = 8

// Weight is about how many numbers a track is.
func (t Track) Weight() (n int) {
	for _, p := range t.Cores {
		n += pointWeight + len(p.Busy) + len(p.Absent)
	}
	for _, p := range t.Own {
		n += pointWeight + len(p.Own)
	}
	return n
}

// Length is how long a track is, by the clock of its machine.
func (t Track) Length() time.Duration {
	if len(t.Cores) == 0 {
		return 0
	}
	return t.Cores[len(t.Cores)-1].T
}

// CoreIDs are the ids of its cores that were there, in order.
func (t Track) CoreIDs() []int { return CoreIDs(&Record{Cores: t.Cores}) }

// CheckTrack says what is wrong with a track that stands in another place than a record, or nil.
func CheckTrack(t Track) error {
	var c checker
	t.check(&c)
	return c.err
}

func (t Track) check(c *checker) {
	c.needed("tracks: host", t.Host)
	if t.Weight() > MaxTrack {
		c.fail("tracks: one has more than %d numbers", MaxTrack)
		return
	}
	if len(t.Cores) == 0 {
		c.fail("tracks: one has no points")
	}
	last := time.Duration(0)
	for _, p := range t.Cores {
		last = c.point(p.T, last, p.check())
	}
	last = 0
	for _, p := range t.Own {
		last = c.point(p.T, last, p.check())
	}
	t.checkUse(c)
}

// point checks a point of a track, which is later than the one before it.
func (c *checker) point(t, last time.Duration, err error) time.Duration {
	switch {
	case err != nil:
		c.fail("tracks: %w", err)
	case t <= last:
		c.fail("tracks: its points don't come in order")
	}
	return t
}

// countedTwice is by how much the counters of a core may exceed the time: some hosts of virtual machines count what they
// took as used, too.
const countedTwice = 0.1

// checkUse checks that no more is said of the cores than they have time. Own use is counted to the microsecond; the
// kernel's counters may be a tick off at both ends.
func (t Track) checkUse(c *checker) {
	n := len(t.CoreIDs())
	cores := time.Duration(n)
	var busy, own float64 // ns
	last := time.Duration(0)
	for _, p := range t.Cores {
		busy, last = busy+sumOf(p.Busy)*float64(p.T-last), p.T
	}
	last = 0
	for _, p := range t.Own {
		own, last = own+sumOf(p.Own)*float64(p.T-last), p.T
	}
	most := func(length time.Duration, share float64, slack time.Duration) float64 {
		return float64(cores) * (float64(length)*(1+share) + float64(slack))
	}
	if busy > most(t.Length(), countedTwice, 2*slackTime) || own > most(last, slackShare, slackTime) {
		c.fail("tracks: more CPU time than %d cores have in %v", n, t.Length())
	}
	if last > t.Length()+slackTime {
		c.fail("tracks: own goes on for longer than cores")
	}
}

func sumOf(shares []float64) (sum float64) {
	for _, s := range shares {
		sum += s
	}
	return sum
}

// tidy brings a track's points into the form that a record holds.
func (t Track) tidy() Track {
	t.Cores = filled(t.Cores)
	for i := range t.Cores {
		t.Cores[i] = t.Cores[i].tidy()
	}
	if len(t.Own) > 0 {
		t.Own = filled(t.Own)
		for i := range t.Own {
			t.Own[i] = t.Own[i].tidy()
		}
	}
	return t
}

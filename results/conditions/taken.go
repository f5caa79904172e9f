package conditions

import (
	"slices"
	"time"

	"corerace/results"
)

// taken is what others and the hypervisor took of the cores that a run might use, in cores' worth of time.
type taken struct {
	others, steal float64
	elsewhere     float64 // that other programs used of the machine's other cores
	known         bool
	contention    *float64 // of the usable time; nil: unknown
}

// A Taking tells of every round of a record what was taken in it.
type Taking struct {
	Busy *CoreStream // of the machine

	rec   *results.Record
	grant grant
	own   *CoreStream           // of this program
	cpu   map[int]time.Duration // of this program, by round
}

// NewTaking reads what a record says of the cores and of this program.
func NewTaking(rec *results.Record) *Taking {
	t := &Taking{rec: rec, grant: grantOf(rec.Run), Busy: NewCoreStream(rec.Cores), own: &CoreStream{},
		cpu: map[int]time.Duration{}}
	if t.grant.part() {
		t.own = NewCoreStream(OwnAsCores(rec.Own))
	}
	for _, s := range rec.Briefs() {
		t.cpu[s.Round] += s.CPU.Total()
	}
	return t
}

// OwnAsCores is the stream of own use as one of cores, which are read alike.
func OwnAsCores(own []results.Own) []results.Cores {
	points := make([]results.Cores, len(own))
	for i, o := range own {
		points[i] = results.Cores{T: o.T, Busy: o.Own}
	}
	return points
}

// in is what was taken in a round. It isn't known where the counters of the cores couldn't be read, or where they say
// less than what this program used itself.
func (t *Taking) in(r results.Round) taken {
	g := t.grant.in(r)
	if r.Others == nil || t.belowOwn(r) {
		return taken{}
	}
	x := taken{known: true}
	var steal float64
	if r.Steal != nil {
		steal = max(0, *r.Steal)
	}
	all := max(0, *r.Others)
	switch {
	// From the best source to the least: counters of the very cores, the streams of the round, bounds.
	case r.OthersAllowed != nil:
		x.others, x.steal = max(0, *r.OthersAllowed), steal
		if r.StealAllowed != nil {
			x.steal = max(0, *r.StealAllowed)
		}
	case g.part():
		// The steal of some cores isn't told apart in records of older builds: it is taken for an even one.
		x.steal = steal * g.cores / g.machine
		x.others, x.known = t.othersOn(r, g)
		if !x.known {
			// The other cores can have taken no more than all of them; what is left was on ours.
			x.others, x.known = between(max(0, all-(g.machine-g.cores)), min(all, g.cores), g)
		}
	default:
		x.others, x.steal = all, steal
	}
	switch {
	case !x.known:
		return x
	case g.cores <= 0:
		// Of a machine that doesn't say how many cores it has, at least one is known.
		if least := (grant{cores: 1}).contention(x.others + x.steal); judge(least) == Quiet {
			x.contention = &least
		}
		return x
	}
	x.others, x.steal = min(x.others, g.cores), min(x.steal, g.cores)
	x.elsewhere = max(0, all-x.others)
	x.contention = new(g.contention(x.others + x.steal))
	return x
}

// between is what others took of some cores where only its bounds are known: the larger, where both mean the same.
func between(lo, hi float64, g grant) (others float64, known bool) {
	return hi, judge(g.contention(lo)) == judge(g.contention(hi))
}

// leastCovered is the share of a round that a stream must cover to tell of it.
const leastCovered = 0.5

// othersOn is what others used of some cores in a round, by the streams. Where own use wasn't recorded, all that the
// samples used was used there.
func (t *Taking) othersOn(r results.Round, g grant) (others float64, known bool) {
	busy, ok := t.Busy.between(r.T, r.T+r.Wall)
	if !ok {
		return 0, false
	}
	mine := t.cpu[r.Round].Seconds() / r.Wall.Seconds()
	if own, ok := t.own.between(r.T, r.T+r.Wall); ok {
		mine = sumOf(own, g.ids)
	}
	return max(0, sumOf(busy, g.ids)-mine), true
}

// sumOf adds up the shares of some cores. One that the stream doesn't have was never there, and had none.
func sumOf(shares []float64, ids []int) (sum float64) {
	for _, id := range ids {
		if id < len(shares) {
			sum += shares[id]
		}
	}
	return sum
}

// belowOwn is whether the stream of the cores says that they were busy for less than half of what this program used
// in a round: such counters tell nothing. Half, because a kernel that counts by ticks can miss much of what runs
// between them; a tenth of a core is slack.
func (t *Taking) belowOwn(r results.Round) bool {
	busy, ok := t.Busy.between(r.T, r.T+r.Wall)
	if !ok {
		return false
	}
	sum := 0.0
	for _, b := range busy {
		sum += b
	}
	return sum < 0.5*t.cpu[r.Round].Seconds()/r.Wall.Seconds()-0.1
}

// rounds are the rounds after the warm-up with what was taken in each.
func (t *Taking) rounds() (rounds []results.Round, all []taken) {
	rounds = slices.DeleteFunc(slices.Clone(t.rec.Rounds), func(r results.Round) bool { return r.Round == 0 })
	for _, r := range rounds {
		all = append(all, t.in(r))
	}
	return rounds, all
}

// hidden is the share of the time that the host took without a word before the first round; nil where it isn't known.
func (t *Taking) hidden() *float64 {
	if len(t.rec.Run.Hosts) == 0 || t.rec.Run.Hosts[0].Epoch == nil {
		return nil
	}
	return new(t.rec.Run.Hosts[0].Epoch.Hidden())
}

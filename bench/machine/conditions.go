package machine

import (
	"context"
	"io/fs"
	"os"
	"sync"
	"time"

	"corerace/results"
)

// A Reading holds what the machine says of its conditions at one moment. What it doesn't say is nil.
type Reading struct {
	T     time.Time
	Own   *time.Duration // CPU time of this process and of the children that it has waited for
	Load1 *float64       // see load1
	// Allowed are the ids of the cores that this process may use, and Quota the CPU time that its cgroup may use, in
	// cores' worth of time; 0 is no limit.
	Allowed []int
	Quota   float64

	cores       map[int]usage  // by id; nil where they can't be read
	pressure    *time.Duration // time that some thread of the machine waited for a core
	throttles   *int64
	throttled   *time.Duration
	involuntary *int64
	voluntary   *int64
	mhz, maxMHz *float64
	celsius     *float64
}

// Conditions are what a stretch of time was like, between two readings. What the machine doesn't say is nil, so that it
// can't be taken for 0.
type Conditions struct {
	Others     *float64 // cores' worth of time that other programs used, of the whole machine
	Steal      *float64 // cores' worth of time that the hypervisor took; many hypervisors don't say, and it reads 0
	Contention *float64 // both, over the capacity of all cores of the machine
	// OthersAllowed and StealAllowed are the same on the cores that this process may use, and never more than those.
	// They are nil where it may use all: then they would be no others.
	OthersAllowed, StealAllowed *float64
	// PSISome is the share of the time that at least one thread of the machine was ready and waited for a core. It
	// includes our own, where there are more workers than cores.
	PSISome *float64
	// Throttles counts how often the quota of our cgroup, or of one above it, was used up, and Throttled is the time
	// that it held us back, all cores added up.
	Throttles *int64
	Throttled *time.Duration
	// Involuntary counts how often a thread of ours was taken off its core, and Voluntary how often one waited, in this
	// process and in the children that it waited for meanwhile.
	Involuntary, Voluntary *int64
	Load1                  *float64 // at the end; see load1
	MHz, MaxMHz            *float64 // frequency of the cores at the end and the highest they have, means
	Celsius                *float64 // the hottest thermal zone at the end

	counted *others
}

// ReadConditions reads the conditions. It opens some dozen files, so it belongs between samples, not into them.
func ReadConditions() Reading {
	r := readFiles(os.DirFS("/"))
	r.Allowed, r.Quota = affinity(), quota(os.DirFS("/"))
	r.T = time.Now()
	if cores, err := readUsages(); err == nil {
		r.cores = cores
	}
	if l := load1(); l > 0 {
		r.Load1 = &l
	}
	if s, ok := ownSwitches(); ok {
		r.Own, r.involuntary, r.voluntary = &s.cpu, &s.involuntary, &s.voluntary
	}
	return r
}

// readFiles reads what lies in files of /proc and /sys.
func readFiles(root fs.FS) Reading {
	var r Reading
	r.pressure = parsePressure(text(root, "proc/pressure/cpu"))
	r.throttles, r.throttled = throttling(root)
	r.mhz, r.maxMHz = frequency(root)
	r.celsius = hottest(root)
	return r
}

// machineCores is the number of cores that the machine's counters add up.
var machineCores = sync.OnceValue(func() int { return logical(context.Background()) })

// Since is what the time between an earlier reading and this one was like.
func (r Reading) Since(prev Reading) Conditions {
	return r.since(prev, machineCores())
}

// since is Since on a machine of so many cores. Each figure is there where both readings have what it is made of.
func (r Reading) since(prev Reading, cores int) Conditions {
	c := Conditions{
		Throttles:   grown(prev.throttles, r.throttles),
		Throttled:   grown(prev.throttled, r.throttled),
		Involuntary: grown(prev.involuntary, r.involuntary),
		Voluntary:   grown(prev.voluntary, r.voluntary),
		Load1:       r.Load1,
		MHz:         r.mhz, MaxMHz: r.maxMHz,
		Celsius: r.celsius,
	}
	length := r.T.Sub(prev.T)
	if length <= 0 || prev.T.IsZero() {
		return c
	}
	if waited := grown(prev.pressure, r.pressure); waited != nil {
		c.PSISome = new(min(1, float64(*waited)/float64(length))) // the two aren't read at one moment
	}
	if own := grown(prev.Own, r.Own); own != nil {
		c.count(othersSince(prev, r, *own, length), cores)
	}
	return c
}

// WithoutOthers are the conditions where what the counters say of others isn't believed: it is unknown.
func (c Conditions) WithoutOthers() Conditions {
	c.count(nil, 1)
	return c
}

// count writes down what others used on a machine of so many cores; nil is unknown.
func (c *Conditions) count(o *others, cores int) {
	c.Others, c.Steal, c.Contention, c.OthersAllowed, c.StealAllowed, c.counted = nil, nil, nil, nil, nil, o
	if o == nil {
		return
	}
	c.Others, c.Steal = &o.machine, &o.steal
	c.Contention = new((o.machine + o.steal) / float64(cores))
	if o.part {
		c.OthersAllowed, c.StealAllowed = &o.onAllowed, &o.stealOn
	}
}

// Ours takes CPU time off that others are said to have used in a stretch of length: that of processes which are ours
// and which this process hasn't waited for yet. Counters that say less than all of that tell nothing.
func (c *Conditions) Ours(cpu, length time.Duration) {
	if c.Others == nil || cpu <= 0 || length <= 0 {
		return
	}
	if tooLittle(c.counted.all, c.counted.own+cpu, c.counted.cores) {
		c.count(nil, 0)
		return
	}
	cores := min(*c.Others, float64(cpu)/float64(length))
	c.Others = new(*c.Others - cores)
	c.Contention = new(max(0, *c.Contention-cores/float64(machineCores())))
	if c.OthersAllowed != nil {
		c.OthersAllowed = new(max(0, *c.OthersAllowed-float64(cpu)/float64(length)))
	}
}

// grown is by how much a counter grew, nil where one of its readings is missing and 0 where it went backwards.
func grown[T int64 | time.Duration](prev, now *T) *T {
	if prev == nil || now == nil {
		return nil
	}
	return new(max(0, *now-*prev))
}

// Into writes the conditions into the line that closes a round.
func (c Conditions) Into(r *results.Round) {
	r.Others, r.Steal, r.Load1 = c.Others, c.Steal, c.Load1
	r.OthersAllowed, r.StealAllowed = c.OthersAllowed, c.StealAllowed
	r.Contention, r.PSISome, r.Throttled = c.Contention, c.PSISome, c.Throttled
	r.InvolSwitches, r.MHz, r.Celsius = c.Involuntary, c.MHz, c.Celsius
}

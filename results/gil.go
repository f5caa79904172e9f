package results

import (
	"math"
	"time"
)

// Experiments on a lock.
const (
	GILSlices   = "slices"   // how long a thread runs until another one does
	GILSlowdown = "slowdown" // the same work cut over threads, against one thread
	GILConvoy   = "convoy"   // a thread that does I/O beside threads that only compute
	GILBlocking = "blocking" // calls that block, with and without the lock
	GILUpdates  = "updates"  // threads that add to one variable without a lock of their own
)

// A GIL is one measurement of one experiment on a global interpreter lock, in one round. Its subject is a model of the
// lock or a real interpreter. What an experiment doesn't measure, or a subject can't tell, is 0 or nil.
type GIL struct {
	Round      int           `json:"round"` // from 1; 0 warms up
	T          time.Duration `json:"t_ns"`  // start, since the start of the run
	Experiment string        `json:"experiment"`
	Subject    string        `json:"subject"` // "gil-multicore", "gil-ticks", "python3.11"
	Threads    int           `json:"threads"` // that compute, in convoy beside the one that does I/O, or that block
	Cores      int           `json:"cores"`   // 1: all threads are bound to one core; 0: to none
	// Interval is the time after which a waiter asks for the lock, and Ticks the check interval of the older lock.
	Interval time.Duration `json:"interval_ns,omitempty"`
	Ticks    int           `json:"ticks,omitempty"`
	Released bool          `json:"released,omitempty"` // blocking: the lock is let go around the calls

	Wall time.Duration `json:"wall_ns"`
	// SerialWall is the wall time of the same work on one thread of the same subject, measured right beside Wall; in
	// blocking of one call after the other.
	SerialWall time.Duration `json:"serial_wall_ns,omitempty"`
	CPU        time.Duration `json:"cpu_ns,omitempty"`        // of all threads, during Wall
	SerialCPU  time.Duration `json:"serial_cpu_ns,omitempty"` // during SerialWall

	Switches int64 `json:"switches,omitempty"` // the lock went from one thread to another one
	Checks   int64 `json:"checks,omitempty"`   // times that a thread looked whether to let go
	Wakes    int64 `json:"wakes,omitempty"`    // system calls that woke a waiter, or tried to
	WakeUps  int64 `json:"wake_ups,omitempty"` // times that a waiter woke up, by a wake or its timeout
	Lost     int64 `json:"lost,omitempty"`     // wake-ups that found the lock taken again

	Slices   *Spread `json:"slices,omitempty"`    // how long a thread ran until another one did
	HandOver *Spread `json:"hand_over,omitempty"` // from one thread's last work to the next one's first

	RoundTrips int64   `json:"round_trips,omitempty"` // convoy: requests that were answered during Wall
	Latency    *Spread `json:"latency,omitempty"`     // convoy: of a round trip
	// Updates is how many times the variable of updates was added to, LostUpdates how many of them are missing at the
	// end, and Called says that each went through a call between the read and the write.
	Updates     int64 `json:"updates,omitempty"`
	LostUpdates int64 `json:"lost_updates,omitempty"`
	Called      bool  `json:"called,omitempty"`
	// Overlap is the part of Wall in which all threads of updates were at it. What they lose says something only of
	// that.
	Overlap time.Duration `json:"overlap_ns,omitempty"`

	Jain   float64  `json:"jain,omitempty"`   // fairness of the threads' work, 1 ÷ threads to 1
	Others *float64 `json:"others,omitempty"` // cores' worth of time that other programs used meanwhile; nil: unknown
	Error  string   `json:"error"`            // why it must not be used; "" for a sound one
}

// A Spread is how a number of durations are spread.
type Spread struct {
	N   int64         `json:"n"`
	P5  time.Duration `json:"p5_ns"`
	P10 time.Duration `json:"p10_ns"`
	P50 time.Duration `json:"p50_ns"`
	P90 time.Duration `json:"p90_ns"`
	P95 time.Duration `json:"p95_ns"`
	P99 time.Duration `json:"p99_ns"`
	Max time.Duration `json:"max_ns"`
	// Counts is how many lie between two neighbours of spreadEdges: the first below the first edge, the last from the
	// last edge up. It is empty where only the quantiles are known.
	Counts []int64 `json:"counts,omitempty"`
}

// renard is the series R20 of ISO 3: twenty steps of about 12 % to a decade, with 1, 2 and 5 among them.
var renard = [...]int64{100, 112, 125, 140, 160, 180, 200, 224, 250, 280, 315, 355, 400, 450, 500, 560, 630, 710, 800,
	900}

// spreadEdges returns the edges of the histogram of a [Spread], which are the same in every record: the series R20 of
// ISO 3, from 1 µs to 1 s. A histogram has one count more than there are edges.
func spreadEdges() []time.Duration {
	var edges []time.Duration
	for unit := int64(10); unit < 1e7; unit *= 10 { // a hundredth of the decade's first edge, in nanoseconds
		for _, r := range renard {
			edges = append(edges, time.Duration(r*unit))
		}
	}
	return append(edges, time.Second)
}

// Jain is the fairness of shares: 1 where all are alike, 1 ÷ n where one has everything, 0 where there is nothing.
//
//	(Σ x)² ÷ (n · Σ x²)
//
// Source: Jain, Chiu and Hawe, A Quantitative Measure of Fairness and Discrimination (DEC-TR-301, 1984), equation 1.
func Jain(shares []float64) float64 {
	var sum, squares float64
	for _, x := range shares {
		sum += x
		squares += x * x
	}
	if squares == 0 {
		return 0
	}
	return sum * sum / (float64(len(shares)) * squares)
}

func (g GIL) check() error {
	var c checker
	c.between("round", g.Round, 0, maxRounds)
	c.duration("t_ns", g.T)
	c.needed("experiment", g.Experiment)
	c.needed("subject", g.Subject)
	c.between("threads", g.Threads, 0, maxWorkers)
	c.between("cores", g.Cores, 0, maxCores)
	c.duration("interval_ns", g.Interval)
	c.between("ticks", g.Ticks, 0, math.MaxInt32)
	c.duration("wall_ns", g.Wall)
	c.duration("serial_wall_ns", g.SerialWall)
	c.duration("cpu_ns", g.CPU)
	c.duration("serial_cpu_ns", g.SerialCPU)
	c.count("switches", g.Switches)
	c.count("checks", g.Checks)
	c.count("wakes", g.Wakes)
	c.count("wake_ups", g.WakeUps)
	c.count("lost", g.Lost)
	c.count("round_trips", g.RoundTrips)
	c.duration("overlap_ns", g.Overlap)
	c.count("updates", g.Updates)
	c.count("lost_updates", g.LostUpdates)
	g.Slices.check("slices", &c)
	g.HandOver.check("hand_over", &c)
	g.Latency.check("latency", &c)
	c.float("jain", g.Jain, 0, 1.001) // rounding
	c.maybe("others", g.Others, -maxCores, maxCores)
	return c.err
}

func (g GIL) tidy() GIL {
	g.Error = tidyText(g.Error)
	g.Slices, g.HandOver, g.Latency = g.Slices.tidy(), g.HandOver.tidy(), g.Latency.tidy()
	return g
}

// tidy leaves out an empty histogram, as the writer does.
func (s *Spread) tidy() *Spread {
	if s != nil && s.Counts != nil && len(s.Counts) == 0 {
		t := *s
		t.Counts = nil
		return &t
	}
	return s
}

package results

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Bounds of what a record may hold. They are far above what any run needs: they keep a broken or hostile record from
// costing more than its size.
const (
	maxLine     = 1 << 20 // bytes, with the end of the line
	maxProblems = 100     // kept; the others are counted
	maxName     = 128     // bytes
	maxSum      = 64      // bytes
	maxText     = 4096    // bytes
	maxList     = 1024    // workloads, modes, hosts, notes, warnings
	maxWorkers  = 4096
	maxCores    = 4096
	maxRounds   = 1_000_000
	maxBusy     = 1000 // a tick of 10 ms in a tenth of a millisecond reads as 100
	maxDuration = 366 * 24 * time.Hour
)

// A checker keeps the first thing that is wrong with a value.
type checker struct{ err error }

// fail notes what is wrong, where it is the first thing.
func (c *checker) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// between checks a whole number, both bounds included.
func (c *checker) between(field string, v, lo, hi int) {
	switch {
	case v < lo && lo == 0:
		c.fail("%s is negative", field)
	case v < lo:
		c.fail("%s is below %d", field, lo)
	case v > hi:
		c.fail("%s is above %d", field, hi)
	}
}

// count checks a number of things or bytes.
func (c *checker) count(field string, v int64) {
	if v < 0 {
		c.fail("%s is negative", field)
	}
}

// duration checks a length of time, or a time since the start of the run.
func (c *checker) duration(field string, d time.Duration) {
	c.count(field, int64(d))
	if d > maxDuration {
		c.fail("%s is longer than a year", field)
	}
}

// float checks a number, both bounds included. NaN would pass any comparison.
func (c *checker) float(field string, v, lo, hi float64) {
	switch {
	case math.IsNaN(v):
		c.fail("%s is not a number", field)
	case v < 0 && lo == 0:
		c.fail("%s is negative", field)
	case v < lo:
		c.fail("%s is below %g", field, lo)
	case v > hi:
		c.fail("%s is above %g", field, hi)
	}
}

// maybe checks a number that may be missing.
func (c *checker) maybe(field string, v *float64, lo, hi float64) {
	if v != nil {
		c.float(field, *v, lo, hi)
	}
}

// quota checks how many cores' worth of time a cgroup grants: 0 is no limit, and the kernel takes no quota below 1 ms in
// a period of 1 s.
func (c *checker) quota(v float64) {
	c.float("cpu_quota", v, 0, maxCores)
	if v > 0 && v < 0.001 {
		c.fail("cpu_quota is below 0.001")
	}
}

// name checks a word that other lines refer to, so that it can't be cut to fit.
func (c *checker) name(field, s string, limit int) {
	if len(s) > limit {
		c.fail("%s is longer than %d bytes", field, limit)
	}
	if !printable(s) {
		c.fail("%s has a character that can't be printed", field)
	}
}

// needed checks a name that must be there.
func (c *checker) needed(field, s string) {
	if s == "" {
		c.fail("%s is missing", field)
	}
	c.name(field, s, maxName)
}

// ids checks a list of cores.
func (c *checker) ids(field string, ids []int, largest int) {
	c.length(field, len(ids), maxCores)
	for _, id := range ids {
		c.between(field, id, 0, largest)
	}
}

// length checks how long a list is, before anybody walks it.
func (c *checker) length(field string, n, limit int) {
	if n > limit {
		c.fail("%s has %d entries, above %d", field, n, limit)
	}
}

// CheckHost says what is wrong with a machine that another file than a record names, or nil.
func CheckHost(m Machine) error { return Run{Hosts: []Machine{m}}.check() }

// CheckName says why a record can't have a name of a workload or a value that was picked, or nil.
func CheckName(name string) error {
	var c checker
	c.needed("the name", name)
	return c.err
}

// CheckRound says what is wrong with a round that stands in another file than a record, or nil.
func CheckRound(r Round) error { return r.check() }

func (r Run) check() error {
	var c checker
	c.name("seed", r.Seed, maxName)
	if y := r.Started.Year(); y < 0 || y > 9999 {
		c.fail("started is in the year %d", y)
	}
	c.length("hosts", len(r.Hosts), maxList)
	for _, h := range r.Hosts {
		h.check(&c)
	}
	c.length("joined", len(r.Joined), maxList)
	for _, h := range r.Joined {
		c.needed("the label of a machine that joined", h.Label)
		h.check(&c)
	}
	r.Plan.check(&c)
	r.Imported.check(&c)
	return c.err
}

func (m Machine) check(c *checker) {
	c.name("label", m.Label, maxName)
	c.between("cores_physical", m.CoresPhysical, 0, maxCores)
	c.between("cores_logical", m.CoresLogical, 0, maxCores)
	c.ids("cores_allowed", m.CoresAllowed, math.MaxInt32)
	c.quota(m.CPUQuota)
	if m.Epoch != nil {
		m.Epoch.check(c)
	}
}

func (e Epoch) check(c *checker) {
	c.float("epoch: gap_share", e.GapShare, 0, 1)
	c.float("epoch: hidden_share", e.HiddenShare, 0, 1)
	if e.HiddenTogether != nil {
		c.float("epoch: hidden_together", *e.HiddenTogether, 0, 1)
	}
	c.float("epoch: gaps_per_second", e.GapsPerSecond, 0, math.MaxInt32)
	c.duration("epoch: round_trip_ns", e.RoundTrip)
	c.duration("epoch: timer_ns", e.Timer)
}

func (p Plan) check(c *checker) {
	c.length("workloads", len(p.Workloads), maxList)
	for _, w := range p.Workloads {
		c.needed("the name of a workload", w.Name)
		c.count("size", int64(w.Size))
		c.count("passes", int64(w.Passes))
		c.count("share", int64(w.Share))
		c.duration("pass_ns", w.Pass)
		c.count("block_bytes", w.BlockBytes)
		c.name("file", w.File, maxText)
		c.length("params", len(w.Params), maxList)
		for _, p := range w.Params {
			c.name("params", p, maxName)
		}
		c.length("baselines", len(w.Baselines), maxList)
		for _, b := range w.Baselines {
			c.needed("baseline", b.Baseline)
			c.count("passes", int64(b.Passes))
			c.count("share", int64(b.Share))
			c.duration("pass_ns", b.Pass)
		}
	}
	c.length("modes", len(p.Modes), maxList)
	for _, m := range p.Modes {
		c.needed("the name of a mode", m.Name)
		c.name("baseline", m.Baseline, maxName)
		m.Command.check(c)
	}
	c.length("workers", len(p.Workers), maxList)
	for _, n := range p.Workers {
		c.between("workers", n, 1, maxWorkers)
	}
	c.between("rounds", p.Rounds, 0, maxRounds)
	c.duration("budget_ns", p.Budget)
	c.duration("clock_step_ns", p.ClockStep)
	c.duration("target_ns", p.Target)
	c.float("precision", p.Precision, 0, 1)
	c.length("notes", len(p.Notes), maxList)
}

func (l Cell) check(c *checker) {
	c.needed("workload", l.Workload)
	c.needed("mode", l.Mode)
	c.between("workers", l.Workers, 1, maxWorkers)
	c.name("build", l.Build, maxName)
}

func (s Sample) check() error {
	var c checker
	s.Cell.check(&c)
	c.name("baseline", s.Baseline, maxName)
	c.between("round", s.Round, 0, maxRounds)
	c.count("pos", int64(s.Pos))
	c.duration("t_ns", s.T)
	c.duration("spawn_ns", s.Spawn)
	c.duration("setup_ns", s.Setup)
	c.duration("warm_ns", s.Warm)
	c.duration("wall_ns", s.Wall)
	c.count("items", s.Items)
	c.count("share", int64(s.Share))
	c.name("claim", s.Claim, maxName)
	c.name("image", s.Image, maxName)
	s.Lots.check(&c)
	s.HandOver.check(&c)
	c.length("tracks", len(s.Tracks), maxList)
	weight := 0
	for _, t := range s.Tracks {
		t.check(&c)
		weight += t.Weight()
	}
	c.length("tracks", weight, MaxTracks)
	c.count("gomaxprocs", int64(s.GOMAXPROCS))
	c.name("sum", s.Sum, maxSum)
	c.duration("cpu: parent_ns", s.CPU.Parent)
	c.duration("cpu: workers_ns", s.CPU.Workers)
	c.duration("cpu: helpers_ns", s.CPU.Helpers)
	c.count("block_bytes", s.BlockBytes)
	c.count("moved_bytes", s.MovedBytes)
	c.duration("move_ns", s.Move)
	c.duration("encode_ns", s.Encode)
	c.length("per_worker", len(s.PerWorker), maxWorkers)
	for _, w := range s.PerWorker {
		w.check(&c)
	}
	s.Of.check(&c)
	s.Stages.check(&c)
	s.Memory.check(&c)
	if p := s.Pool; p != nil {
		c.duration("pool: on_cpu_ns", p.OnCPU)
		c.duration("pool: wait_ns", p.Wait)
		c.duration("pool: rest_ns", p.Rest)
	}
	if s.Lock != nil {
		s.Lock.check(&c)
	}
	s.Tree.check(&c)
	c.length("warnings", len(s.Warnings), maxList)
	return c.err
}

func (w Worker) check(c *checker) {
	c.name("per_worker: host", w.Host, maxName)
	c.count("per_worker: pid", int64(w.PID))
	c.count("per_worker: tid", int64(w.TID))
	c.count("per_worker: shares", w.Shares)
	c.duration("per_worker: user_ns", w.User)
	c.duration("per_worker: sys_ns", w.Sys)
	c.duration("per_worker: on_cpu_ns", w.OnCPU)
	c.duration("per_worker: wait_ns", w.Wait)
	c.duration("per_worker: blocked_ns", w.Blocked)
}

func (p Cores) check() error {
	var c checker
	c.duration("t_ns", p.T)
	c.length("busy", len(p.Busy), maxCores)
	for _, b := range p.Busy {
		c.float("busy", b, 0, maxBusy)
	}
	c.ids("absent", p.Absent, maxCores)
	if !slices.IsSorted(p.Absent) {
		c.fail("absent isn't in ascending order")
	}
	return c.err
}

func (p Own) check() error {
	var c checker
	c.duration("t_ns", p.T)
	c.length("own", len(p.Own), maxCores)
	for _, b := range p.Own {
		c.float("own", b, 0, maxBusy)
	}
	return c.err
}

func (r Round) check() error {
	var c checker
	c.between("round", r.Round, 0, maxRounds)
	c.duration("t_ns", r.T)
	c.duration("wall_ns", r.Wall)
	c.maybe("load1", r.Load1, 0, math.MaxInt32)
	// These four are differences of two clocks, which may come out a little below 0.
	c.maybe("others", r.Others, -maxCores, maxCores)
	c.maybe("steal", r.Steal, -maxCores, maxCores)
	c.maybe("others_allowed", r.OthersAllowed, -maxCores, maxCores)
	c.maybe("steal_allowed", r.StealAllowed, -maxCores, maxCores)
	c.maybe("contention", r.Contention, -1, maxBusy)
	c.maybe("psi_some", r.PSISome, 0, maxBusy)
	if r.Throttled != nil {
		c.duration("throttled_ns", *r.Throttled)
	}
	if r.InvolSwitches != nil {
		c.count("invol_switches", *r.InvolSwitches)
	}
	c.maybe("mhz", r.MHz, 0, math.MaxInt32)
	c.maybe("celsius", r.Celsius, -300, 10_000)
	c.length("core_speeds", len(r.CoreSpeeds), maxCores)
	for _, v := range r.CoreSpeeds {
		c.float("core_speeds", v, 0, maxBusy)
	}
	c.ids("cores_allowed", r.CoresAllowed, math.MaxInt32)
	if r.CPUQuota != nil {
		c.quota(*r.CPUQuota)
	}
	return c.err
}

func (n Note) check() error {
	var c checker
	c.duration("t_ns", n.T)
	return c.err
}

func (e End) check() error {
	var c checker
	c.duration("t_ns", e.T)
	return c.err
}

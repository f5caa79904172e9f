package bench

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"corerace/bench/machine"
	"corerace/bench/worker"
	"corerace/results"
)

// A Pool is a number of workers that are ready, and what they share.
type Pool interface {
	// Run gives the job to all workers at once and returns when the last sum is in. An error ends the pool: it
	// names the worker that failed.
	Run(ctx context.Context, j Job) (Outcome, error)
	// Close ends the workers and waits for them.
	Close() error
}

// A Job is a number of passes over a workload, cut into shares that any worker may claim.
type Job struct {
	worker.Grid
	// Deadline is how long the workers may be silent: nothing claimed and nothing finished. 0 is 2 s.
	Deadline time.Duration

	cursor *worker.Cursor
	chunk  uint64        // shares that a worker is given at once; 0 is one
	limit  time.Duration // most time that it may take altogether; 0: none
	parts  int           // equal parts that every pass is cut into, one a worker; 0: shares are claimed
}

// DefaultDeadline is the shortest deadline of a silent worker.
const DefaultDeadline = 2 * time.Second

// silence is how long the workers may be silent. The deadline is meant for single shares and is twenty of them or more,
// so for chunks it is longer in proportion.
func (j *Job) silence() time.Duration {
	return cmp.Or(j.Deadline, DefaultDeadline) * time.Duration(1+min(j.chunk, j.Shares())/20)
}

// Claim returns the number of the next share. It makes a Job a [worker.Claimer].
func (j *Job) Claim() uint64 { return j.cursor.Claim() }

// Loop claims shares and runs them until none is left.
func (j *Job) Loop(run func(lo, hi int) uint64) (Tally, error) {
	sum, shares, err := worker.Loop(j.cursor, j.Grid, run)
	return Tally{Sum: sum, Shares: shares}, err
}

// loop is Loop for worker i, whose shares may have been set beforehand.
func (j *Job) loop(i int, run func(lo, hi int) uint64) (Tally, error) {
	if j.parts == 0 {
		return j.Loop(run)
	}
	sum, shares, err := worker.Loop(j.Part(i, j.parts), j.Grid, run)
	return Tally{Sum: sum, Shares: shares}, err
}

// A Tally is what one worker did in a job.
type Tally struct {
	Sum       uint64
	Shares    int64
	PID       int           // 0: this process
	TID       int           // 0: not bound to a thread
	User, Sys time.Duration // CPU time in the job; 0 where the worker can't tell its own
	Setup     time.Duration // what the workload's Setup took when the worker started; 0 where it was done before
	// Stages are those of the start of its process; zero where there are none.
	Stages results.Stages
	End    time.Time // when its sum was in; zero: when Work returned
	// Account says where the worker's time went, where the worker is bound to a thread or a process.
	worker.Account
}

// An Outcome is what a pool did in a job.
type Outcome struct {
	Sum           uint64
	Start         time.Time      // when the workers were told to go
	Wall          time.Duration  // from there to the last sum in
	Setup         time.Duration  // the slowest worker's
	Stages        results.Stages // of the worker that was ready last; zero where they aren't known
	PerWorker     []results.Worker
	CPU           results.CPU
	Pool          *results.PoolTime // where the time went, where the workers can't tell their own
	Claim         string            // how shares were claimed: "shared", "static" or "pipe"
	Lock          *results.Lock     // nil for modes without a lock
	Holds         []results.Hold    // who had the lock when, since Start: the first of them
	results.Moved                   // of workloads of blocks
	Warnings      []string
	// Deaths are the workers that died and were replaced, also where Run returns an error. T is since Start, 0 where one died before it.
	Deaths []results.Death
}

// A Worker does its part of a job. Its methods are called on one goroutine that is the worker's own from start to
// end, except that Close may be called from another goroutine while Work runs: Work then returns soon, where the
// worker can be stopped.
type Worker interface {
	// Work claims shares of the job until none is left.
	Work(j *Job) (Tally, error)
	// Close ends the worker.
	Close() error
}

// Each makes an Open from a function that starts worker i and returns when it is ready. The worker runs on the
// goroutine that start was called on.
func Each(start func(ctx context.Context, i int, s Spec) (Worker, error)) func(context.Context, Spec) (Pool, error) {
	return func(ctx context.Context, s Spec) (Pool, error) {
		return openCrew(ctx, s, new(worker.Cursor), start)
	}
}

// A crew is the pool of every mode: workers on goroutines of their own, around one cursor.
type crew struct {
	cursor  *worker.Cursor
	members []*member
	done    chan report
	ended   sync.WaitGroup
	closing sync.Once
	broken  error
	static  bool // a worker's shares are set before the start
	// watched says that the workers keep their deadlines by themselves, so that one that hangs is found while others
	// go on.
	watched bool
}

// A member is one worker of a crew and the goroutine that it lives on.
type member struct {
	i      int
	worker Worker
	jobs   chan *Job
}

// A report is how a worker's part of a job, or its start, ended.
type report struct {
	i     int
	tally Tally
	err   error
}

func openCrew(ctx context.Context, s Spec, cursor *worker.Cursor, start func(context.Context, int, Spec) (Worker, error)) (*crew, error) {
	c := &crew{cursor: cursor, done: make(chan report, s.Workers), static: s.Value("cut") == cutStatic}
	for i := range s.Workers {
		m := &member{i: i, jobs: make(chan *Job, 1)}
		c.members = append(c.members, m)
		c.ended.Go(func() { c.live(ctx, m, s, start) })
	}
	var failed error
	for range c.members {
		if r := <-c.done; r.err != nil && failed == nil {
			failed = r.err
		}
	}
	if failed == nil {
		return c, nil
	}
	c.Close()
	if ctx.Err() != nil {
		failed = context.Cause(ctx)
	}
	return nil, failed
}

// workers are those of the crew, in their order.
func (c *crew) workers() []Worker {
	all := make([]Worker, len(c.members))
	for i, m := range c.members {
		all[i] = m.worker
	}
	return all
}

// size is how many workers there are.
func (c *crew) size() int { return len(c.members) }

// endGrace is how long a worker may take to end after it was told to.
const endGrace = 200 * time.Millisecond

// live is the life of a worker: it starts, works off jobs, and ends.
func (c *crew) live(ctx context.Context, m *member, s Spec, start func(context.Context, int, Spec) (Worker, error)) {
	w, err := start(ctx, m.i, s)
	m.worker = w
	c.done <- report{i: m.i, err: err}
	if err != nil {
		return
	}
	for j := range m.jobs {
		tally, err := w.Work(j)
		c.done <- report{m.i, tally, err}
	}
	w.Close()
}

// Run implements Pool.
func (c *crew) Run(ctx context.Context, j Job) (Outcome, error) {
	if c.broken != nil {
		return Outcome{}, fmt.Errorf("the pool has failed before: %w", c.broken)
	}
	j.cursor = c.cursor
	c.cursor.Reset()
	if c.static {
		j.parts = len(c.members)
		if !c.watched { // nobody sees how far a worker is
			j.chunk = j.LongestPart(j.parts)
		}
	}
	w := newWatch(c, &j)
	before := readOwn()
	start := machine.Now()
	for _, m := range c.members {
		m.jobs <- &j
	}
	end, err := w.wait(ctx)
	if err != nil {
		c.broken = err
		return Outcome{}, err
	}
	o := Outcome{Start: start, Wall: end.Sub(start), Claim: "shared"}
	if c.static {
		o.Claim = results.ClaimStatic
	}
	return o, o.add(w.tallies, j.Grid, before.used())
}

// own is what this process used: CPU time, and time that its threads waited for a core.
type own struct {
	cpu, wait time.Duration
	known     bool // whether wait is
}

// readOwn begins a stretch of which used is the end. Reading the wait takes some 100 µs, which lie outside of it.
func readOwn() own {
	wait, known := worker.ProcessWait()
	user, sys := worker.ProcessCPU()
	return own{user + sys, wait, known}
}

// used returns what was used since readOwn.
func (o own) used() own {
	user, sys := worker.ProcessCPU()
	wait, known := worker.ProcessWait()
	return own{user + sys - o.cpu, max(0, wait-o.wait), known && o.known}
}

// add adds up what the workers did. used is what this process used meanwhile.
func (o *Outcome) add(tallies []Tally, g worker.Grid, used own) error {
	var shares int64
	bound := true
	for _, t := range tallies {
		o.Sum += t.Sum
		shares += t.Shares
		o.Setup = max(o.Setup, t.Setup)
		if t.Stages.Sum() > o.Stages.Sum() {
			o.Stages = t.Stages
		}
		o.CPU.Workers += t.User + t.Sys
		bound = bound && t.TID != 0
		o.PerWorker = append(o.PerWorker, t.row())
	}
	if tallies[0].PID == 0 {
		o.CPU = results.CPU{Workers: used.cpu} // the workers are this process
	} else {
		o.CPU.Parent = used.cpu
	}
	if !bound && tallies[0].PID == 0 && used.known {
		slots := time.Duration(min(len(tallies), runtime.GOMAXPROCS(0)))
		o.Pool = &results.PoolTime{OnCPU: used.cpu, Wait: used.wait, Rest: max(0, slots*o.Wall-used.cpu-used.wait)}
	}
	if shares != int64(g.Shares()) {
		return fmt.Errorf("%d shares were done, the job has %d", shares, g.Shares())
	}
	return nil
}

// row is the worker's row in the record.
func (t Tally) row() results.Worker {
	r := results.Worker{PID: cmp.Or(t.PID, os.Getpid()), TID: t.TID, Shares: t.Shares, User: t.User, Sys: t.Sys}
	if t.Known {
		r.OnCPU, r.Wait = t.User+t.Sys, t.Wait
		r.Blocked = max(0, t.Window-r.OnCPU-r.Wait)
	}
	return r
}

// Close implements Pool.
func (c *crew) Close() error {
	c.closing.Do(c.close)
	return nil
}

func (c *crew) close() {
	for _, m := range c.members {
		close(m.jobs)
	}
	ended := make(chan struct{})
	go func() {
		c.ended.Wait()
		close(ended)
	}()
	var late <-chan time.Time // a goroutine that never returns can't be waited for
	if c.broken != nil {
		late = time.After(endGrace)
	}
	select {
	case <-ended:
	case <-late:
	}
}

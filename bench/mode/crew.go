package mode

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"corerace/bench/machine"
	"corerace/bench/worker"
	"corerace/results"
)

// Each makes an Open from a function that starts worker i and returns when it is ready. The worker runs on the
// goroutine that start was called on.
func Each(start func(ctx context.Context, i int, s Spec) (Worker, error)) func(context.Context, Spec) (Pool, error) {
	return func(ctx context.Context, s Spec) (Pool, error) {
		return OpenCrew(ctx, s, new(worker.Cursor), start)
	}
}

// A Crew is the pool of every mode: workers on goroutines of their own, around one cursor.
type Crew struct {
	cursor  *worker.Cursor
	members []*member
	done    chan report
	ended   sync.WaitGroup
	closing sync.Once
	Broken  error
	static  bool // a worker's shares are set before the start
	// Watched says that the workers keep their deadlines by themselves, so that one that hangs is found while others
	// go on.
	Watched bool
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

// OpenCrew starts s.Workers workers side by side around a cursor and returns when all of them are ready. Where one
// can't start, those that did are ended, and the error is that of the first that failed.
func OpenCrew(
	ctx context.Context, s Spec, cursor *worker.Cursor, start func(context.Context, int, Spec) (Worker, error),
) (*Crew, error) {
	c := &Crew{cursor: cursor, done: make(chan report, s.Workers), static: s.Value("cut") == cutStatic}
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

// Members are those of the crew, in their order.
func (c *Crew) Members() []Worker {
	all := make([]Worker, len(c.members))
	for i, m := range c.members {
		all[i] = m.worker
	}
	return all
}

// Size is how many workers there are.
func (c *Crew) Size() int { return len(c.members) }

// EndGrace is how long a worker may take to end after it was told to.
const EndGrace = 200 * time.Millisecond

// errGoexit is how a worker fails whose work ends the goroutine that it lives on.
var errGoexit = errors.New("the work ended its goroutine, by runtime.Goexit or what calls that, as Fatal and Skip of " +
	"package testing")

// live is the life of a worker: it starts, works off jobs, and ends.
func (c *Crew) live(ctx context.Context, m *member, s Spec, start func(context.Context, int, Spec) (Worker, error)) {
	returned := false
	defer func() {
		if !returned { // who waits for a report would wait for ever
			c.done <- report{i: m.i, err: errGoexit}
		}
	}()
	c.work(ctx, m, s, start)
	returned = true
}

// work is live without its end.
func (c *Crew) work(ctx context.Context, m *member, s Spec, start func(context.Context, int, Spec) (Worker, error)) {
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
func (c *Crew) Run(ctx context.Context, j Job) (Outcome, error) {
	if c.Broken != nil {
		return Outcome{}, fmt.Errorf("the pool has failed before: %w", c.Broken)
	}
	j.Cursor, j.Workers = c.cursor, len(c.members)
	c.cursor.Reset(j.Mean)
	if c.static {
		j.Parts = len(c.members)
		if !c.Watched { // nobody sees how far a worker is
			j.Chunk = j.LongestPart(j.Parts)
		}
	}
	w := newWatch(c, &j)
	before := ReadOwn()
	start := machine.Now()
	for _, m := range c.members {
		m.jobs <- &j
	}
	end, err := w.wait(ctx)
	if err != nil {
		c.Broken = err
		return Outcome{}, err
	}
	o := Outcome{Start: start, Wall: end.Sub(start), Claim: "shared"}
	if c.static {
		o.Claim = results.ClaimStatic
	}
	return o, o.Add(w.tallies, j.Grid, before.Used())
}

// Close implements Pool.
func (c *Crew) Close() error {
	c.closing.Do(c.close)
	return nil
}

func (c *Crew) close() {
	for _, m := range c.members {
		close(m.jobs)
	}
	ended := make(chan struct{})
	go func() {
		c.ended.Wait()
		close(ended)
	}()
	var late <-chan time.Time // a goroutine that never returns can't be waited for
	if c.Broken != nil {
		late = time.After(EndGrace)
	}
	select {
	case <-ended:
	case <-late:
	}
}

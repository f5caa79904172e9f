package jetstream

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"corerace/bench/worker"
	"corerace/workloads"
)

// A lane is a worker's way from the queue to the sums, while a workload is open:
//
//	take a lot ─> run its shares ─> publish the sum ─────────────> take the next
//	                                      └─ the engine has it ─> acknowledge the lot
//
// A lot is acknowledged when the engine has its sum, so what was acknowledged isn't lost; the next lot is run meanwhile.
type lane struct {
	queue
	member  uint64
	w       *workloads.Workload
	settle  chan settling
	settled sync.WaitGroup
	stop    context.CancelFunc

	mu   sync.Mutex
	job  uint64
	grid worker.Grid
	hush time.Duration // how long it is said that a lot is worked on
	used usage
}

// A settling is a lot whose sum is on its way.
type settling struct {
	lot jetstream.Msg
	has jetstream.PubAckFuture
}

// settleAhead is how many sums may be on their way before a worker waits for the engine.
const settleAhead = 64

// open makes the worker ready for a workload: it is set up, and has run one share that isn't part of a job.
func (h *hand) open(ctx context.Context, o order) (took time.Duration, err error) {
	w := find(o.Workload)
	switch {
	case w == nil || w.Blocks():
		return 0, fmt.Errorf("workload %.64q isn't one that this host has", o.Workload)
	case w.Size != o.Size || !w.Unpublished && w.Sum != o.Sum:
		return 0, fmt.Errorf("workload %s is another one on this host: both machines need the same release", w.Name)
	case o.Share < 1 || o.Share > w.Size:
		return 0, fmt.Errorf("a share of %d items: the workload has %d", o.Share, w.Size)
	}
	if err := w.Here(); err != nil {
		return 0, err
	}
	if took, err = worker.Prepare(w); err != nil {
		return 0, err
	}
	if _, err := worker.RunShare(w.Run, 0, o.Share); err != nil {
		return 0, err
	}
	ctx, stop := context.WithCancel(ctx)
	l := &lane{queue: h.queue, member: h.member, w: w, settle: make(chan settling, settleAhead), stop: stop}
	h.lane = l
	l.settled.Go(l.acknowledge)
	taking := make(chan struct{})
	l.settled.Go(func() { l.takeAll(ctx, taking) })
	select {
	case <-taking:
		return took, nil
	case <-time.After(connectWithin):
		return 0, errors.New("the queue isn't there")
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}

// close takes no more lots, and waits until the one that is under way is done.
func (l *lane) close() {
	l.stop()
	l.settled.Wait()
}

// againAfter is how long a worker waits before it asks anew for a queue that was gone.
const againAfter = 100 * time.Millisecond

// takeAll takes lots until ctx ends. Where the queue goes away, as when its server is started anew, it is looked for
// again. taking is closed when lots are taken for the first time.
func (l *lane) takeAll(ctx context.Context, taking chan<- struct{}) {
	defer close(l.settle)
	first := sync.OnceFunc(func() { close(taking) })
	for ctx.Err() == nil {
		trouble := make(chan struct{}, 1)
		short, cancel := context.WithTimeout(ctx, connectWithin)
		c, err := l.take(short, l.lot, func(error) {
			select {
			case trouble <- struct{}{}:
			default:
			}
		})
		cancel()
		if err == nil {
			first()
			select {
			case <-ctx.Done():
			case <-trouble:
			case <-c.Closed():
			}
			c.Stop()
			<-c.Closed()
		}
		select {
		case <-ctx.Done():
		case <-time.After(againAfter):
		}
	}
}

// begin is a job: lots of others are dropped from here on.
func (l *lane) begin(o order) error {
	if o.Job == 0 || o.Size != l.w.Size || o.Share < 1 || o.Share > o.Size || o.Passes < 1 || int64(o.Passes) > 1<<40 {
		return fmt.Errorf("no such job: %d items in shares of %d, %d passes, over a workload of %d", o.Size, o.Share,
			o.Passes, l.w.Size)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.job, l.grid, l.hush = o.Job, worker.Grid{Size: o.Size, Share: o.Share, Passes: o.Passes}, o.Silence
	l.used.begin()
	return nil
}

// tally is what a job has cost this worker.
func (l *lane) tally(job uint64) (report, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if job != l.job {
		return report{}, fmt.Errorf("it is at job %d, and was asked for job %d", l.job, job)
	}
	t := l.used.end()
	return report{Tally: &t}, nil
}

// lot runs a lot and sends its sum.
func (l *lane) lot(m jetstream.Msg) {
	t, err := parseTicket(m.Data())
	l.mu.Lock()
	job, grid, hush := l.job, l.grid, l.hush
	l.mu.Unlock()
	switch {
	case err != nil:
		m.Term()
		return
	case t.job > job: // of a job that this worker, cut off for a while, hasn't heard of yet
		m.NakWithDelay(againAfter)
		return
	case t.job < job || t.First+t.Count > grid.Shares():
		m.Ack()
		return
	}
	a := answer{ticket: t, member: l.member}
	if md, err := m.Metadata(); err == nil {
		a.delivered = md.NumDelivered
	}
	if a.delivered > mostDeliveries {
		a.failed = fmt.Sprintf("it was handed out %d times, and nobody ended it", a.delivered-1)
	} else {
		l.run(m, &a, grid, hush)
	}
	if has, err := l.answer(a); err == nil {
		l.settle <- settling{m, has}
	} // else it is handed out again
}

// mostDeliveries is how often a lot is handed out before it is given up: it may be what workers die of.
const mostDeliveries = 4

// run runs the shares of a lot.
func (l *lane) run(m jetstream.Msg, a *answer, grid worker.Grid, hush time.Duration) {
	began := time.Now()
	stop := signs(m, hush)
	sum, _, err := worker.Loop(a.Claims(), grid, l.w.Run)
	stop()
	end := time.Now()
	a.sum, a.took = sum, end.Sub(began)
	if err != nil {
		a.failed = err.Error()
	}
	l.mu.Lock()
	l.used.lot(began, end)
	l.mu.Unlock()
}

// signs says every third of ackWait that a lot is worked on, for no longer than hush, until it is stopped.
func signs(m jetstream.Msg, hush time.Duration) (stop func()) {
	var mu sync.Mutex
	var again *time.Timer
	left, stopped := hush, false
	sign := func() {
		mu.Lock()
		defer mu.Unlock()
		if left -= ackWait / 3; stopped || left < 0 {
			return
		}
		m.InProgress()
		again.Reset(ackWait / 3)
	}
	mu.Lock() // the timer may fire before its variable is set
	again = time.AfterFunc(ackWait/3, sign)
	mu.Unlock()
	return func() {
		mu.Lock()
		stopped = true
		mu.Unlock()
		again.Stop()
	}
}

// acknowledge acknowledges lots whose sums the engine has. Those of other sums are handed out again, when their time is
// up.
func (l *lane) acknowledge() {
	for s := range l.settle {
		select {
		case <-s.has.Ok():
			s.lot.Ack()
		case <-s.has.Err():
		}
	}
}

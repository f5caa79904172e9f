package jetstream

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"corerace/bench/hosts/tell"
	"corerace/bench/worker"
	"corerace/bench/worker/system"
)

// A running is a job while it runs.
type running struct {
	*pool
	*job
	order   order
	silence time.Duration // without an answer
	answers chan answer
	sums    jetstream.ConsumeContext
	deaf    context.CancelFunc // its sums are dropped from here on
	seen    uint64             // the last sum that was read from the stream
	told    time.Time          // when the workers were told of the job
	watches map[*member]bool   // who is asked for the track of its host
	began   time.Time
	engine  time.Duration // CPU time of this process in the wall time
	deaths  []tell.Death
	came    chan replaced
	unput   chan error // the lots couldn't be published
	absent  chan absence
	away    map[int]bool // places whose workers weren't reached since the last answer
	coming  int          // places that are being filled anew
	held    []answer     // of whoever isn't seated yet
	lost    bool         // lots aren't in the engine
	anew    bool         // the stream of sums was made anew
	healed  int64
	cancel  context.CancelFunc
	pending sync.WaitGroup // goroutines of the job
}

// run runs a job, and returns when every lot has its sum. An error ends the job for everybody.
func (p *pool) run(ctx context.Context, r tell.Run) (tell.Ran, error) {
	g := worker.Grid{Size: r.Size, Share: r.Share, Passes: r.Passes}
	if g.Size < 1 || g.Size > p.o.Size || g.Share < 1 || g.Share > g.Size || g.Passes < 1 || int64(g.Passes) > 1<<40 {
		return tell.Ran{}, fmt.Errorf("no such job: %d items in shares of %d, %d passes, over a workload of %d", g.Size,
			g.Share, g.Passes, p.o.Size)
	}
	lots, err := cut(g.Shares(), len(p.places), r.Chunk, r.Mean)
	if err != nil {
		return tell.Ran{}, err
	}
	ctx, cancel := context.WithCancel(ctx)
	p.s.job++
	j := newJob(p.s.job, g, lots, len(p.places))
	hush := r.Silence * time.Duration(1+j.most()/20)
	x := &running{pool: p, job: j, silence: hush + 2*ackWait, cancel: cancel, answers: make(chan answer, publishAhead),
		came: make(chan replaced, mostDeaths+1), unput: make(chan error, 1), absent: make(chan absence), away: map[int]bool{},
		order: order{Do: doJob, Job: j.number, Size: g.Size, Share: g.Share, Passes: g.Passes, Silence: hush}}
	defer x.finish()
	if err := x.prepare(ctx); err != nil {
		return tell.Ran{}, err
	}
	wall, err := x.handOut(ctx, r.Limit)
	if err != nil {
		return tell.Ran{Deaths: x.deaths}, err
	}
	return x.account(ctx, wall)
}

// finish ends what goes on beside the job. What is left of it in the queue is dropped when the next begins.
func (x *running) finish() {
	x.cancel()
	x.ignore()
	x.pending.Wait()
	for len(x.came) > 0 { // too late for a place
		if r := <-x.came; r.proc != nil {
			r.proc.end(0)
		}
	}
}

// prepare makes sure that the queue is there and empty, and that all workers wait for this job.
func (x *running) prepare(ctx context.Context) error {
	select {
	case <-x.s.restore: // of what was before
	default:
	}
	var err error
	for range prepareTries { // it may lose them again meanwhile
		if err = x.clear(ctx); !errors.Is(err, jetstream.ErrStreamNotFound) {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("the engine's streams: %w", err)
	}
	x.watch()
	silent := make([]bool, len(x.places))
	errs := make([]error, len(x.places))
	var all sync.WaitGroup
	for i := range x.places {
		all.Go(func() { silent[i], errs[i] = x.call(ctx, x.places[i]) })
	}
	all.Wait()
	for i := range x.places {
		if err := errs[i]; err == nil {
			x.sit(x.places[i].member, i)
		} else if !silent[i] {
			return err
		} else if err := x.lose(ctx, i, x.places[i].how()); err != nil {
			return err
		}
	}
	return nil
}

// prepareTries is how often an engine may lose the streams of a job that isn't begun.
const prepareTries = 3

// clear makes sure that the queue is there, empty, and listened to.
func (x *running) clear(ctx context.Context) error {
	_, err := x.s.make(ctx)
	if err == nil {
		err = x.s.empty(ctx)
	}
	if err == nil {
		err = x.listen(ctx, ctx)
	}
	return err
}

// call tells a worker of the job. It returns whether it is one that doesn't answer.
func (x *running) call(ctx context.Context, w placed) (silent bool, err error) {
	_, err = x.s.ask(ctx, w.member, x.about(w.member, x.order), pingWithin)
	var gone silentError
	return errors.As(err, &gone) && ctx.Err() == nil, err
}

// listen takes the sums from the stream until job ends. What was read before isn't read again.
func (x *running) listen(ctx, job context.Context) (err error) {
	job, x.deaf = context.WithCancel(job)
	x.sums, err = x.s.sums(ctx, x.seen+1, func(b []byte, seq uint64) {
		a, err := parseAnswer(b)
		if err != nil {
			x.s.troubled()
			return // nobody's answer
		}
		select {
		case x.answers <- a:
			x.seen = max(x.seen, seq)
		case <-job.Done():
		}
	}, func(error) { x.s.troubled() })
	return err
}

// ignore takes no more sums.
func (x *running) ignore() {
	if x.deaf != nil {
		x.deaf()
	}
	if x.sums != nil {
		x.sums.Stop()
		<-x.sums.Closed()
	}
}

// handOut publishes the lots and takes their sums until each has one.
func (x *running) handOut(ctx context.Context, limit time.Duration) (wall time.Duration, err error) {
	tick := time.NewTicker(min(max(x.silence/20, 5*time.Millisecond), 100*time.Millisecond))
	defer tick.Stop()
	var late <-chan time.Time
	if limit > 0 {
		late = time.After(limit)
	}
	user, sys := system.ProcessCPU()
	x.began = time.Now()
	x.put(ctx, func(int) bool { return false })
	quiet := time.Duration(0) // in ticks, so that a stop of this process isn't taken for that of the workers
	last, look := time.Now(), lookAfter
	for x.left > 0 {
		select {
		case a := <-x.answers:
			quiet, last, look = 0, time.Now(), lookAfter
			clear(x.away)
			if err = x.accept(a); err != nil {
				return 0, err
			}
			continue
		case proc := <-x.died:
			err = x.bury(ctx, proc)
		case r := <-x.came:
			err = x.seat(ctx, r)
		case a := <-x.absent:
			err = x.missed(ctx, a)
		case <-x.unput:
			x.lost = true
			x.s.troubled()
		case <-x.s.restore:
			x.heal(ctx)
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		case <-late:
			err = fmt.Errorf("not done after %v, which is far longer than was planned%s", limit.Round(time.Second),
				x.unreached())
		case now := <-tick.C:
			quiet += min(now.Sub(last), time.Second)
			last = now
			if quiet >= look {
				look = quiet + lookAfter
				x.look(ctx)
			}
			if quiet >= x.silence {
				err = x.late()
			}
		}
		if err != nil {
			return 0, err
		}
	}
	wall = time.Since(x.began)
	u, s := system.ProcessCPU()
	x.engine = u - user + s - sys
	return wall, nil
}

// accept takes an answer in. Somebody who is put in the place of another may answer before he is seated.
func (x *running) accept(a answer) error {
	if _, seated := x.seats[a.member]; seated || x.coming == 0 || a.job != x.number {
		return x.take(a)
	}
	if x.held = append(x.held, a); len(x.held) > len(x.lots) {
		return fmt.Errorf("more answers than lots, %d, from whoever isn't seated yet", len(x.lots))
	}
	return nil
}

// put publishes lots that aren't done, beside what else goes on.
func (x *running) put(ctx context.Context, done func(int) bool) {
	x.pending.Go(func() {
		if err := x.s.publish(ctx, x.number, x.lots, done); err != nil && ctx.Err() == nil {
			select {
			case x.unput <- err:
			default:
			}
		}
	})
}

// healWithin is how long the engine may take to make streams.
const healWithin = 5 * time.Second

// heal looks what is left in an engine that was away. What is lost is published again.
func (x *running) heal(ctx context.Context) {
	short, cancel := context.WithTimeout(ctx, healWithin)
	defer cancel()
	lost, err := x.s.make(short)
	x.lost = x.lost || lost // also where it then fails: the next time they are there
	x.anew = x.anew || lost
	if err == nil {
		x.ignore()
		if x.anew {
			x.seen, x.anew = 0, false
		}
		err = x.listen(short, ctx)
	}
	if err != nil {
		time.AfterFunc(againAfter, x.s.troubled)
		return
	}
	if x.lost {
		x.healed, x.lost = x.healed+1, false
		done := make([]bool, len(x.lots))
		for i := range done {
			done[i] = x.done(i)
		}
		x.put(ctx, func(lot int) bool { return done[lot] })
	}
}

package jetstream

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/results"
)

// A pool is workers that are ready for a workload: processes of this machine, or members that have joined.
type pool struct {
	s      *session
	door   door // for processes of our own
	o      tell.Open
	places []placed
	died   chan *process

	mu    sync.Mutex
	taken map[*member]bool // members that have or had a place

	tracks []results.Track // of the job that has ended
	untold []string        // why there is none of a host
}

// A placed is a worker that is ready.
type placed struct {
	*member
	proc  *process // nil where it isn't ours
	setup time.Duration
}

// openPool makes workers ready.
func openPool(ctx context.Context, s *session, d door, o tell.Open) (*pool, error) {
	if w := find(o.Workload); w == nil || w.Blocks() {
		return nil, fmt.Errorf("workload %.64q isn't one that hosts have", o.Workload)
	}
	if o.Workers < 1 || o.Workers > tell.MaxWorkers {
		return nil, fmt.Errorf("%d workers: 1 to %d expected", o.Workers, tell.MaxWorkers)
	}
	p := &pool{s: s, door: d, o: o, places: make([]placed, o.Workers), died: make(chan *process, tell.MaxWorkers),
		taken: map[*member]bool{}}
	errs := make([]error, o.Workers)
	var all sync.WaitGroup
	for i := range o.Workers {
		all.Go(func() { p.places[i], errs[i] = p.fill(ctx, i, o.Within) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			p.close()
			return nil, err
		}
	}
	return p, nil
}

// opened is the answer of a pool that is ready.
func (p *pool) opened() tell.Opened {
	var o tell.Opened
	for _, w := range p.places {
		o.Members = append(o.Members, tell.Member{Host: w.host(), PID: w.hello.PID, Setup: w.setup})
	}
	return o
}

// fill returns a worker that is ready, for a place of the pool: a process that is started, or a member that isn't taken,
// which may take some time to come: one that was cut off for a while comes back.
func (p *pool) fill(ctx context.Context, place int, patience time.Duration) (placed, error) {
	if p.s.local {
		w, err := p.start(ctx, place)
		if err != nil {
			return placed{}, fmt.Errorf("worker %d: %w", place, err)
		}
		return w, nil
	}
	for waited := time.Duration(0); ; {
		m := p.spare()
		if m == nil && waited < patience {
			waited += againAfter // in steps: a stop of this process isn't a wait
			select {
			case <-ctx.Done():
				return placed{}, context.Cause(ctx)
			case <-time.After(againAfter):
			}
			continue
		}
		if m == nil {
			return placed{}, fmt.Errorf("%w: %d workers of hosts are asked for, and %d are here", errNobody, p.o.Workers,
				len(p.s.here()))
		}
		setup, err := p.ready(ctx, m)
		var silent silentError
		if !errors.As(err, &silent) || ctx.Err() != nil {
			return placed{m, nil, setup}, err
		}
		p.s.leave(m)
	}
}

// errNobody says that no member is left over.
var errNobody = errors.New("nobody is left over")

// spare takes a member that has no place in the pool yet; nil where there is none.
func (p *pool) spare() *member {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.s.here() {
		if !p.taken[m] {
			p.taken[m] = true
			return m
		}
	}
	return nil
}

// pingWithin is how long a worker that waits may take to say that it is there.
const pingWithin = 2 * time.Second

// ready makes a member ready for the workload.
func (p *pool) ready(ctx context.Context, m *member) (setup time.Duration, err error) {
	if !p.s.local { // it may have gone since it joined, and that is to be found out soon
		if _, err := p.s.ask(ctx, m, order{Do: doPing}, pingWithin); err != nil {
			return 0, err
		}
	}
	r, err := p.s.ask(ctx, m, order{Do: doOpen, Workload: p.o.Workload, Size: p.o.Size, Sum: p.o.Sum,
		Share: p.o.Share}, p.o.Within)
	return r.Setup, err
}

// start starts a process, and waits until it is ready.
func (p *pool) start(ctx context.Context, place int) (placed, error) {
	nonce := secret()
	came := p.s.await(nonce)
	proc, err := startProcess(postingOf(p.door, seat{host: "local", number: place, nonce: nonce, wait: p.o.Within}), nil)
	if err != nil {
		return placed{}, err
	}
	w := placed{proc: proc}
	select {
	case w.member = <-came:
		w.setup, err = p.ready(ctx, w.member)
	case <-proc.ended:
		err = fmt.Errorf("it ended before it was ready: %s", proc.how())
	case <-time.After(p.o.Within):
		err = fmt.Errorf("not ready after %v", p.o.Within)
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	if err != nil {
		proc.end(0)
		return placed{}, err
	}
	go func() {
		<-proc.ended
		p.died <- proc
	}()
	return w, nil
}

// close lets go of the workers: processes of ours end, others wait for what comes next.
func (p *pool) close() {
	var all sync.WaitGroup
	for _, w := range p.places {
		if w.member != nil {
			all.Go(func() { p.letGo(w) })
		}
	}
	all.Wait()
}

func (p *pool) letGo(w placed) {
	if w.proc != nil {
		w.proc.end(endGrace)
		p.s.leave(w.member)
		return
	}
	if _, err := p.s.ask(context.Background(), w.member, order{Do: doClose}, pingWithin); err != nil {
		p.s.leave(w.member)
	}
}

// how says how a worker that doesn't answer any more ended, as far as that is known.
func (w placed) how() string {
	if w.proc != nil {
		select {
		case <-w.proc.ended:
			return w.proc.how()
		case <-time.After(endGrace):
		}
	}
	return "it doesn't answer any more"
}

package jetstream

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"corerace/results"
)

// A seat is a place for a worker on a host.
type seat struct {
	host    string
	number  int
	nonce   string
	machine results.Machine
	pid     int
	wait    time.Duration // for somebody who hands out work
	parent  *parent       // nil: nobody watches the cores
}

// How long a worker goes without a word.
const (
	beatEvery = time.Second      // the coordinator says that it is there
	beatLost  = 10 * time.Second // it is gone
	linkLost  = 30 * time.Second // the engine is gone
	helloWait = 2 * time.Second  // for the answer to a hello
	helloNext = 250 * time.Millisecond
)

// errQuit says that the coordinator has sent its workers home, and errAgain that it had taken this one for gone.
var (
	errQuit  = errors.New("the run has ended")
	errAgain = errors.New("the run had taken this worker for gone")
)

// errVanished says that a run went away without a word.
var errVanished = errors.New("the run is gone")

// A refusedError is the sentence of a coordinator that doesn't want a worker.
type refusedError struct{ why string }

func (e refusedError) Error() string { return "refused: " + e.why }

// work joins a session by a door, and runs what it is told until the coordinator says quit, or is gone, or ctx ends.
// joined is called when it has been let in.
func work(ctx context.Context, d door, s seat, joined func(session string)) error {
	nc, err := s.reach(ctx, d)
	if err != nil {
		return err
	}
	defer nc.Close()
	orders := make(chan *nats.Msg, 16)
	inbox := nc.NewInbox()
	if _, err := nc.ChanSubscribe(inbox, orders); err != nil { // before anybody knows of it
		return err
	}
	js, err := stream(nc, func(error) {}) // a sum that isn't taken is one whose lot isn't acknowledged
	if err != nil {
		return err
	}
	for {
		in, err := s.join(ctx, nc, inbox)
		if err != nil {
			return err
		}
		joined(in.Session)
		h := newHand(queue{js, in.Session}, in.Member, orders)
		h.parent = s.parent
		err = h.serve(ctx, nc)
		h.close()
		if !errors.Is(err, errAgain) {
			return err
		}
	}
}

// reach connects to an engine, which may be started after its hosts. A token that isn't the right one won't become it.
func (s seat) reach(ctx context.Context, d door) (*nats.Conn, error) {
	for w := (waiting{}); ; {
		nc, err := d.connect(fmt.Sprintf("worker %s/%d", s.host, s.number))
		if err == nil || w.step() >= s.wait || !errors.Is(err, errAway) {
			return nc, err
		}
		s.parent.waits(err.Error())
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(helloNext):
		}
	}
}

// join says hello until somebody answers.
func (s seat) join(ctx context.Context, nc *nats.Conn, orders string) (welcome, error) {
	hi := encode(hello{Protocol: protocol, Source: source(), Workloads: offers(), Host: s.host, Seat: s.number,
		PID: s.pid, Nonce: s.nonce, Machine: s.machine, Orders: orders})
	for w := (waiting{}); ; {
		m, err := nc.Request(helloSubject, hi, helloWait)
		var in welcome
		if err == nil {
			err = decode(m.Data, &in)
		}
		switch {
		case err == nil && in.Refused != "":
			return in, refusedError{in.Refused}
		case err == nil:
			return in, nil
		case nc.IsClosed():
			return in, fmt.Errorf("the connection is closed: %w", err)
		case w.step() >= s.wait:
			return in, fmt.Errorf("nobody hands out work there: %v waited", s.wait)
		}
		s.parent.waits("nobody hands out work there yet")
		select {
		case <-ctx.Done():
			return in, context.Cause(ctx)
		case <-time.After(helloNext):
		}
	}
}

// A waiting is for how long something was tried again and again.
type waiting struct {
	last time.Time // zero: not yet
	sum  time.Duration
}

// mostStep is the longest that a try takes. More is a stop of this process, which isn't a wait.
const mostStep = connectWithin + helloNext

// step ends a try, and returns for how long it was tried up to the begin of it.
func (w *waiting) step() time.Duration {
	now := time.Now()
	if !w.last.IsZero() {
		w.sum += min(now.Sub(w.last), mostStep)
	}
	w.last = now
	return w.sum
}

// A hand is a worker that has been let in: it takes orders on a subject of its own, and lots from the queue.
type hand struct {
	queue
	member uint64
	orders chan *nats.Msg
	heard  atomic.Bool // whether the coordinator was since the last look
	lane   *lane       // nil: no workload is open
	parent *parent     // nil: nobody watches the cores
	over   error       // why it is to take no more orders: errQuit or errAgain
}

func newHand(q queue, member uint64, orders chan *nats.Msg) *hand {
	return &hand{queue: q, member: member, orders: orders}
}

// serve takes orders until the coordinator says quit or is gone.
func (h *hand) serve(ctx context.Context, nc *nats.Conn) error {
	quit := make(chan struct{}, 1)
	beats, err := nc.Subscribe(h.subject("beat"), func(m *nats.Msg) {
		h.heard.Store(true)
		if string(m.Data) == "quit" {
			select {
			case quit <- struct{}{}:
			default:
			}
		}
	})
	if err != nil {
		return err
	}
	defer beats.Unsubscribe()
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	// Both are counted in ticks, so that a stop of this process isn't taken for silence of others.
	for cutOff, silent := time.Duration(0), time.Duration(0); ; {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-quit:
			return errQuit
		case m := <-h.orders:
			h.heard.Store(true)
			r := h.obey(ctx, m.Data)
			if h.over != nil {
				return h.over
			}
			respond(m, r)
		case <-tick.C:
			cutOff, silent = cutOff+beatEvery, silent+beatEvery
			if nc.IsConnected() {
				cutOff = 0
			}
			if h.heard.Swap(false) || cutOff > 0 {
				silent = 0
			}
			if cutOff >= linkLost {
				return fmt.Errorf("%w: the engine hasn't been reached for %v", errVanished, linkLost)
			}
			if silent >= beatLost {
				h.forget()
				return fmt.Errorf("%w: whoever handed out work hasn't been heard for %v", errVanished, beatLost)
			}
		}
	}
}

// forget removes what a coordinator that is gone has left in the engine. Every worker does, and the first does it.
func (h *hand) forget() {
	ctx, cancel := context.WithTimeout(context.Background(), connectWithin)
	defer cancel()
	h.remove(ctx)
}

// obey does what an order says.
func (h *hand) obey(ctx context.Context, text []byte) (r report) {
	var o order
	err := decode(text, &o)
	if err == nil {
		r, err = h.do(ctx, o)
	}
	if err != nil {
		return report{Error: err.Error()}
	}
	return r
}

func (h *hand) do(ctx context.Context, o order) (report, error) {
	switch o.Do {
	case doPing:
		return report{}, nil
	case doAgain:
		h.over = errAgain
		return report{}, nil
	case doQuit:
		h.over = errQuit
		return report{}, nil
	case doOpen:
		h.close()
		took, err := h.open(ctx, o)
		return report{Setup: took}, err
	case doClose:
		h.close()
		return report{}, nil
	}
	if h.lane == nil {
		return report{}, fmt.Errorf("no workload is open for %.20q", o.Do)
	}
	watched := o.Track > 0 && h.parent != nil
	switch o.Do {
	case doJob:
		if watched {
			h.parent.began(o.Job)
		}
		return report{}, h.lane.begin(o)
	case doTally:
		r, err := h.lane.tally(o.Job)
		if err == nil && watched {
			r.Track = h.parent.track(o.Job, o.Track)
		}
		return r, err
	}
	return report{}, fmt.Errorf("%.20q isn't what a worker is told", o.Do)
}

// close lets go of the workload.
func (h *hand) close() {
	if h.lane != nil {
		h.lane.close()
		h.lane = nil
	}
}

package jetstream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"corerace/bench/hosts/tell"
)

// A session is a run's side of an engine: who has joined, and the queue.
type session struct {
	queue
	nc      *nats.Conn
	restore chan struct{} // something went wrong with the engine: look what is left
	stop    context.CancelFunc
	beating sync.WaitGroup
	local   bool // whoever isn't one of our own processes is refused

	mu      sync.Mutex
	members []*member // in the order in which they came
	lost    []*member // who didn't answer, and hasn't said hello since
	next    uint64
	awaited map[string]chan *member // our own processes that haven't said hello, by their nonce
	refused []string
	job     uint64
}

// A member is a worker that has joined.
type member struct {
	id    uint64
	hello hello
}

// newSession begins a session on a connection.
func newSession(ctx context.Context, nc *nats.Conn, local bool) (*session, error) {
	s := &session{nc: nc, restore: make(chan struct{}, 1), local: local, awaited: map[string]chan *member{}}
	js, err := stream(nc, func(error) { s.troubled() })
	if err != nil {
		return nil, err
	}
	s.queue = queue{js, secret()[:8]}
	if err := s.alone(); err != nil {
		return nil, err
	}
	if _, err := s.make(ctx); err != nil {
		return nil, fmt.Errorf("the engine's streams: %w", err)
	}
	nc.SetReconnectHandler(func(*nats.Conn) { s.troubled() })
	if _, err := nc.Subscribe(helloSubject, s.hello); err != nil {
		return nil, err
	}
	beat, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.beating.Go(func() { s.beat(beat) })
	return s, nc.Flush()
}

// alone reports another run that hands out work at the same engine: hosts that have two measure neither.
func (s *session) alone() error {
	_, err := s.nc.Request(helloSubject, encode(hello{}), helloWait/4)
	if errors.Is(err, nats.ErrNoResponders) || errors.Is(err, nats.ErrTimeout) {
		return nil
	}
	if err == nil {
		err = errors.New("another run hands out work at this engine: one at a time is measured")
	}
	return err
}

// troubled asks whoever runs a job to look at the engine.
func (s *session) troubled() {
	select {
	case s.restore <- struct{}{}:
	default:
	}
}

// beat says every beatEvery that this process is there.
func (s *session) beat(ctx context.Context) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.nc.Publish(s.subject("beat"), nil)
			s.callBack()
		}
	}
}

// callBack asks those who were taken for gone to say hello again: who was cut off for a while comes back by it.
func (s *session) callBack() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.lost {
		s.nc.Publish(m.hello.Orders, encode(order{Do: doAgain}))
	}
}

// maxLost bounds how many are kept that were taken for gone.
const maxLost = 2 * tell.MaxWorkers

// maxRefused bounds the sentences that are kept of workers that were refused.
const maxRefused = 20

// hello lets a worker in, or says why not.
func (s *session) hello(m *nats.Msg) {
	var h hello
	err := decode(m.Data, &h)
	if err == nil {
		err = h.check()
	}
	if err == nil {
		var in welcome
		if in, err = s.admit(h); err == nil {
			respond(m, in)
			return
		}
	}
	s.mu.Lock()
	text := plain(fmt.Sprintf("host %.64q was refused: %v", h.Host, err))
	if h.Host != "" && len(s.refused) < maxRefused && !slices.Contains(s.refused, text) {
		s.refused = append(s.refused, text)
	}
	s.mu.Unlock()
	respond(m, welcome{Refused: err.Error()})
}

// admit makes a worker a member. One that says hello again, because its welcome was lost, takes its own place.
func (s *session) admit(h hello) (welcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ours := s.awaited[h.Nonce]
	switch {
	case s.local && ours == nil:
		return welcome{}, errors.New("this run has no workers of other machines: it is one with its own alone")
	case len(s.members) >= tell.MaxWorkers && ours == nil:
		return welcome{}, fmt.Errorf("%d workers are here, and more aren't asked for", len(s.members))
	}
	s.members = slices.DeleteFunc(s.members, func(m *member) bool {
		return m.hello.Host == h.Host && m.hello.Seat == h.Seat && ours == nil
	})
	s.lost = slices.DeleteFunc(s.lost, func(m *member) bool {
		return m.hello.Host == h.Host && m.hello.Seat == h.Seat
	})
	s.next++
	m := &member{id: s.next, hello: h}
	s.members = append(s.members, m)
	if ours != nil {
		delete(s.awaited, h.Nonce)
		ours <- m
	}
	return welcome{Session: s.session, Member: m.id}, nil
}

// await is told when the process with a nonce has said hello.
func (s *session) await(nonce string) <-chan *member {
	c := make(chan *member, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.awaited[nonce] = c
	return c
}

// leave takes a member out. One of another machine is called back.
func (s *session) leave(m *member) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.Index(s.members, m)
	if at < 0 {
		return
	}
	s.members = slices.Delete(s.members, at, at+1)
	if m.hello.Nonce == "" {
		s.lost = append(s.lost[max(0, len(s.lost)+1-maxLost):], m)
	}
}

// here are the members in the order in which they are taken: the first of every host, then the second, and so on, so that
// two workers are on two hosts where there are two.
func (s *session) here() []*member {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.Clone(s.members)
	slices.SortStableFunc(all, func(a, b *member) int {
		return cmp.Or(cmp.Compare(a.hello.Seat, b.hello.Seat), cmp.Compare(a.hello.Host, b.hello.Host))
	})
	return all
}

// maxHosts bounds the bytes of the hosts in an answer. Sentences of those that were refused come besides.
const maxHosts = 40 << 10

// hosts are the machines that have joined, from one of them on, and the sentences of those that were refused since the
// last call.
func (s *session) hosts(from int) tell.Hosts {
	all := s.joined()
	all.All = len(all.Hosts)
	all.Hosts = all.Hosts[min(max(from, 0), all.All):]
	room := maxHosts
	for i, h := range all.Hosts {
		if room -= len(encode(h)); room < 0 && i > 0 {
			all.Hosts = all.Hosts[:i]
			break
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all.Refused, s.refused = s.refused, nil
	return all
}

// joined are all machines that have joined, in their order.
func (s *session) joined() (all tell.Hosts) {
	for _, m := range s.here() {
		i := slices.IndexFunc(all.Hosts, func(h tell.Host) bool { return h.Label == m.hello.Host })
		if i < 0 {
			i = len(all.Hosts)
			all.Hosts = append(all.Hosts, tell.Host{Label: m.hello.Host, Machine: m.hello.Machine})
		}
		all.Hosts[i].Workers++
	}
	slices.SortFunc(all.Hosts, func(a, b tell.Host) int { return cmp.Compare(a.Label, b.Label) })
	return all
}

// ask tells a member to do something, and returns what it answers.
func (s *session) ask(ctx context.Context, m *member, o order, within time.Duration) (report, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	answer, err := s.nc.RequestWithContext(ctx, m.hello.Orders, encode(o))
	if err != nil {
		return report{}, silentError{m, err}
	}
	var r report
	if err := decode(answer.Data, &r); err != nil {
		return report{}, fmt.Errorf("%s answered what isn't an answer: %w", m, err)
	}
	if r.Error != "" {
		return report{}, fmt.Errorf("%s: %s", m, plain(r.Error))
	}
	if r.Setup < 0 || r.Setup > maxTook {
		return report{}, fmt.Errorf("%s says that its setup took %d ns", m, int64(r.Setup))
	}
	if r.Tally != nil {
		if err := r.Tally.check(); err != nil {
			return report{}, fmt.Errorf("%s: %w", m, err)
		}
	}
	return r, nil
}

// A silentError is a member that didn't answer.
type silentError struct {
	m   *member
	err error
}

func (e silentError) Error() string {
	if errors.Is(e.err, nats.ErrNoResponders) {
		return fmt.Sprintf("%s is gone", e.m)
	}
	return fmt.Sprintf("%s doesn't answer: %v", e.m, e.err)
}

// String names a member in errors.
func (m *member) String() string {
	if m.hello.Nonce != "" {
		return fmt.Sprintf("the worker of pid %d", m.hello.PID)
	}
	return fmt.Sprintf("worker %d of host %s (pid %d)", m.hello.Seat, m.hello.Host, m.hello.PID)
}

// host is what a record calls the machine of a member: "" is this one.
func (m *member) host() string {
	if m.hello.Nonce != "" {
		return ""
	}
	return m.hello.Host
}

// end sends all workers home, and takes the streams out of the engine.
func (s *session) end() {
	s.stop()
	s.beating.Wait()
	s.mu.Lock()
	for _, m := range append(slices.Clone(s.members), s.lost...) { // some may not listen to the beat yet
		s.nc.Publish(m.hello.Orders, encode(order{Do: doQuit}))
	}
	s.mu.Unlock()
	s.nc.Publish(s.subject("beat"), []byte("quit"))
	s.nc.FlushTimeout(helloWait)
	ctx, cancel := context.WithTimeout(context.Background(), helloWait)
	defer cancel()
	s.remove(ctx)
}

package jetstream

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/bench/testkit"
	"corerace/workloads"
)

// A wire is a way to an engine that can be made slow, and cut.
type wire struct {
	listener net.Listener
	to       string
	delay    time.Duration // each way

	mu    sync.Mutex
	cut   bool
	conns []net.Conn
}

func newWire(t *testing.T, where string, delay time.Duration) *wire {
	t.Helper()
	at, err := url.Parse(where)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l, to: at.Host, delay: delay}
	go w.accept()
	t.Cleanup(func() { l.Close(); w.set(true) })
	return w
}

func (w *wire) url() string { return "nats://" + w.listener.Addr().String() }

// set cuts the wire, or mends it.
func (w *wire) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut = cut; cut {
		for _, c := range w.conns {
			c.Close()
		}
		w.conns = nil
	}
}

func (w *wire) accept() {
	for {
		in, err := w.listener.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", w.to)
		w.mu.Lock()
		if err != nil || w.cut {
			in.Close()
			w.mu.Unlock()
			continue
		}
		w.conns = append(w.conns, in, out)
		w.mu.Unlock()
		go w.carry(in, out)
		go w.carry(out, in)
	}
}

// carry copies what comes, each piece late by the delay, in order.
func (w *wire) carry(from, to net.Conn) {
	type piece struct {
		b  []byte
		at time.Time
	}
	pieces := make(chan piece, 1024)
	go func() {
		defer to.Close()
		for p := range pieces {
			time.Sleep(time.Until(p.at))
			if _, err := to.Write(p.b); err != nil {
				return
			}
		}
	}()
	defer close(pieces)
	for {
		b := make([]byte, 32<<10)
		n, err := from.Read(b)
		if n > 0 {
			pieces <- piece{b[:n], time.Now().Add(w.delay)}
		}
		if err != nil {
			if err != io.EOF {
				from.Close()
			}
			return
		}
	}
}

// openFar opens a pool whose workers are behind a wire.
func openFar(t *testing.T, w *workloads.Workload, delay time.Duration) (*desk, *wire) {
	t.Helper()
	token := write(t, "token", "geheim")
	d := openListening(t, tell.Serve{Access: tell.Access{TokenFile: token}})
	far := newWire(t, d.door.url, delay)
	join(t, tell.Join{URL: far.url(), Label: "far", Access: tell.Access{TokenFile: token}})
	join(t, tell.Join{URL: d.door.url, Label: "near", Access: tell.Access{TokenFile: token}})
	d.await(t, 2)
	if _, err := d.open(t.Context(), openOf(w, 2, true)); err != nil {
		t.Fatal(err)
	}
	return d, far
}

// The price of a lot has the way there and back in it.
func TestTheDelayOfANetworkIsInThePriceOfALot(t *testing.T) {
	const delay = 10 * time.Millisecond
	token := write(t, "token", "geheim")
	d := openListening(t, tell.Serve{Access: tell.Access{TokenFile: token}})
	far := newWire(t, d.door.url, delay)
	join(t, tell.Join{URL: far.url(), Label: "far", Access: tell.Access{TokenFile: token}})
	d.await(t, 1)
	w := workloads.Primes()
	if _, err := d.open(t.Context(), openOf(w, 1, true)); err != nil {
		t.Fatal(err)
	}
	r := tell.Run{Size: w.Size, Share: w.Size, Passes: 8, Chunk: 1, Silence: 10 * time.Second}
	ran, err := d.run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
	if ran.HandOver < 2*delay || ran.HandOvers != 7 {
		t.Errorf("%d lots took %v each to hand over, and there and back takes %v", ran.HandOvers, ran.HandOver, 2*delay)
	}
}

func TestAHostThatIsCutOffAndComesBackCountsNothingTwice(t *testing.T) {
	testkit.NeedsLong(t)
	w := workloads.Primes()
	d, far := openFar(t, w, 0)
	r := jobOf(t, w, 3*time.Second)
	time.AfterFunc(100*time.Millisecond, func() { far.set(true) })
	time.AfterFunc(2*time.Second, func() { far.set(false) })
	ran, err := d.run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
	far.set(false)
	ran, err = d.run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
}

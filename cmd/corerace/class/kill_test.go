package class

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"sync"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/cmd/corerace/class/room"
)

// A sender is a student who sends one thing after the other, each until it is acknowledged.
type sender struct {
	t      *testing.T
	n      int
	client *client
	token  string
	acked  []string
}

// until does something until the server has acknowledged it, as long as there is a server at all.
func (s *sender) until(ctx context.Context, what string, do func() error) bool {
	for {
		err := do()
		if err == nil {
			return true
		}
		if why, refused := err.(*refusedError); refused {
			s.t.Errorf("student %d, %s: %v", s.n, what, why)
			return false
		}
		if !pause(ctx, 5*time.Millisecond) {
			return false
		}
	}
}

// run joins and sends answers and records until the context ends.
func (s *sender) run(ctx context.Context, code string, record []byte) {
	var in room.Joined
	ok := s.until(ctx, "join", func() error {
		form := url.Values{"code": {code}, "key": {fmt.Sprintf("student-key-%d", s.n)}}
		return s.client.post(ctx, "/join", "", form, &in)
	})
	s.token = in.Token
	for k := 0; ok && ctx.Err() == nil; k++ {
		key := fmt.Sprintf("sent-%d-%d", s.n, k)
		ok = s.until(ctx, key, func() error {
			if k%8 == 3 {
				return s.client.record(ctx, s.token, key, record)
			}
			return s.client.post(ctx, "/answer", s.token, url.Values{"key": {key}, "lesson": {"two-threads"},
				"question": {"lock"}, "attempt": {"0"}, "answer": {string(rune('a' + k%4))}}, nil)
		})
		if ok {
			s.acked = append(s.acked, key)
		}
		ok = ok && pause(ctx, 150*time.Millisecond) // within what one may ask for
	}
}

// The server is killed again and again while students send. Whatever it acknowledged is there, once.
func TestWhatWasAcknowledgedSurvivesEveryKill(t *testing.T) {
	eachStore(t, func(t *testing.T, where string) {
		p := aProcess(t, where)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		record := aRecord(t)
		var senders []*sender
		var wg sync.WaitGroup
		for n := range 40 {
			c, _, err := newClient("http://"+p.addr, p.code)
			if err != nil {
				t.Fatal(err)
			}
			s := &sender{t: t, n: n, client: c}
			senders = append(senders, s)
			wg.Go(func() { s.run(ctx, p.code, record) })
		}
		for range testkit.Times(3, 20) {
			time.Sleep(time.Duration(100+rand.IntN(400)) * time.Millisecond)
			p.kill()
			p.start()
		}
		time.Sleep(200 * time.Millisecond)
		stop()
		wg.Wait()
		p.kill()
		there := map[string]int{}
		for _, e := range p.entries() {
			there[e.Key]++
		}
		acked := 0
		for _, s := range senders {
			for _, key := range s.acked {
				if there[key] != 1 {
					t.Errorf("%s was acknowledged and is there %d times", key, there[key])
				}
			}
			acked += len(s.acked)
		}
		t.Logf("%d things were acknowledged", acked)
		if acked == 0 {
			t.Error("nothing was acknowledged: was there a load?")
		}
	})
}

package jetstream

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/bench/child"
	"corerace/bench/hosts/tell"
	"corerace/bench/worker"
	"corerace/results"
	"corerace/workloads"
)

// gridOf is a pass in shares of one item.
func gridOf(w *workloads.Workload) worker.Grid { return worker.Grid{Size: w.Size, Share: 1, Passes: 1} }

func mustCut(t *testing.T, w *workloads.Workload) []worker.Lot {
	t.Helper()
	lots, err := cut(gridOf(w).Shares(), 1, gridOf(w).Shares()/5+1, 0)
	if err != nil {
		t.Fatal(err)
	}
	return lots
}

func TestLotsAreEveryShareOnce(t *testing.T) {
	for _, c := range []struct {
		shares, chunk uint64
		workers       int
		mean          time.Duration
	}{
		{1, 0, 1, 0}, {1, 7, 3, 0}, {1000, 1, 2, 0}, {1000, 64, 2, 0}, {1000, 0, 2, 0}, {1000, 0, 2, time.Millisecond},
		{100_000, 0, 7, time.Microsecond}, {5, 0, 64, time.Hour}, {1 << 40, 0, 2, 1},
	} {
		lots, err := cut(c.shares, c.workers, c.chunk, c.mean)
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		next := uint64(0)
		for _, l := range lots {
			if l.First != next || l.Count < 1 {
				t.Fatalf("%+v: a lot of %d from %d on, where %d is next", c, l.Count, l.First, next)
			}
			next += l.Count
		}
		if next != c.shares {
			t.Errorf("%+v: %d shares", c, next)
		}
	}
	if _, err := cut(1<<40, 2, 1, 0); err == nil {
		t.Error("more lots than memory are cut")
	}
}

// The last lots are as short as a hand-over allows, so that workers end together.
func TestLotsGetShorterTowardsTheEnd(t *testing.T) {
	lots, err := cut(800, 2, 0, 500*time.Microsecond)
	if err != nil {
		t.Fatal(err)
	}
	if first, last := lots[0].Count, lots[len(lots)-1].Count; first != 200 || last > 4 || len(lots) > 40 {
		t.Errorf("%d lots, the first of %d shares, the last of %d", len(lots), first, last)
	}
}

func TestTheFirstAnswerOfALotCounts(t *testing.T) {
	w := workloads.Primes()
	j := newJob(3, gridOf(w), mustCut(t, w), 2)
	j.sit(&member{id: 7, hello: hello{Host: "a", PID: 1}}, 0)
	j.sit(&member{id: 8, hello: hello{Host: "b", PID: 2}}, 1)
	first := answer{ticket: ticket{3, 0, j.lots[0]}, sum: 11, member: 7}
	twice, other := first, first
	twice.member, other.sum, other.member = 8, 12, 8
	for _, a := range []answer{first, twice, {ticket: ticket{2, 0, j.lots[0]}, sum: 99, member: 7}} {
		if err := j.take(a); err != nil {
			t.Fatal(err)
		}
	}
	if j.sum() != 11 || j.left != len(j.lots)-1 || j.twice != 1 || j.rows[0].Lots != 1 || j.rows[1].Lots != 0 {
		t.Errorf("%+v", j)
	}
	if err := j.take(other); err == nil || !strings.Contains(err.Error(), "host b") || !strings.Contains(err.Error(), "12") {
		t.Errorf("two sums of one lot: %v", err)
	}
	for _, a := range []answer{
		{ticket: ticket{3, uint64(len(j.lots)), j.lots[0]}, member: 7},
		{ticket: ticket{3, 1, worker.Lot{First: 0, Count: 1}}, member: 7},
		{ticket: ticket{3, 1, j.lots[1]}, member: 99},
	} {
		if err := j.take(a); err == nil {
			t.Errorf("%+v is taken", a)
		}
	}
	if err := j.take(answer{ticket: ticket{3, 1, j.lots[1]}, member: 8, failed: "panic"}); err == nil ||
		!strings.Contains(err.Error(), "worker 1 (host b, pid 2)") {
		t.Errorf("%v", err)
	}
}

func TestMessagesAreReadAsTheyWereWritten(t *testing.T) {
	a := answer{ticket: ticket{1, 2, worker.Lot{First: 3, Count: 4}}, sum: 5, member: 6, delivered: 7, took: 8,
		failed: "why"}
	if got, err := parseAnswer(a.bytes()); err != nil || got != a {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := parseTicket(a.ticket.bytes()); err != nil || got != a.ticket {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzMessages(f *testing.F) {
	a := answer{ticket: ticket{1, 2, worker.Lot{First: 3, Count: 4}}, sum: 5, failed: "why"}
	f.Add(a.bytes())
	f.Add(a.ticket.bytes())
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := parseTicket(b); err == nil {
			if again, err := parseTicket(got.bytes()); err != nil || again != got {
				t.Errorf("%+v, then %+v, %v", got, again, err)
			}
		}
		if got, err := parseAnswer(b); err == nil {
			if again, err := parseAnswer(got.bytes()); err != nil || again != got {
				t.Errorf("%+v, then %+v, %v", got, again, err)
			}
		}
	})
}

// What a worker says of itself isn't trusted.
func FuzzHello(f *testing.F) {
	f.Add(encode(hello{Protocol: protocol, Source: source(), Workloads: offers(), Host: "lab-1", PID: 1,
		Orders: "_INBOX.abc"}))
	f.Add([]byte(`{"host":"\u001b"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var h hello
		if decode(b, &h) == nil && h.check() == nil && strings.ContainsAny(h.Host+h.Orders, " *>\x1b\n") {
			t.Errorf("%q, %q", h.Host, h.Orders)
		}
	})
}

func TestAHostWithOtherWorkloadsIsRefused(t *testing.T) {
	good := hello{Protocol: protocol, Source: source(), Workloads: offers(), Host: "lab-1", PID: 1, Orders: "_INBOX.abc"}
	if err := good.check(); err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(h *hello){
		"speaks version": func(h *hello) { h.Protocol++ },
		"same release":   func(h *hello) { h.Source = "0" + h.Source[1:] },
		"isn't there":    func(h *hello) { h.Workloads = h.Workloads[1:] },
		"its label":      func(h *hello) { h.Host = "a b" },
		"isn't an inbox": func(h *hello) { h.Orders = "corerace.>" },
	} {
		h := good
		change(&h)
		if err := h.check(); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// However many hosts there are, each answer fits into a line, and all of them are told.
func TestHostsAreToldInAsManyAnswersAsTheyTake(t *testing.T) {
	s := &session{refused: []string{"no"}}
	for i := range 40 {
		m := results.Machine{CPUModel: strings.Repeat("x", 5000)}
		s.members = append(s.members, &member{hello: hello{Host: fmt.Sprintf("lab-%02d", i), Machine: m}})
	}
	var labels []string
	for len(labels) < 40 {
		some := s.hosts(len(labels))
		if n := len(encode(told{OK: some})); n > child.MaxLine || len(some.Hosts) == 0 || some.All != 40 {
			t.Fatalf("%d hosts of %d in %d bytes", len(some.Hosts), some.All, n)
		}
		for _, h := range some.Hosts {
			labels = append(labels, h.Label)
		}
	}
	if !slices.IsSorted(labels) || len(slices.Compact(labels)) != 40 {
		t.Error(labels)
	}
}

// What the largest pool did fits into an answer, with as many deaths as there may be.
func TestTheLargestPoolFitsIntoAnAnswer(t *testing.T) {
	const most = 1 << 60
	ran := tell.Ran{Wall: most, Most: most, Engine: most, HandOver: most, HandOvers: most, Twice: most, Again: most}
	for range tell.MaxWorkers {
		ran.Rows = append(ran.Rows, tell.Row{Member: tell.Member{Host: strings.Repeat("h", tell.MaxLabel), PID: 4 << 20,
			Setup: most}, Sum: most, Shares: most, Lots: most, User: most, Sys: most, Window: most, Wait: most, WaitKnown: true})
	}
	for range mostDeaths + 1 {
		ran.Deaths = append(ran.Deaths, tell.Death{PID: 4 << 20, Share: most, Reason: reason(strings.Repeat("é", 1000)),
			After: most, Replacement: 4 << 20})
	}
	if n := len(encode(told{OK: ran})); n > child.MaxLine {
		t.Errorf("%d bytes", n)
	}
}

// Whoever takes the place of a worker that was lost may answer before the coordinator has seated him.
func TestAnAnswerMayComeBeforeItsWorkerIsSeated(t *testing.T) {
	w := workloads.Primes()
	j := newJob(1, gridOf(w), mustCut(t, w), 1)
	x := &running{pool: &pool{places: make([]placed, 1)}, job: j, deaths: []tell.Death{{}}, coming: 1, away: map[int]bool{}}
	late := &member{id: 8, hello: hello{Host: "b", PID: 2}}
	a := answer{ticket: ticket{1, 0, j.lots[0]}, sum: 11, member: late.id}
	if err := x.accept(a); err != nil || j.done(0) {
		t.Fatalf("%v, done: %v", err, j.done(0))
	}
	if err := x.seat(t.Context(), replaced{placed: placed{member: late}}); err != nil || !j.done(0) || j.rows[0].Lots != 1 {
		t.Errorf("%v, %+v", err, j.rows)
	}
	if err := x.accept(answer{ticket: ticket{1, 1, j.lots[1]}, member: 99}); err == nil {
		t.Error("a stranger's answer is taken")
	}
}

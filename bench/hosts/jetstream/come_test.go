package jetstream

import (
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/bench/testkit"
	"corerace/workloads"
)

// The engine is the user's, and is started anew while a job runs: its streams are gone.
func TestAnEngineThatIsStartedAnewIsGivenWhatIsMissing(t *testing.T) {
	token := write(t, "token", "geheim")
	e, err := startEngine("127.0.0.1:0", "geheim", tlsFiles{})
	if err != nil {
		t.Fatal(err)
	}
	where := e.url()
	d := openListening(t, tell.Serve{URL: where, Access: tell.Access{TokenFile: token}})
	join(t, tell.Join{URL: where, Label: "lab-1", Workers: 2, Access: tell.Access{TokenFile: token}})
	d.await(t, 2)
	w := workloads.Primes()
	if _, err := d.open(t.Context(), openOf(w, 2, true)); err != nil {
		t.Fatal(err)
	}
	r := jobOf(t, w, 600*time.Millisecond)
	again := make(chan *engine, 1)
	time.AfterFunc(100*time.Millisecond, func() {
		e.close()
		at, _ := url.Parse(where)
		fresh, err := startEngine(at.Host, "geheim", tlsFiles{})
		if err != nil {
			t.Error(err)
		}
		again <- fresh
	})
	ran, err := d.run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
	if ran.Restored == 0 {
		t.Errorf("the sample isn't marked: %+v", ran)
	}
	d.close()
	if fresh := <-again; fresh != nil {
		fresh.close()
	}
}

// A host may be started before its run, and says what it waits for, once.
func TestAHostSaysWhatItWaitsFor(t *testing.T) {
	e, err := startEngine("127.0.0.1:0", "geheim", tlsFiles{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	token := write(t, "token", "geheim")
	for want, where := range map[string]string{"connection refused": "nats://127.0.0.1:1", "nobody hands out work": e.url()} {
		h := join(t, tell.Join{URL: where, Label: "lab-1", Workers: 2, Wait: time.Second / 2, Access: tell.Access{TokenFile: token}})
		if err := h.end(t); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
		if said := h.said.String(); strings.Count(said, want) != 1 || !strings.Contains(said, "waiting for up to 500ms") {
			t.Errorf("want %q once: %s", want, said)
		}
	}
}

// A port that somebody else has is named, and what listens and isn't NATS doesn't hold up anybody for longer than asked.
func TestAnAddressThatIsTakenIsNamed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	d := &desk{}
	if _, err := d.serve(t.Context(), tell.Serve{Listen: l.Addr().String()}); err == nil ||
		!strings.Contains(err.Error(), "address already in use") {
		t.Errorf("%v", err)
	}
	var w waiting
	if w.step() != 0 {
		t.Error("a wait before the first try")
	}
	w.last = w.last.Add(-time.Second)
	if got := w.step(); got < time.Second || got > mostStep {
		t.Errorf("%v of a try that took a second", got)
	}
	w.last = w.last.Add(-time.Hour)
	if got := w.step(); got > 2*mostStep {
		t.Errorf("%v: a stop of this process is a wait", got)
	}
}

// What can't be mended by waiting is said at once.
func TestWhoCantJoinIsToldWhyAtOnce(t *testing.T) {
	token := write(t, "token", "geheim")
	d := openListening(t, tell.Serve{Access: tell.Access{TokenFile: token}})
	for want, j := range map[string]tell.Join{
		"asks for a token, and none is given": {URL: d.door.url},
		"doesn't speak TLS":                   {URL: strings.Replace(d.door.url, "nats:", "tls:", 1), Access: tell.Access{TokenFile: token}},
	} {
		j.Label, j.Wait = "lab-1", time.Hour
		if err := join(t, j).end(t); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
}

// A run that is killed says nothing. A host that stays takes part in the next.
func TestAHostThatStaysOutlivesARunThatIsKilled(t *testing.T) {
	testkit.NeedsLong(t)
	token := write(t, "token", "geheim")
	e, err := startEngine("127.0.0.1:0", "geheim", tlsFiles{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.close)
	first := openListening(t, tell.Serve{URL: e.url(), Access: tell.Access{TokenFile: token}})
	h := join(t, tell.Join{URL: e.url(), Label: "lab-1", Stay: true, Access: tell.Access{TokenFile: token}})
	first.await(t, 1)
	first.session.stop() // as if it were killed: no beat, and no word of the end
	first.nc.Close()
	first.session, first.nc = nil, nil
	second := openListening(t, tell.Serve{URL: e.url(), Access: tell.Access{TokenFile: token}})
	second.await(t, 1)
	h.stop()
	if err := h.end(t); err != nil || !strings.Contains(h.said.String(), "the run is gone") {
		t.Errorf("%v\n%s", err, h.said)
	}
}

// A host that goes away in a job is named when the job can't be ended without it.
func TestAHostThatGoesAwayIsNamed(t *testing.T) {
	testkit.NeedsLong(t)
	token := write(t, "token", "geheim")
	d := openListening(t, tell.Serve{Access: tell.Access{TokenFile: token}})
	h := join(t, tell.Join{URL: d.door.url, Label: "lab-1", Access: tell.Access{TokenFile: token}})
	d.await(t, 1)
	w := workloads.Primes()
	if _, err := d.open(t.Context(), openOf(w, 1, true)); err != nil {
		t.Fatal(err)
	}
	r := jobOf(t, w, time.Minute)
	r.Silence = 2 * time.Second
	time.AfterFunc(20*time.Millisecond, h.stop)
	if _, err := d.run(t.Context(), r); err == nil || !strings.Contains(err.Error(), "not reached: worker 0 of host lab-1") {
		t.Error(err)
	}
}

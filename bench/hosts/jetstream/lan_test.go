package jetstream

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/bench/testkit"
	"corerace/workloads"
)

// write writes a file of a test, and returns its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// openListening opens a desk that others join.
func openListening(t *testing.T, s tell.Serve) *desk {
	t.Helper()
	needsProcesses(t)
	d := &desk{}
	t.Cleanup(d.close)
	if s.URL == "" && s.Listen == "" {
		s.Listen = "127.0.0.1:0"
	}
	if _, err := d.serve(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return d
}

// A joined is a host that runs in this process, whose workers are processes.
type joined struct {
	stop context.CancelFunc
	err  chan error
	said *strings.Builder
}

func join(t *testing.T, j tell.Join) *joined {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	h := &joined{stop, make(chan error, 1), &strings.Builder{}}
	if j.Wait == 0 {
		j.Wait = time.Minute
	}
	if j.Workers == 0 {
		j.Workers = 1
	}
	go func() { h.err <- Join(ctx, j, h.said) }()
	t.Cleanup(func() {
		stop()
		h.end(t)
	})
	return h
}

// end waits for the host.
func (h *joined) end(t *testing.T) error {
	t.Helper()
	select {
	case err := <-h.err:
		h.err <- err
		return err
	case <-time.After(time.Minute):
		t.Error("the host doesn't end")
		return nil
	}
}

// await waits until so many workers are here.
func (d *desk) await(t *testing.T, n int) {
	t.Helper()
	testkit.Eventually(t, "the workers are here", func() bool { return len(d.session.here()) >= n })
}

func TestHostsJoinByTokenAndGoWhenTheRunHasEnded(t *testing.T) {
	token := write(t, "token", "geheim\nand a second line\n")
	d := openListening(t, tell.Serve{Access: tell.Access{TokenFile: token}})
	wrong := join(t, tell.Join{URL: d.door.url, Label: "stranger", Access: tell.Access{TokenFile: write(t, "t", "x")}})
	if err := wrong.end(t); err == nil || !strings.Contains(err.Error(), "the token isn't the one") {
		t.Errorf("a wrong token: %v", err)
	}
	one := join(t, tell.Join{URL: d.door.url, Label: "lab-1", Workers: 2, Access: tell.Access{TokenFile: token}})
	two := join(t, tell.Join{URL: d.door.url, Label: "lab-2", Workers: 2, Access: tell.Access{TokenFile: token}})
	d.await(t, 4)
	w := workloads.Primes()
	opened, err := d.open(t.Context(), openOf(w, 3, true))
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, m := range opened.Members {
		labels = append(labels, m.Host)
	}
	if n := strings.Count(strings.Join(labels, " "), "lab-1"); n < 1 || n > 2 {
		t.Errorf("three workers of two hosts are on %v", labels)
	}
	r := jobOf(t, w, 50*time.Millisecond)
	ran, err := d.run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
	d.close()
	if err := one.end(t); err != nil {
		t.Error(err)
	}
	if err := two.end(t); err != nil {
		t.Error(err)
	}
	if !strings.Contains(one.said.String(), "the run has ended") {
		t.Error(one.said)
	}
}

func TestAnEngineThatOthersReachNeedsAToken(t *testing.T) {
	d := &desk{}
	if _, err := d.serve(t.Context(), tell.Serve{Listen: "0.0.0.0:0"}); err == nil || !strings.Contains(err.Error(), "token") {
		t.Errorf("%v", err)
	}
}

func TestOneRunAtATimeHandsOutWork(t *testing.T) {
	token := write(t, "token", "geheim")
	d := openListening(t, tell.Serve{Access: tell.Access{TokenFile: token}})
	other := &desk{}
	_, err := other.serve(t.Context(), tell.Serve{URL: d.door.url, Access: tell.Access{TokenFile: token}})
	if err == nil || !strings.Contains(err.Error(), "another run hands out work") {
		t.Errorf("%v", err)
	}
}

// The certificate is checked both ways: a host knows the engine by its authority, and the engine its hosts.
func TestHostsAndEngineKnowEachOtherByCertificates(t *testing.T) {
	token := write(t, "token", "geheim")
	cert, key := certificate(t)
	access := tell.Access{TokenFile: token, CA: cert, Cert: cert, Key: key}
	d := openListening(t, tell.Serve{Access: access})
	if !strings.HasPrefix(d.door.url, "tls://") {
		t.Errorf("it is joined at %s", d.door.url)
	}
	join(t, tell.Join{URL: d.door.url, Label: "lab-1", Access: access})
	d.await(t, 1)
	otherCert, otherKey := certificate(t)
	for want, a := range map[string]tell.Access{
		"this engine asks for a certificate": {TokenFile: token, CA: cert},
		"isn't one that is trusted":          {TokenFile: token},
		"doesn't take the certificate":       {TokenFile: token, CA: cert, Cert: otherCert, Key: otherKey},
		"the token isn't the one":            {TokenFile: write(t, "t", "x"), CA: cert, Cert: cert, Key: key},
	} {
		bad := join(t, tell.Join{URL: d.door.url, Label: "lab-2", Wait: time.Hour, Access: a})
		if err := bad.end(t); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
}

// certificate makes a certificate for this machine, which is its own authority.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	pair, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "corerace"},
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	der, err := x509.CreateCertificate(rand.Reader, of, of, &pair.PublicKey, pair)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(pair)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, "cert.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))),
		write(t, "key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})))
}

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

// A run serves with a certificate that it needn't trust itself, wherever it listens, and hosts need none.
func TestARunServesByTLSWithoutAnAuthorityForHosts(t *testing.T) {
	token := write(t, "token", "geheim")
	cert, key := certificate(t)
	for _, listen := range []string{"127.0.0.1:0", "0.0.0.0:0", ":0"} {
		d := openListening(t, tell.Serve{Listen: listen, Access: tell.Access{TokenFile: token, Cert: cert, Key: key}})
		at, err := url.Parse(d.door.url)
		if err != nil {
			t.Fatal(err)
		}
		h := join(t, tell.Join{URL: "tls://127.0.0.1:" + at.Port(), Label: "lab-1", Access: tell.Access{TokenFile: token, CA: cert}})
		d.await(t, 1)
		for _, where := range d.urls() {
			if at, err := url.Parse(where); err != nil || at.Scheme != "tls" || at.Hostname() == "" {
				t.Errorf("%s: hosts are told to join at %q", listen, where)
			}
		}
		d.close()
		if err := h.end(t); err != nil {
			t.Errorf("%s: %v", listen, err)
		}
	}
}

// A run checks the engine of somebody else by an authority, and needs no certificate for that.
func TestARunChecksACluster(t *testing.T) {
	cert, key := certificate(t)
	e, err := startEngine("127.0.0.1:0", "geheim", tlsFiles{cert: cert, key: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.close)
	token := write(t, "token", "geheim")
	openListening(t, tell.Serve{URL: e.url(), Access: tell.Access{TokenFile: token, CA: cert}})
	d := &desk{}
	if _, err := d.serve(t.Context(), tell.Serve{URL: e.url(), Access: tell.Access{TokenFile: token}}); err == nil ||
		!strings.Contains(err.Error(), "isn't one that is trusted here") {
		t.Errorf("without the authority: %v", err)
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

package jetstream

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
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

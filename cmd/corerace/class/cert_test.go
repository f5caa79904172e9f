package class

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corerace/bench/testkit"
	"corerace/cmd/corerace/class/settings"
)

// By HTTPS with a certificate of its own a class is served by HTTP/2, and who joins by its link trusts no other.
func TestACertificateIsMadeOnceAndPinned(t *testing.T) {
	dir := t.TempDir()
	set := &settings.Serve{Language: "en", Listen: "127.0.0.1:0", Dir: dir, TLS: true,
		Class: &settings.Class{Store: filepath.Join(dir, "class.db")}}
	var links []string
	for range 2 {
		ctx, stop := context.WithCancel(t.Context())
		said, ended := &lockedBuffer{}, make(chan error)
		go func() { ended <- Serve(ctx, set, said, said) }()
		testkit.Eventually(t, "it listens", func() bool { return strings.Contains(said.String(), "Ctrl-C") })
		_, link, _ := strings.Cut(said.String(), "corerace join ")
		links = append(links, strings.Fields(link)[0])
		c, _, err := newClient(links[len(links)-1], "")
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.http.Get(c.base.String())
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close()
		if got.ProtoMajor != 2 && c.http.Transport.(*http.Transport).ForceAttemptHTTP2 {
			t.Errorf("it is served by %s", got.Proto)
		}
		other, _, err := newClient(c.base.String()+"/j/x#"+strings.Repeat("0", 64), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.http.Get(other.base.String()); err == nil {
			t.Error("another certificate's link is taken")
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	if _, pin, _ := strings.Cut(links[0], "#"); pin == "" || !strings.HasSuffix(links[1], pin) {
		t.Errorf("the links are %q: one certificate expected", links)
	}
	info, err := os.Stat(filepath.Join(dir, "class.pem"))
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the key is kept as %v, %v", info, err)
	}
}

func TestAddressesThatOthersReachComeFirst(t *testing.T) {
	if got := reachable(&net.TCPAddr{IP: net.IPv4(10, 0, 0, 7)}); len(got) != 1 || got[0].String() != "10.0.0.7" {
		t.Errorf("one address: %v", got)
	}
	all := reachable(&net.TCPAddr{IP: net.IPv6unspecified})
	for i, ip := range all {
		if ip.IsLoopback() != (i == len(all)-1) {
			t.Errorf("all addresses: %v", all)
		}
	}
}

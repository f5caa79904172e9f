package far

import (
	"io"
	"net"
	"testing"
	"time"

	"corerace/bench/child"
	"corerace/bench/testkit"
)

// What is answered over there comes back no sooner than the wire takes, and after a cut nothing is lost of a connection.
func TestAWireTakesItsTimeBothWays(t *testing.T) {
	const delay = 5 * time.Millisecond
	w := Start(t, delay)
	l, err := net.Listen("tcp", w.Here+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	there := w.Command("bash", "-c", "exec 3<>/dev/tcp/"+w.Here+"/"+port+"; cat <&3 >&3")
	if err := child.Start(there); err != nil {
		t.Fatal(err)
	}
	defer there.Wait()
	defer there.Process.Kill()
	l.(*net.TCPListener).SetDeadline(time.Now().Add(time.Minute))
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if host, _, _ := net.SplitHostPort(c.RemoteAddr().String()); host != w.There {
		t.Errorf("it comes from %s, not %s", host, w.There)
	}
	c.SetDeadline(time.Now().Add(time.Minute))
	b := make([]byte, 1)
	for range 3 {
		began := time.Now()
		c.Write([]byte("x"))
		if _, err := io.ReadFull(c, b); err != nil || time.Since(began) < 2*delay {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	}
	w.Cut(true)
	c.Write([]byte("y"))
	time.AfterFunc(20*delay, func() { w.Cut(false) })
	began := time.Now()
	if _, err := io.ReadFull(c, b); err != nil || b[0] != 'y' || time.Since(began) < 20*delay {
		t.Errorf("%q, %v after %v, through a wire that was cut", b, err, time.Since(began))
	}
	if n := w.holder; !testkit.Alive(n) {
		t.Errorf("process %d, which holds the network, is gone", n)
	}
}

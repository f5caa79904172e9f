package gate

import (
	"net"
	"net/netip"
	"sync"
)

// How many connections are open at once: some streams and requests of each of two thousand students, who may all have
// one address, as a school has. What an address can't take is left for others.
const (
	mostConnections = 6000
	mostOfAddress   = mostConnections * 2 / 3
)

// A counted listener has so many connections at once, in all and of each address. One more is closed at once.
type counted struct {
	net.Listener
	most, ofOne int

	mu   sync.Mutex
	all  int
	from map[string]int // by address
}

// Limited is a listener with so many connections at once.
func Limited(l net.Listener) net.Listener { return newCounted(l, mostConnections, mostOfAddress) }

func newCounted(l net.Listener, most, ofOne int) *counted {
	return &counted{Listener: l, most: most, ofOne: ofOne, from: map[string]int{}}
}

// Accept implements net.Listener.
func (c *counted) Accept() (net.Conn, error) {
	for {
		conn, err := c.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if from := AddressOf(conn.RemoteAddr().String()); c.take(from) {
			return &countedConn{Conn: conn, free: func() { c.free(from) }}, nil
		}
		conn.Close()
	}
}

func (c *counted) take(from string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all >= c.most || c.from[from] >= c.ofOne {
		return false
	}
	c.all++
	c.from[from]++
	return true
}

func (c *counted) free(from string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all--
	if c.from[from]--; c.from[from] == 0 {
		delete(c.from, from)
	}
}

type countedConn struct {
	net.Conn
	free func()
	once sync.Once
}

// Close implements net.Conn.
func (c *countedConn) Close() error {
	c.once.Do(c.free)
	return c.Conn.Close()
}

// AddressOf is whose a remote address is, as far as limits go: by IPv6 one machine has a whole network of them.
func AddressOf(remote string) string {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return "unknown"
	}
	if a := at.Addr().Unmap(); a.Is4() {
		return a.String()
	}
	network, err := at.Addr().WithZone("").Prefix(64)
	if err != nil {
		return "unknown"
	}
	return network.String()
}

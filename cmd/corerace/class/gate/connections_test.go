package gate

import "testing"

// One address can't take all connections, and gives back what it had.
func TestConnectionsOfOneAddressAreBounded(t *testing.T) {
	c := newCounted(nil, 5, 3)
	for i, want := range []bool{true, true, true, false} {
		if c.take("a") != want {
			t.Errorf("connection %d of one address: %v", i+1, !want)
		}
	}
	for i, of := range []string{"b", "b", "c"} {
		if want := i < 2; c.take(of) != want {
			t.Errorf("connection %d of all: %v", i+4, !want)
		}
	}
	for range 3 {
		c.free("a")
	}
	if !c.take("c") || len(c.from) != 2 {
		t.Errorf("what was given back isn't free: %v", c.from)
	}
}

func TestAnAddressOfIPv6IsItsNetwork(t *testing.T) {
	for remote, want := range map[string]string{"192.168.1.5:80": "192.168.1.5", "[::ffff:192.168.1.5]:80": "192.168.1.5",
		"[2001:db8:1:2:3:4:5:6]:80": "2001:db8:1:2::/64", "[fe80::1%eth0]:80": "fe80::/64", "x": "unknown"} {
		if got := AddressOf(remote); got != want {
			t.Errorf("%s is %s, want %s", remote, got, want)
		}
	}
}

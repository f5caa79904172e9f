package main

import (
	"net"
	"strconv"
	"testing"
)

func TestAnAddressNeedsAPort(t *testing.T) {
	for _, address := range []string{":8765", "localhost:80", "[::1]:80", "[fe80::1%eth0]:1", ":http", ":70000", ":-1", "", "8765", "localhost", "localhost:",
		"::1", "::1:80", "[::1]", "[::1]80", "[::1:80", "::1]:80", "[[::1]:80", "[::1]:8]0", "a[b]:80", "[::1]x:80"} {
		_, port, err := net.SplitHostPort(address)
		n, notNumber := strconv.Atoi(port)
		if got, want := hasPort(address), err == nil && notNumber == nil && n >= 0 && n < 1<<16; got != want {
			t.Errorf("%q: %v, want %v", address, got, want)
		}
	}
}

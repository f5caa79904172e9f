//go:build !unix

package lab

import (
	"fmt"
	"net"
	"time"
)

// An echo is a connected UDP socket. Its calls go through the runtime's poller, which costs each round trip some µs.
type echo struct{ conn net.Conn }

func dialEcho(port int) (echo, error) {
	conn, err := net.Dial("udp4", fmt.Sprintf("127.0.0.1:%d", port))
	return echo{conn}, err
}

func (e echo) send(b []byte) error {
	_, err := e.conn.Write(b)
	return err
}

// roundTrip sends the first half of buf and waits for as many bytes.
func (e echo) roundTrip(buf []byte) error {
	if err := e.send(buf[:roundTripBytes]); err != nil {
		return err
	}
	e.conn.SetReadDeadline(time.Now().Add(roundTripLimit))
	n, err := e.conn.Read(buf)
	if err == nil && n != roundTripBytes {
		err = fmt.Errorf("an answer of %d bytes, %d expected", n, roundTripBytes)
	}
	return err
}

func (e echo) close() { e.conn.Close() }

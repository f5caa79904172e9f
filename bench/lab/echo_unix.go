//go:build unix

package lab

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// An echo is a connected UDP socket whose calls block.
type echo struct{ fd int }

func dialEcho(port int) (echo, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return echo{}, fmt.Errorf("UDP socket: %w", err)
	}
	unix.CloseOnExec(fd)
	limit := unix.NsecToTimeval(roundTripLimit.Nanoseconds())
	if err = unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &limit); err == nil {
		err = unix.Connect(fd, &unix.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}})
	}
	if err != nil {
		unix.Close(fd)
		return echo{}, fmt.Errorf("UDP port %d: %w", port, err)
	}
	return echo{fd}, nil
}

func (e echo) send(b []byte) error {
	return ignoringEINTR(func() error { return unix.Send(e.fd, b, 0) })
}

// roundTrip sends the first half of buf and waits for as many bytes.
func (e echo) roundTrip(buf []byte) error {
	if err := e.send(buf[:roundTripBytes]); err != nil {
		return fmt.Errorf("request: %w", err)
	}
	var n int
	err := ignoringEINTR(func() (err error) {
		n, _, err = unix.Recvfrom(e.fd, buf, 0)
		return err
	})
	switch {
	case err != nil:
		return fmt.Errorf("answer: %w", err)
	case n != roundTripBytes:
		return fmt.Errorf("an answer of %d bytes, %d expected", n, roundTripBytes)
	}
	return nil
}

// ignoringEINTR repeats a call that a signal has interrupted: the runtime preempts its threads by signals.
func ignoringEINTR(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}

func (e echo) close() { unix.Close(e.fd) }

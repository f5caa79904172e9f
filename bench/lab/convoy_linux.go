package lab

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"corerace/bench/gil"
	"corerace/results"
)

// Convoy implements Subject. The echo is a thread under the lock, which it lets go for every call, the client a thread
// without it.
func (m *model) Convoy(ctx context.Context, s Spec) (results.GIL, error) {
	line := s.Line(m, results.GILConvoy)
	server, client, err := udpPair()
	if err != nil {
		return line, err
	}
	defer unix.Close(server)
	defer unix.Close(client)
	u := m.setup(s, s.Threads+1)
	var stop atomic.Bool
	var trips []time.Duration
	err = crowd(s.Threads+2, s.OneCore, 0, func(i int) {
		switch i {
		case s.Threads + 1:
			defer stop.Store(true)
			trips, line.Wall = ask(ctx, client, s.For)
		case s.Threads:
			answer(u.sides[i], server, &stop)
		default:
			u.sides[i].Acquire()
			defer u.sides[i].Release()
			for !stop.Load() {
				u.work(u.sides[i], 20)
			}
		}
	})
	line.RoundTrips, line.Latency = int64(len(trips)), results.NewSpread(trips)
	u.count(&line)
	return line, firstError(ctx, err)
}

// answer sends back what comes, until it is stopped.
func answer(side gil.Holder, fd int, stop *atomic.Bool) {
	var buf [256]byte
	side.Acquire()
	defer side.Release()
	for !stop.Load() {
		var n int
		side.Blocking(func() { n = receive(fd, buf[:]) })
		if n > 0 {
			side.Blocking(func() { send(fd, buf[:n]) })
		}
	}
}

// ask sends and waits for the answer, again and again for a while, times each, and returns how long all took. The
// first ones warm up.
func ask(ctx context.Context, fd int, d time.Duration) (took []time.Duration, wall time.Duration) {
	const warmUp = 3
	var buf [256]byte
	start := time.Now()
	for i := 0; ; i++ {
		if i == warmUp {
			start = time.Now()
		}
		began := time.Now()
		if i >= warmUp && began.Sub(start) > d || ctx.Err() != nil {
			return took, began.Sub(start)
		}
		send(fd, buf[:roundTripBytes])
		for receive(fd, buf[:]) <= 0 {
			if ctx.Err() != nil || time.Since(began) > roundTripLimit {
				return took, time.Since(start)
			}
		}
		if i >= warmUp {
			took = append(took, time.Since(began))
		}
	}
}

// udpPair returns two sockets on the loopback interface that are connected to each other. They wait at most 20 ms.
func udpPair() (a, b int, err error) {
	var fds [2]int
	var names [2]unix.Sockaddr
	for i := range fds {
		if fds[i], err = unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0); err != nil {
			return 0, 0, fmt.Errorf("open a socket: %w", err)
		}
		defer func() {
			if err != nil {
				unix.Close(fds[i])
			}
		}()
		if err = unix.Bind(fds[i], &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
			return 0, 0, fmt.Errorf("bind a socket: %w", err)
		}
		if names[i], err = unix.Getsockname(fds[i]); err != nil {
			return 0, 0, fmt.Errorf("name of a socket: %w", err)
		}
	}
	wait := unix.NsecToTimeval(int64(20 * time.Millisecond))
	for i := range fds {
		if err = unix.SetsockoptTimeval(fds[i], unix.SOL_SOCKET, unix.SO_RCVTIMEO, &wait); err == nil {
			err = unix.Connect(fds[i], names[1-i])
		}
		if err != nil {
			return 0, 0, fmt.Errorf("connect a socket: %w", err)
		}
	}
	return fds[0], fds[1], nil
}

// receive waits for a datagram, as the waits for the lock do: without telling the runtime. It returns 0 or less where
// none came.
//
//go:noinline
func receive(fd int, buf []byte) int {
	n, _, err := unix.RawSyscall(unix.SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(&buf[0])), uintptr(len(buf)))
	if err != 0 {
		return -1
	}
	return int(n)
}

func send(fd int, buf []byte) {
	unix.RawSyscall(unix.SYS_WRITE, uintptr(fd), uintptr(unsafe.Pointer(&buf[0])), uintptr(len(buf)))
}

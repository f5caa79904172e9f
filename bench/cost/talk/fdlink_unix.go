//go:build unix

package talk

import (
	"errors"
	"io"
	"os"
	"syscall"

	"corerace/bench/child"
)

// An fdLink sends through descriptors in blocking mode: a thread that waits sleeps in the kernel, and nothing of the
// runtime is in between.
type fdLink struct {
	in, out int
	// raw says that the system calls are made without telling the scheduler, which is right in a process that has
	// nothing else to run. Between two threads of one process it would be wrong: the runtime can't stop the world while
	// a thread sits in such a call, and the thread that would wake it may be stopped already.
	raw   bool
	files fileLink // kept from being collected, which would close the descriptors
}

// blocking takes a link's files into blocking mode.
func blocking(l fileLink) (fdLink, error) {
	d := fdLink{in: int(l.in.Fd()), out: int(l.out.Fd()), files: l}
	return d, errors.Join(syscall.SetNonblock(d.in, false), syscall.SetNonblock(d.out, false))
}

func (l fdLink) send(b []byte) error {
	for len(b) > 0 {
		n, err := l.call(fdWrite, l.out, b)
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

func (l fdLink) recv(b []byte) ([]byte, error) {
	for got := 0; got < len(b); {
		n, err := l.call(fdRead, l.in, b[got:])
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, io.EOF
		}
		got += n
	}
	return b, nil
}

func (l fdLink) depth() int { return 0 }

func (l fdLink) hangUp() { l.files.close() }

func (l fdLink) call(do func(raw bool, fd int, b []byte) (int, syscall.Errno), fd int, b []byte) (int, error) {
	for {
		n, errno := do(l.raw, fd, b)
		if errno == 0 {
			return n, nil
		}
		if errno != syscall.EINTR {
			return 0, errno
		}
	}
}

// newSocketpair makes a pair of connected sockets of the local kind.
func newSocketpair() (near, far fileLink, err error) {
	fds, err := child.Socketpair()
	if err != nil {
		return near, far, err
	}
	for i, l := range []*fileLink{&near, &far} {
		syscall.SetNonblock(fds[i], true) // for the poller
		f := os.NewFile(uintptr(fds[i]), "socketpair")
		l.in, l.out = f, f
	}
	return near, far, nil
}

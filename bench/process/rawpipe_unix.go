//go:build unix && !aix && !illumos && !solaris

package process

import (
	"fmt"
	"io"
	"os"
	"syscall"
	"unsafe"
)

// A rawPipe reads and writes the parent's end of a worker's pipe with raw calls, which never block: where nothing is
// there, the goroutine is parked until the runtime's poller has something. An ordinary call tells the scheduler that it
// may block, and in a program that waits for its workers that wakes the runtime's monitor every time.
type rawPipe struct{ conn syscall.RawConn }

// rawPipeOf returns f with raw calls, or f itself where the runtime doesn't poll it.
func rawPipeOf(f *os.File) io.ReadWriter {
	conn, err := f.SyscallConn()
	if err != nil {
		return f
	}
	return rawPipe{conn}
}

// Read implements io.Reader.
func (p rawPipe) Read(b []byte) (n int, err error) {
	n, err = p.call(p.conn.Read, syscall.SYS_READ, b)
	if n == 0 && err == nil && len(b) > 0 {
		err = io.EOF
	}
	return n, err
}

// Write implements io.Writer.
func (p rawPipe) Write(b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var m int
		m, err = p.call(p.conn.Write, syscall.SYS_WRITE, b[n:])
		n += m
	}
	return n, err
}

// call makes one system call on b, when the poller says that it can be made.
func (p rawPipe) call(when func(func(uintptr) bool) error, trap uintptr, b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	var n uintptr
	var errno syscall.Errno
	err := when(func(fd uintptr) (done bool) {
		for {
			n, _, errno = syscall.RawSyscall(trap, fd, uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)))
			if errno != syscall.EINTR {
				return errno != syscall.EAGAIN
			}
		}
	})
	switch {
	case err != nil: // the poller's own error for what was closed meanwhile isn't exported
		return 0, fmt.Errorf("%w (%w)", os.ErrClosed, err)
	case errno != 0:
		return 0, errno
	}
	return int(n), nil
}

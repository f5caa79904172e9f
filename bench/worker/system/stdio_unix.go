//go:build unix

package system

import (
	"io"
	"os"
	"syscall"
)

// A descriptor reads and writes by raw system calls. A worker has one goroutine that matters and one P; the
// ordinary calls tell the scheduler of each wait, whose own threads then preempt the worker's: the same loop over
// a pipe did 48 thousand round trips a second instead of 131 thousand.
type descriptor struct {
	fd   uintptr
	file *os.File // kept from being collected, which would close the descriptor
}

func (d descriptor) Read(p []byte) (int, error) {
	n, err := d.call(rawRead, p)
	if n == 0 && err == nil && len(p) > 0 {
		return 0, io.EOF
	}
	return n, err
}

func (d descriptor) Write(p []byte) (int, error) {
	done := 0
	for done < len(p) {
		n, err := d.call(rawWrite, p[done:])
		if err != nil {
			return done, err
		}
		done += n
	}
	return done, nil
}

func (d descriptor) call(do func(fd uintptr, p []byte) (int, syscall.Errno), p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for {
		n, errno := do(d.fd, p)
		if errno == 0 {
			return n, nil
		}
		if errno != syscall.EINTR {
			return 0, errno
		}
	}
}

// WiresApart is whether a worker may send over another descriptor than its standard output. One that goes through a
// program before it becomes a worker does: what that prints on its way isn't on the wire.
const WiresApart = true

// TakeStdio takes standard input for the wire, and for what is sent standard output or, where files isn't 0, the last of
// so many that this process was handed. What the workload prints goes to standard error.
func TakeStdio(files int) (in io.Reader, out io.Writer, err error) {
	wire := LifelineFD + files - 1
	if files == 0 {
		wire = wireOf(1)
	} else {
		syscall.CloseOnExec(wire) // what the program may start is no worker
	}
	for _, fd := range []int{0, wire} {
		if err := syscall.SetNonblock(fd, false); err != nil {
			return nil, nil, err
		}
	}
	in, out = descriptor{0, os.Stdin}, descriptor{uintptr(wire), os.Stdout}
	os.Stdout = os.Stderr
	return in, out, nil
}

// AwaitInput waits until there is something to read, in an ordinary call, as a worker does between jobs. In a raw one the
// runtime takes its thread for one that computes, and wakes up a hundred times a second to preempt it: a pool that is
// kept would take from the cores that others are measured on.
func AwaitInput() { pollInput(true) } // where it fails, the read that follows says why

// InputWaits is whether there is something to read now.
func InputWaits() bool { return pollInput(false) }

// LifelineFD is the descriptor of the lifeline in a worker: the first after the standard three.
const LifelineFD = 3

// TakeLifeline takes, in a worker, the end of the lifeline that the parent handed down, and lets the runtime say its last
// words there as well. It returns whether there is one.
func TakeLifeline() bool {
	syscall.CloseOnExec(LifelineFD) // what the workload may start is no worker
	if err := syscall.SetNonblock(LifelineFD, true); err != nil {
		return false // not started with one
	}
	setCrashFD(LifelineFD)
	return true
}

// DieWithParent ends the process, with an exit status, when the parent's end of the lifeline is closed. It runs beside
// the work: a worker that computes doesn't read its standard input. The goroutine waits in the runtime's poller, without
// a thread and without the P that the work needs: one that waited in a system call kept the P until the runtime noticed,
// and a worker took up to 30 ms to be ready instead of 9. It begins to wait when the worker first waits itself: the
// poller is set up by then, and not before the worker is ready.
func DieWithParent(status int) {
	os.NewFile(LifelineFD, "lifeline").Read(make([]byte, 1)) // nothing is ever sent
	Exit(status)
}

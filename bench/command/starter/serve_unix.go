//go:build unix

package starter

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// errUnsupported is why no command can be started on this system; nil where it can.
var errUnsupported error

// A server is a starter, from its own side.
type server struct {
	requests chan Request
	end      chan struct{} // has a value where the command is to be ended
	gone     chan struct{} // closed where the parent is
	meter    *meter
}

// serve starts commands until the parent has no more, or is gone.
func serve() {
	// The kernel kills a command when the thread that started it ends, and keeps a list of children for each thread.
	runtime.LockOSThread()
	runtime.GOMAXPROCS(2) // one waits for the command, and one looks at it
	adopt()
	// Caught and not ignored: what is ignored here would be in every command.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	s := &server{requests: make(chan Request), end: make(chan struct{}, 1), gone: make(chan struct{}),
		meter: openMeter()}
	go s.read()
	out := json.NewEncoder(os.Stdout)
	for {
		select {
		case r := <-s.requests:
			out.Encode(s.run(r))
		case <-s.gone:
			s.meter.close()
			os.Exit(0)
		}
	}
}

// read reads requests. An empty line ends what is running, and so does the end of the pipe.
func (s *server) read() {
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			close(s.gone)
			return
		}
		var r Request
		if len(line) == 1 {
			select {
			case s.end <- struct{}{}:
			default:
			}
		} else if json.Unmarshal(line, &r) == nil {
			s.requests <- r
		}
	}
}

// run runs one command and all that it starts to their ends.
func (s *server) run(r Request) (rep Reply) {
	arrived := time.Now()
	select {
	case <-s.end: // was for the one before
	default:
	}
	files, err := openFiles(r)
	if err != nil {
		return failed(err)
	}
	defer files.close()
	files.begin()
	s.meter.renew()
	w := watch(s, r)
	var start *time.Duration
	for range r.Empties {
		start = s.empty(r)
	}
	a := s.meter.begin()
	pid, began, err := s.meter.start(r, files.fds())
	if err != nil {
		w.stop()
		a.close()
		return failed(err)
	}
	f := newFamily(pid, s.meter)
	w.started(f, began)
	f.wait()
	ended := time.Now()
	w.stop()
	f.bury()
	a.ended()
	rep = Reply{Before: began.Sub(arrived), Wall: ended.Sub(began), Late: w.late, Asked: w.asked, Stopped: w.stopped}
	f.clear(w.late || w.asked || w.stopped != "")
	a.close()
	files.drain(&rep)
	f.into(&rep)
	a.into(&rep)
	rep.Tree.Start = start
	w.looks.into(&rep)
	w.looks.waitInto(&rep, f)
	rep.Used = used()
	return rep
}

// empty runs an empty program and returns its wall time: what starting costs, now. What comes right behind it finds the
// cores awake and the caches warm, as it would in a loop.
func (s *server) empty(r Request) *time.Duration {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return nil
	}
	defer null.Close()
	fds := []uintptr{null.Fd(), null.Fd(), null.Fd()}
	began := time.Now()
	pid, err := syscall.ForkExec(r.Empty, []string{r.Empty}, &syscall.ProcAttr{Env: r.Env, Files: fds,
		Sys: s.meter.attributes()})
	if err != nil {
		return nil
	}
	f := newFamily(pid, s.meter)
	f.wait()
	took := time.Since(began)
	f.reap(pid, 0)
	if !f.status.Exited() || f.status.ExitStatus() != 0 {
		return nil
	}
	return &took
}

// failed is the reply of a command that couldn't be started.
func failed(err error) Reply {
	rep := Reply{Error: err.Error(), Used: used()}
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		rep.Errno = int(errno)
	}
	return rep
}

// used is the CPU time of this process and of all that it has waited for.
func used() (sum time.Duration) {
	for _, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var ru unix.Rusage
		if unix.Getrusage(who, &ru) == nil {
			sum += time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
		}
	}
	return sum
}

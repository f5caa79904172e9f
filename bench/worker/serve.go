package worker

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"time"

	"corerace/workloads"
)

// Env is the environment variable that makes a hooked binary a worker. Its value is the way shares reach it.
const Env = "CORERACE_WORKER"

// Values of Env.
const (
	ByMemory = "memory" // claimed from a cursor in shared memory
	ByPipe   = "pipe"   // sent one by one
)

// Exit statuses of a worker.
const (
	exitFailed = 2  // it said why on the wire
	exitOrphan = 66 // its parent is gone
)

// serving is whether this process is a worker.
var serving bool

// Serving returns whether this process is a worker.
func Serving() bool { return serving }

// Serve makes this process a worker, if its parent started it as one: it answers the parent until that says quit
// or goes away, and never returns. Otherwise it returns at once.
func Serve(table []*workloads.Workload) { ServeSteps(table, nil) }

// ServeSteps is Serve, with a function that is called at every [Step] of a share: tests let workers die there.
func ServeSteps(table []*workloads.Workload, step func(s Step, share uint64)) {
	way, ok := os.LookupEnv(Env)
	if !ok {
		return
	}
	serving = true
	os.Unsetenv(Env) // what the workload may start is not a worker
	signal.Ignore(os.Interrupt)
	lifeline := openLifeline()
	closeInherited()
	in, out, err := takeStdio()
	if err != nil {
		fmt.Fprintln(os.Stderr, "corerace worker:", err)
		exit(exitFailed)
	}
	s := &server{table: table, step: step, in: NewFrameReader(in), out: out}
	if err := s.serve(way, lifeline); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			exit(exitOrphan)
		}
		s.fail(err)
	}
	exit(0)
}

// A server is the worker's side of the wire.
type server struct {
	table []*workloads.Workload
	in    *FrameReader
	out   io.Writer
	buf   []byte
	arena *Arena // nil: shares are sent
	seat  int    // of this worker in its pool
	step  steps
	w     *workloads.Workload
	// The job of sent shares that is under way.
	sent      Done
	user, sys time.Duration
	began     time.Time
	ended     time.Time
	waited    time.Duration // by this process, when it last was idle
}

func (s *server) serve(way string, lifeline *os.File) error {
	if way == ByMemory {
		a, err := openArena()
		if err != nil {
			return err
		}
		s.arena = a
	}
	go dieWithParent(lifeline)
	if err := s.send(Frame{Kind: KindHello, Args: [4]uint64{Protocol, uint64(os.Getpid())}}); err != nil {
		return err
	}
	for {
		f, err := s.in.Read()
		if err != nil {
			return err
		}
		if f.Kind == KindQuit {
			return nil
		}
		reply, err := s.answer(f)
		if err != nil {
			return err
		}
		if err := s.send(reply); err != nil {
			return err
		}
		if err := s.account(reply.Kind); err != nil {
			return err
		}
	}
}

// account reads the process's wait while it is idle, which takes longer than a share may: before the go of a job,
// when the worker is ready, and after its sum is sent.
func (s *server) account(said Kind) error {
	if said != KindReady && said != KindDone {
		return nil
	}
	wait, known := ProcessWait()
	a := Account{Window: s.ended.Sub(s.began), Wait: max(0, wait-s.waited), Known: known}
	s.waited = wait
	if said == KindReady {
		return nil
	}
	return s.send(a.Frame())
}

func (s *server) send(f Frame) error {
	s.buf = AppendFrame(s.buf[:0], f)
	_, err := s.out.Write(s.buf)
	return err
}

// fail says on the wire why the worker can't go on, and ends it.
func (s *server) fail(err error) {
	s.send(Frame{Kind: KindFail, Text: err.Error()})
	exit(exitFailed)
}

func (s *server) answer(f Frame) (Frame, error) {
	if f.Kind == KindSetup {
		return s.setup(f)
	}
	if s.w == nil {
		return Frame{}, fmt.Errorf("frame of kind %d before the workload is set up", f.Kind)
	}
	switch f.Kind {
	case KindJob:
		return s.job(f)
	case KindShare:
		return s.share(f)
	case KindTally:
		return s.tally(), nil
	}
	return Frame{}, fmt.Errorf("frame of kind %d is not for a worker", f.Kind)
}

// setup makes the worker ready: the workload is set up, one unclaimed share has run, and the garbage of both is
// collected.
func (s *server) setup(f Frame) (Frame, error) {
	for _, w := range s.table {
		if w.Name == f.Text {
			s.w = w
		}
	}
	if s.w == nil {
		return Frame{}, fmt.Errorf("workload %s isn't in the list given to the hook", f.Text)
	}
	share := f.Args[0]
	if share < 1 || share > uint64(s.w.Size) {
		return Frame{}, fmt.Errorf("a share of %d items: the workload has %d", share, s.w.Size)
	}
	if err := s.sit(f.Args[2]); err != nil {
		return Frame{}, err
	}
	if err := limitMemory(f.Args[1]); err != nil {
		return Frame{}, err
	}
	took, err := Prepare(s.w)
	if err != nil {
		return Frame{}, err
	}
	if _, err := RunShare(s.w.Run, 0, int(share)); err != nil {
		return Frame{}, err
	}
	runtime.GC()
	return Frame{Kind: KindReady, Args: [4]uint64{uint64(took)}}, nil
}

// sit takes a place in the pool.
func (s *server) sit(seat uint64) error {
	if s.arena != nil && seat >= uint64(s.arena.Slots()) {
		return fmt.Errorf("worker %d, but the shared memory has room for %d", seat, s.arena.Slots())
	}
	s.seat = int(seat)
	return nil
}

// job claims shares until none is left. A worker that took the place of one that died goes on with its slot.
func (s *server) job(f Frame) (Frame, error) {
	g, err := f.Grid(s.w.Size)
	if err != nil {
		return Frame{}, err
	}
	if s.arena == nil {
		return Frame{}, errors.New("a job to claim from, but no shared memory")
	}
	s.began = time.Now()
	user, sys := ProcessCPU()
	l := &ledger{s.arena.Slot(s.seat), s.step}
	if f.Args[3] > 0 {
		if err := l.redo(g, f.Args[3]-1, s.w.Run); err != nil {
			return Frame{}, err
		}
	}
	if err := l.loop(s.arena.Cursor(), g, g.Shares(), s.w.Run); err != nil {
		return Frame{}, err
	}
	var d Done
	d.Sum, d.Shares = l.Done()
	d.User, d.Sys = ProcessCPU()
	d.User, d.Sys = d.User-user, d.Sys-sys
	s.ended = time.Now()
	return d.Frame(), nil
}

func (s *server) share(f Frame) (Frame, error) {
	lo, hi := f.Args[0], f.Args[1]
	if lo > hi || hi > uint64(s.w.Size) {
		return Frame{}, fmt.Errorf("no such share: [%d, %d) of %d items", lo, hi, s.w.Size)
	}
	if s.sent.Shares == 0 {
		s.began = time.Now()
		s.user, s.sys = ProcessCPU()
	}
	sum, err := RunShare(s.w.Run, int(lo), int(hi))
	if err != nil {
		return Frame{}, err
	}
	s.sent.Sum += sum
	s.sent.Shares++
	s.ended = time.Now()
	return Frame{Kind: KindSum, Args: [4]uint64{sum}}, nil
}

// tally ends a job of shares that were sent.
func (s *server) tally() Frame {
	d := s.sent
	s.sent = Done{}
	if d.Shares == 0 {
		s.began = s.ended
	} else {
		user, sys := ProcessCPU()
		d.User, d.Sys = user-s.user, sys-s.sys
	}
	return d.Frame()
}

// setups holds, for each workload of this process, its Setup as a function that calls it once.
var setups sync.Map // *workloads.Workload → func() error

// Prepare calls the workload's Setup, once in this process. It returns how long that took, 0 where it was done before.
func Prepare(w *workloads.Workload) (took time.Duration, err error) {
	if w.Setup == nil {
		return 0, nil
	}
	once, _ := setups.LoadOrStore(w, sync.OnceValue(func() error {
		start := time.Now()
		defer func() { took = time.Since(start) }()
		return w.Setup()
	}))
	if err := once.(func() error)(); err != nil {
		return 0, fmt.Errorf("setup of workload %s: %w", w.Name, err)
	}
	return took, nil
}

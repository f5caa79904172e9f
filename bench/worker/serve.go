package worker

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"corerace/bench/role"
	"corerace/bench/worker/system"
	"corerace/workloads"
)

// Env is the environment variable that makes a hooked binary a worker, and Argument how its first argument begins. Its
// value is an [EnvValue], set as package role does.
const (
	Env      = "CORERACE_WORKER"
	Argument = "corerace-worker-"
)

// Values of Env.
const (
	ByMemory = "memory" // claimed from a cursor in shared memory
	ByPipe   = "pipe"   // sent one by one
	ByCodec  = "codec"  // sent one by one, and their blocks in the form of a codec
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
// or goes away, and never returns. Otherwise it returns at once. Where codec is nil, it returns at once as well in a worker
// that needs one: that goes on until it is given it.
func Serve(table []*workloads.Workload, codec *Codec) { ServeSteps(table, codec, nil) }

// ServeSteps is Serve, with a function that is called at every [Step] of a lot: tests let workers die there. The clock
// that says how long lots are stands still then, so that there are some, however long the function takes.
func ServeSteps(table []*workloads.Workload, codec *Codec, step func(s Step, l Lot)) {
	s := become(Env, codec)
	if s == nil {
		return
	}
	s.table, s.step = table, step
	s.end(s.serve())
	system.Exit(0)
}

// become makes this process a worker, if its parent started it as one by a variable, and returns its side of the wire;
// nil where it isn't one, or can't be one yet. From here on it ends with its parent.
func become(env string, codec *Codec) *server {
	began := system.Clock()
	value, ok := role.Take(env, Argument)
	if !ok {
		return nil
	}
	way, handed := parseEnv(value)
	if way == ByCodec && codec == nil {
		return nil
	}
	serving = true
	os.Unsetenv(env) // what the workload may start is not a worker
	role.IgnoreInterrupt()
	lifeline := system.TakeLifeline()
	system.CloseInherited(handed)
	in, out, err := system.TakeStdio(apart(env, handed))
	if err != nil {
		fmt.Fprintln(os.Stderr, "corerace worker:", err)
		system.Exit(exitFailed)
	}
	s := &server{in: NewFrameReader(in), out: out, codec: codec, started: began}
	s.end(s.open(way))
	if lifeline {
		go system.DieWithParent(exitOrphan)
	}
	return s
}

// apart is handed where a worker sends over the last of the files that it was handed, and 0 where over its standard
// output: one that goes through a program first may print on its way.
func apart(env string, handed int) int {
	if env == EntryEnv && system.WiresApart {
		return handed
	}
	return 0
}

// open finds what shares are claimed from.
func (s *server) open(way string) (err error) {
	switch way {
	case ByPipe, ByCodec:
		s.in.Buffer()
	case ByMemory:
		s.arena, err = openArena()
	}
	return err
}

// end ends the process where something went wrong.
func (s *server) end(err error) {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		system.Exit(exitOrphan)
	}
	if err != nil {
		s.fail(err)
	}
}

// EnvValue returns the value of Env for a worker that shares reach by a way, and that is handed so many files beside the
// standard three.
func EnvValue(way string, files int) string { return way + ":" + strconv.Itoa(files) }

func parseEnv(value string) (way string, files int) {
	way, n, _ := strings.Cut(value, ":")
	files, _ = strconv.Atoi(n)
	return way, files
}

// A server is the worker's side of the wire.
type server struct {
	table  []*workloads.Workload
	in     *FrameReader
	out    io.Writer
	buf    []byte // frames that are to be sent
	arena  *Arena // nil: shares are sent
	seat   int    // of this worker in its pool
	step   steps
	w      *workloads.Workload
	size   int                     // items in a pass, which for blocks is the parent's to say
	run    func(lo, hi int) uint64 // nil where the blocks are sent
	echoes *echoServer
	sender *blockServer // nil where they aren't
	codec  *Codec       // nil: this worker has none
	// When this process took the worker's path, and how long it then went to come to its workload.
	started, entered time.Duration
	// The job of sent shares that is under way.
	sent      Done
	user, sys time.Duration
	began     time.Time
	ended     time.Time
	flushed   time.Time     // what ended was when frames were sent last
	waited    time.Duration // by this process, when it last was idle
}

// serve answers the parent until it says quit.
func (s *server) serve() error {
	if err := s.hello(s.started); err != nil {
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
		if f.Kind == KindShare {
			err = s.answerLater(reply)
		} else {
			err = s.send(reply)
		}
		if err != nil {
			return err
		}
		if _, err := s.out.Write(s.behind(reply)); err != nil {
			return err
		}
		if err := s.account(reply.Kind); err != nil {
			return err
		}
		if reply.Kind == KindReady || reply.Kind == KindDone {
			system.AwaitInput()
		}
	}
}

// hello says that this is a worker. Where the setup lies in the pipe already, it is sent with what that leads to: to wake
// the parent takes one of the cores from a worker that starts.
func (s *server) hello(began time.Duration) error {
	s.buf = AppendFrame(s.buf, Frame{Kind: KindHello, Args: [4]uint64{Protocol, uint64(os.Getpid()), uint64(began)}})
	if system.InputWaits() {
		return nil
	}
	return s.flush()
}

// account reads the process's wait while it is idle, which takes longer than a share may: before the go of a job,
// when the worker is ready, and after its sum is sent.
func (s *server) account(said Kind) error {
	if said != KindReady && said != KindDone {
		return nil
	}
	wait, known := system.ProcessWait()
	a := Account{Window: s.ended.Sub(s.began), Wait: max(0, wait-s.waited), Known: known}
	s.waited = wait
	if said == KindReady {
		return nil
	}
	return s.send(a.frame())
}

// behind is what follows a frame on the wire.
func (s *server) behind(f Frame) []byte {
	switch {
	case f.Kind == KindOutput:
		return s.sender.wire
	case f.Kind == KindEchoed:
		return s.echoes.buf[:f.Args[1]]
	}
	return nil
}

func (s *server) send(f Frame) error {
	s.buf = AppendFrame(s.buf, f)
	return s.flush()
}

// fail says on the wire why the worker can't go on, and ends it.
func (s *server) fail(err error) {
	s.send(Frame{Kind: KindFail, Text: err.Error()})
	system.Exit(exitFailed)
}

func (s *server) answer(f Frame) (Frame, error) {
	if f.Kind == KindSetup {
		system.WakeInTime()
		return s.setup(f)
	}
	if f.Kind == KindEcho {
		return s.echo(f)
	}
	if s.w == nil {
		return Frame{}, fmt.Errorf("frame of kind %d before the workload is set up", f.Kind)
	}
	switch f.Kind {
	case KindJob, KindPart:
		return s.job(f)
	case KindShare:
		return s.share(f)
	case KindBlock:
		return s.block(f)
	case KindTally:
		return s.tally(), nil
	}
	return Frame{}, fmt.Errorf("frame of kind %d is not for a worker", f.Kind)
}

// setup makes the worker ready: the workload is set up, one unclaimed share has run, and where there was something to set
// up, the garbage is collected. A first collection costs a worker 0.8 ms and 0.35 MB of private memory, for the
// collector's own workers and their lists, and what one share leaves isn't worth that; nor is asking how much it is,
// since runtime.ReadMemStats takes nearly as much.
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
	if err := s.sit(f.Args[2]); err != nil {
		return Frame{}, err
	}
	if err := system.LimitMemory(f.Args[1]); err != nil {
		return Frame{}, err
	}
	took, err := s.prepare(f)
	if err != nil {
		return Frame{}, err
	}
	took += s.entered
	if share < 1 || share > uint64(s.size) {
		return Frame{}, fmt.Errorf("a share of %d items: the workload has %d", share, s.size)
	}
	if s.run != nil {
		if _, err := RunShare(s.run, 0, int(share)); err != nil {
			return Frame{}, err
		}
	}
	if took > 0 {
		runtime.GC()
	}
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

// job claims shares until none is left, or runs the part of every pass that is its own. A worker that took the place of
// one that died goes on with its slot.
func (s *server) job(f Frame) (Frame, error) {
	g, err := f.grid(s.size)
	if err != nil {
		return Frame{}, err
	}
	if s.arena == nil {
		return Frame{}, errors.New("a job to claim from, but no shared memory")
	}
	s.began = time.Now()
	user, sys := system.ProcessCPU()
	l := &ledger{s.arena.Slot(s.seat), s.step}
	if err := l.redo(g, s.run); err != nil {
		return Frame{}, err
	}
	if f.Kind == KindPart {
		err = l.part(s.arena.Cursor(), g, s.seat, s.arena.Slots(), s.run)
	} else {
		err = l.loop(s.guided(g), g, s.run)
	}
	if err != nil {
		return Frame{}, err
	}
	var d Done
	d.Sum, d.Shares = l.Done()
	d.User, d.Sys = system.ProcessCPU()
	d.User, d.Sys = d.User-user, d.Sys-sys
	s.ended = time.Now()
	return d.frame(), nil
}

// guided is how the worker claims the shares of a job.
func (s *server) guided(g Grid) Claimer {
	d := s.arena.Cursor().Guided(g.Shares(), s.arena.Slots())
	if s.step != nil {
		d.clock = func() time.Duration { return 0 }
	}
	return d
}

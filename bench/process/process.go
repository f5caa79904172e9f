package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	"corerace/bench/child"
	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/results"
)

// A process is a worker process and the parent's ends of its pipes.
type process struct {
	i      int
	image  string // that it was started from, as a record calls it
	cmd    *exec.Cmd
	in     *os.File // to the worker
	out    *os.File
	life   *os.File            // nil where there is none; its end tells the worker that the parent is gone
	wire   *worker.FrameReader // of out
	to     io.Writer           // in
	buf    []byte
	setup  time.Duration
	words  string // the last that its runtime said
	memory uint64 // bytes that it may use; 0 is no limit
	clock  startClock
	stages results.Stages // of its start
	entry  *Entry         // nil: the workload is in its list
	said   *said          // what it printed, where it came by an entry

	arrived bool // it has said hello
	working atomic.Bool
	late    atomic.Int64 // the deadline that it was killed at, in ns; 0: it wasn't
	killed  atomic.Bool  // by end, and not on its way out before
	closed  atomic.Bool  // Close was called
	reaping sync.Once
	ending  sync.Once
	exited  chan struct{} // closed when the process was waited for
}

// watch kills the process when progress stays the same for as long as the deadline. What was going on then fails with
// an error that says so. It is counted in ticks, so that a stop of the parent itself isn't taken for the worker's.
func (p *process) watch(deadline time.Duration, progress func() uint64) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	period := min(max(deadline/20, 5*time.Millisecond), 100*time.Millisecond)
	go func() {
		defer close(ended)
		tick := time.NewTicker(period)
		defer tick.Stop()
		seen, quiet := progress(), time.Duration(0)
		for quiet < deadline {
			select {
			case <-done:
				return
			case <-p.exited:
				return
			case <-tick.C:
			}
			quiet += period
			if now := progress(); now != seen {
				seen, quiet = now, 0
			}
		}
		p.late.Store(int64(deadline))
		p.cmd.Process.Kill()
	}()
	return sync.OnceFunc(func() {
		close(done)
		<-ended // what progress looks at may go
	})
}

// exitGrace is how long it may take to end after it closed its pipe or said that it fails. What it says and how it
// ends come from one system call, so this is for a machine that is busy.
const exitGrace = 80 * time.Millisecond

// starting is how many workers are being started, of all pools: what they want of memory they don't have yet.
var starting atomic.Int32

// startProcess starts worker i and returns when it is ready: it has said hello, is set up, and has run one share.
func startProcess(ctx context.Context, i int, s mode.Spec, arena *os.File) (*process, error) {
	starting.Add(1)
	defer starting.Add(-1)
	entry := entryOf(s.Workload.Name)
	p, err := spawnFrom(s.Value("image"), i, arena, s.Blocks, entry)
	if err != nil {
		return nil, fmt.Errorf("worker %d: %w", i, err)
	}
	p.clock.opened = s.Opened
	limit := s.StartLimit()
	if entry != nil {
		limit = max(limit, entry.Within)
	}
	var late atomic.Bool
	timer := time.AfterFunc(limit, func() { late.Store(true); p.kill() })
	defer timer.Stop()
	defer context.AfterFunc(ctx, p.kill)()
	p.memory = s.WorkerMemory
	err = p.ready(s)
	p.reap()
	if err == nil {
		return p, nil
	}
	p.end(0)
	if late.Load() {
		err = p.failed(fmt.Errorf("not ready after %v", limit))
	}
	return nil, err
}

// ready is the ping before work: a process that isn't a worker of this program is found out here. What is to be set up
// is sent ahead, so the worker needn't wait for the parent after its hello.
func (p *process) ready(s mode.Spec) error {
	p.send(worker.Frame{Kind: worker.KindSetup,
		Args: [4]uint64{uint64(s.Share), s.WorkerMemory, uint64(p.i), s.BlockSetup()}, Text: s.Workload.Name})
	hello, err := p.read(worker.KindHello)
	if err != nil {
		return err
	}
	if hello.Args[0] != worker.Protocol || hello.Args[1] != uint64(p.cmd.Process.Pid) {
		return p.failed(fmt.Errorf("not a worker of this program: it says protocol %d, pid %d", hello.Args[0],
			hello.Args[1]))
	}
	p.arrived = true
	p.clock.hello(hello.Args[2])
	f, err := p.read(worker.KindReady)
	p.setup = time.Duration(f.Args[0])
	p.stages = p.clock.ready(p.setup)
	return err
}

// reap begins to wait for the process. Should somebody else hold its end of the pipe, reading ends all the same.
//
// It begins when the worker is ready, or is ended: a goroutine that waits for a process keeps its P until the runtime
// notices, and while one P was there and the other was in the start of the next worker, nobody read what the first had
// to say, for 2 to 10 ms.
func (p *process) reap() {
	p.reaping.Do(func() {
		go func() {
			p.cmd.Wait()
			close(p.exited)
			time.AfterFunc(mode.EndGrace, func() { p.out.Close() })
		}()
	})
}

// kill ends the process whatever it does, and sees to it that it is waited for.
func (p *process) kill() {
	p.cmd.Process.Kill()
	p.reap()
}

// send sends a frame. Where the worker is gone, reading finds its last words.
func (p *process) send(f worker.Frame) {
	p.buf = worker.AppendFrame(p.buf[:0], f)
	p.to.Write(p.buf)
}

// ask sends a frame and returns the answer, which must be of kind want.
func (p *process) ask(f worker.Frame, want worker.Kind) (worker.Frame, error) {
	p.send(f)
	return p.read(want)
}

// read reads the worker's next frame, which must be of kind want. What the worker itself says went wrong is the error;
// where its pipe has merely ended, how the process ended is.
func (p *process) read(want worker.Kind) (worker.Frame, error) {
	f, err := p.wire.Read()
	switch {
	case err == nil && f.Kind == want:
		return f, nil
	case err == nil && f.Kind == worker.KindFail:
		err = errors.New(f.Text)
	case err == nil:
		err = fmt.Errorf("it answered with a frame of kind %d, %d expected", f.Kind, want)
	case errors.Is(err, io.EOF), errors.Is(err, os.ErrClosed):
		err = nil // how it ended says all
	case want == worker.KindHello:
		err = p.printedFirst(err)
	}
	return worker.Frame{}, p.failed(err)
}

// finish sends the frame that ends in the worker's account of a job, and returns that.
func (p *process) finish(j *mode.Job, f worker.Frame) (mode.Tally, error) {
	f, err := p.ask(f, worker.KindDone)
	end := machine.Now() // the sum is in
	if err != nil {
		return mode.Tally{}, err
	}
	d, err := f.Done(j.Shares())
	if err != nil {
		return mode.Tally{}, p.failed(err)
	}
	if f, err = p.read(worker.KindAccount); err != nil {
		return mode.Tally{}, err
	}
	a, err := f.Account()
	if err != nil {
		return mode.Tally{}, p.failed(err)
	}
	pid := p.cmd.Process.Pid
	return mode.Tally{Sum: d.Sum, Shares: d.Shares, PID: pid, TID: pid, User: d.User, Sys: d.Sys, Setup: p.setup,
		Stages: p.stages, Image: p.image, End: end, Account: a}, nil
}

// failed ends the process and returns the error that names it: what went wrong, if that is known, and how it ended.
func (p *process) failed(what error) error {
	p.end(exitGrace)
	if crash := p.crashed(); crash != nil {
		what = crash
	}
	what = p.neverCame(what)
	if what == nil && p.killed.Load() && p.late.Load() == 0 && !p.closed.Load() {
		what = errors.New("it closed its pipe")
	}
	how := child.Ended(p.cmd.ProcessState)
	if late := p.late.Load(); late > 0 {
		how += fmt.Sprintf("; silent for %v, past its deadline", time.Duration(late).Round(time.Millisecond))
	}
	if p.said != nil {
		how += p.said.lines()
	}
	return &processError{p.i, p.cmd.Process.Pid, what, how}
}

// Close implements Worker: it tells an idle process to quit, and kills one that works.
func (p *process) Close() error {
	p.closed.Store(true)
	if p.working.Load() {
		p.end(0)
		return nil
	}
	p.in.SetWriteDeadline(time.Now().Add(mode.EndGrace))
	p.in.Write(worker.AppendFrame(nil, worker.Frame{Kind: worker.KindQuit}))
	p.end(p.endGrace())
	return nil
}

// end gives the process some time to end by itself, kills it if it doesn't, and waits for it.
func (p *process) end(patience time.Duration) {
	p.reap()
	p.ending.Do(func() {
		select {
		case <-p.exited:
		case <-time.After(patience):
			p.killed.Store(!dying(p.cmd.Process.Pid))
			p.cmd.Process.Kill()
		}
		<-p.exited
		p.words = p.lastWords()
		p.hangUp()
	})
}

// hangUp closes what leads to the worker.
func (p *process) hangUp() {
	p.in.Close()
	if p.life != nil {
		p.life.Close()
	}
}

package python

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"time"

	"corerace/bench/child"
)

// A Program is what an interpreter is started with.
type Program struct {
	Source string   // the main module
	Args   []string // sys.argv[1:]
	Cores  []int    // the cores that it is bound to before it runs; none is no binding
}

// A Process is an interpreter that runs a program of ours. They talk in lines: what is sent comes in on the program's
// standard input, and what it writes to standard output is read here. Of standard error the end is kept, for errors.
//
//	this process   ──stdin──>  interpreter  ──fork──>  what it starts, in its process group
//	               <──stdout──
//	               ──lifeline─>  the end of it kills the group (Linux); elsewhere the end of stdin does its part
type Process struct {
	in    *Interpreter
	cmd   *exec.Cmd
	lines *child.Lines
	life  *os.File // nil where there is none
	log   child.Tail

	exited chan struct{} // closed when the process was waited for
	ending sync.Once
}

// Start starts a program. It ends when ctx does.
func Start(ctx context.Context, in *Interpreter, p Program) (*Process, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	forgetDead()
	pipes, err := child.OpenPipes()
	if err != nil {
		return nil, err
	}
	defer pipes.LetGo()
	args := append(append([]string{in.Path}, flags...), "-c", p.Source)
	x := &Process{in: in, lines: child.NewLines(pipes), exited: make(chan struct{})}
	x.cmd = &exec.Cmd{Path: in.Path, Args: append(args, p.Args...), Env: environ(), Stdin: pipes.Stdin,
		Stdout: pipes.Stdout, Stderr: &x.log, WaitDelay: endGrace}
	child.OwnGroup(x.cmd)
	if err := x.start(p); err != nil {
		pipes.Close()
		return nil, fmt.Errorf("python %s: %w", in.Label, err)
	}
	stop := context.AfterFunc(ctx, x.Kill)
	go func() {
		x.reap()
		stop()
	}()
	return x, nil
}

// reap waits for the process. What it has forked ends with it: the group is known by the process until it was waited
// for, and by the lifeline after that.
func (x *Process) reap() {
	x.cmd.Wait()
	x.hangUp() // which ends what it has forked, too
	Forget(x.PID())
	close(x.exited)
	time.AfterFunc(endGrace, func() { x.lines.Out.Close() })
}

// PID is the process's number.
func (x *Process) PID() int { return x.cmd.Process.Pid }

// Send sends a line. Where the interpreter is gone, reading finds its last words.
func (x *Process) Send(line string) { x.lines.Send(line) }

// Line returns the next line that the program writes, without its end. An interpreter that is silent for longer than
// limit is killed. The bytes are good until the next call.
func (x *Process) Line(limit time.Duration) ([]byte, error) {
	line, err := x.lines.Next(limit, x.Kill)
	if err == nil {
		return line, nil
	}
	if _, late := errors.AsType[child.LateError](err); late || errors.Is(err, child.ErrLongLine) {
		return nil, x.Failed(err)
	}
	return nil, x.Failed(nil) // how it ended says all
}

// Failed ends the process and returns the error that names it: what went wrong, where that is known, how it ended, and
// the last line of what it wrote to standard error.
func (x *Process) Failed(what error) error {
	x.end(endGrace)
	name := fmt.Sprintf("python %s (pid %d)", x.in.Label, x.PID())
	how := child.Ended(x.cmd.ProcessState)
	if last := x.log.LastLine(); last != "" {
		how += ": " + last
	}
	if what == nil {
		return fmt.Errorf("%s: %s", name, how)
	}
	return fmt.Errorf("%s: %w; %s", name, what, how)
}

// Close tells the program that there is no more to do, and ends it where it doesn't end.
func (x *Process) Close() error {
	x.lines.In.Close()
	x.end(closeGrace)
	return nil
}

// closeGrace is how long a program may take to end: an interpreter takes its time to put everything away.
const closeGrace = time.Second

// Kill ends the process and all that it has started.
func (x *Process) Kill() {
	select {
	case <-x.exited:
	default:
		child.KillGroup(x.cmd.Process)
	}
}

// end gives the process some time to end by itself, kills it and its group, and waits for it.
func (x *Process) end(patience time.Duration) {
	select {
	case <-x.exited:
	case <-time.After(patience):
		x.Kill()
	}
	<-x.exited
}

// hangUp closes what leads to the process.
func (x *Process) hangUp() {
	x.ending.Do(func() {
		x.lines.In.Close()
		if x.life != nil {
			x.life.Close()
		}
	})
}

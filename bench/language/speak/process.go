package speak

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

// A Program is a program in another language that is ready to be started.
type Program struct {
	Name  string   // of the runtime, with its version: "python 3.13". Errors begin with it.
	Path  string   // the executable
	Args  []string // after its name
	Env   []string // all of its environment
	Dir   string   // where it runs; "" is where this process does
	Cores []int    // the cores that it is bound to before it runs; none is no binding
	// Claims says that it is given a pipe, as descriptor 4, from which its workers read the numbers of their shares.
	Claims bool
	// Ended is called when the process was waited for, and takes away what it may have left. Nil is nothing.
	Ended func(pid int)
}

// A Process is a program that was started. They talk in lines: what is sent comes in on the program's standard input,
// and what it writes to standard output is read here. Of standard error the end is kept, for errors.
//
//	this process   ──stdin──>  program  ──fork──>  what it starts, in its process group
//	               <──stdout──
//	               ──lifeline─>  descriptor 3: the end of it kills the group (Linux); elsewhere that of stdin does its part
//	               ──claims──>   descriptor 4, where the program wants it: numbers of shares
type Process struct {
	program Program
	cmd     *exec.Cmd
	lines   *child.Lines
	life    *os.File // nil where there is none
	claims  *os.File // nil where there is none
	log     child.Tail

	exited chan struct{} // closed when the process was waited for
	ending sync.Once
}

// Start starts a program. It ends when ctx does.
func Start(ctx context.Context, p Program) (*Process, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	pipes, err := child.OpenPipes()
	if err != nil {
		return nil, err
	}
	defer pipes.LetGo()
	x := &Process{program: p, lines: child.NewLines(pipes), exited: make(chan struct{})}
	x.cmd = &exec.Cmd{Path: p.Path, Args: append([]string{p.Path}, p.Args...), Env: p.Env, Dir: p.Dir,
		Stdin:  pipes.Stdin,
		Stdout: pipes.Stdout, Stderr: &x.log, WaitDelay: endGrace}
	child.OwnGroup(x.cmd)
	if err := x.begin(); err != nil {
		pipes.Close()
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	stop := context.AfterFunc(ctx, x.Kill)
	go func() {
		x.reap()
		stop()
	}()
	return x, nil
}

// begin opens the pipe of the claims, where there is to be one, and starts the process.
func (x *Process) begin() error {
	if !x.program.Claims {
		return x.start(nil)
	}
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	if err := x.start(r); err != nil {
		w.Close()
		return err
	}
	x.claims = w
	return nil
}

// endGrace is how long what a program has started may hold on to its output after its end.
const endGrace = 200 * time.Millisecond

// reap waits for the process. What it has forked ends with it: the group is known by the process until it was waited
// for, and by the lifeline after that.
func (x *Process) reap() {
	x.cmd.Wait()
	x.hangUp() // which ends what it has forked, too
	if x.program.Ended != nil {
		x.program.Ended(x.PID())
	}
	close(x.exited)
	time.AfterFunc(endGrace, func() { x.lines.Out.Close() })
}

// PID is the process's number.
func (x *Process) PID() int { return x.cmd.Process.Pid }

// Send sends a line. Where the program is gone, reading finds its last words.
func (x *Process) Send(line string) { x.lines.Send(line) }

// Line returns the next line that the program writes, without its end. A program that is silent for longer than
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
	name := fmt.Sprintf("%s (pid %d)", x.program.Name, x.PID())
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
		if x.claims != nil {
			x.claims.Close()
		}
	})
}

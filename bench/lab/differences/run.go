package differences

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"corerace/bench/child"
	"corerace/bench/language/python"
	"corerace/bench/scratch"
)

// A Subject is who an experiment is done on.
type Subject struct {
	Way    Way
	Python *python.Interpreter // of a way of Python
	Start  string              // the start method; "" is what that Python has by itself
}

// With names the program and its version: "Go 1.26.0", "CPython 3.13.0".
func (s Subject) With() string {
	if s.Python == nil {
		return "Go " + runtime.Version()[len("go"):]
	}
	return s.Python.String()
}

// An Observation is what was seen of a subject.
type Observation struct {
	Subject
	Outcome string
	Facts   map[string]string
	Took    time.Duration
	Err     error // why nothing was seen
}

// deadline is how long an experiment may take. Most take a tenth of a second.
const deadline = 60 * time.Second

var errOnlyLinux = errors.New("it looks at memory or limits it, which can be done on Linux only")

// Here is why no experiment can be done on this system, or nil.
func Here() error { return cmp.Or(mayRun(), mayStart(), child.MayStart()) }

// CanUse is why an interpreter can't be a subject, or nil.
func CanUse(in *python.Interpreter) error {
	if !in.AtLeast(3, 7) {
		return fmt.Errorf("python %s is too old for the experiments: 3.7 or later expected", in.Label)
	}
	return nil
}

// Missing is why a subject can't be had here, or nil.
func (e *Experiment) Missing(s Subject) error {
	switch {
	case e.onlyLinux && runtime.GOOS != "linux":
		return errOnlyLinux
	case s.Way.ofPython():
		return cmp.Or(CanUse(s.Python), Here())
	}
	return Here()
}

// Observe does the experiment on subjects, all at once, and returns what was seen of each, in their order.
func (e *Experiment) Observe(ctx context.Context, subjects []Subject) []Observation {
	all := make([]Observation, len(subjects))
	var wg sync.WaitGroup
	for i, s := range subjects {
		wg.Go(func() { all[i] = e.observe(ctx, s) })
	}
	wg.Wait()
	return all
}

// observe does the experiment on a subject, in a process group and in a folder of its own. Neither is left behind.
func (e *Experiment) observe(ctx context.Context, s Subject) (o Observation) {
	o.Subject = s
	if o.Err = e.Missing(s); o.Err != nil {
		return o
	}
	began := time.Now()
	defer func() { o.Took = time.Since(began) }()
	folder, err := scratch.New("difference")
	if err != nil {
		o.Err = err
		return o
	}
	defer folder.Close() // and with it the semaphores, which have its name
	story, err := e.inGroup(ctx, s, folder.Path)
	if start := story.facts[startFact]; start != "" {
		o.Start = start
		delete(story.facts, startFact)
	}
	o.Outcome, o.Facts, o.Err = story.outcome, story.facts, err
	return o
}

// inGroup runs a subject in a process group, which is ended with the outcome.
func (e *Experiment) inGroup(ctx context.Context, s Subject, dir string) (told story, err error) {
	cmd, p, err := e.command(s, dir)
	if err != nil {
		return told, err
	}
	defer p.Close()
	group, err := child.NewGroup()
	if err != nil {
		p.LetGo()
		return told, err
	}
	defer group.Close()
	log, err := logOf(cmd)
	if err != nil {
		p.LetGo()
		return told, err
	}
	err = group.Start(cmd)
	p.LetGo()
	cmd.Stderr.(*os.File).Close()
	if err != nil {
		return told, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, deadline, fmt.Errorf("no end after %v", deadline))
	defer cancel()
	told, err = e.listen(ctx, p.Out, cmd.Process.Pid)
	group.Close()
	if err != nil {
		err = fmt.Errorf("%s, %s: %w", e.Name, s.Way, err)
		if last := log.LastLine(); last != "" {
			err = fmt.Errorf("%w; its last words: %s", err, last)
		}
	}
	return told, err
}

// logOf gives a command a pipe as standard error, and keeps the end of what it writes there.
func logOf(cmd *exec.Cmd) (*child.Tail, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	log := &child.Tail{}
	go log.Take(r)
	cmd.Stderr = w
	return log, nil
}

// listen reads what a subject tells, up to its outcome. Where it said that it waits, and no process of its group uses a
// core any more, that is the outcome.
func (e *Experiment) listen(ctx context.Context, out *os.File, pid int) (told story, err error) {
	stop := context.AfterFunc(ctx, func() { out.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	lines := make(chan string)
	ended := make(chan error, 1)
	done := make(chan struct{})
	defer close(done)
	go func() { ended <- scan(out, lines, done) }()
	rest := newRest(pid)
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for told.outcome == "" {
		select {
		case line := <-lines:
			if err := told.take(e, line); err != nil {
				return told, err
			}
		case <-look.C:
			if told.waiting && rest.ever() {
				err = told.orHang(e, lines)
			}
			if err != nil {
				return told, err
			}
		case err := <-ended:
			if ctx.Err() != nil {
				err = context.Cause(ctx)
			}
			return told, err
		}
	}
	return told, nil
}

// orHang ends a story with the outcome of what waits for ever, unless something was said that only wasn't taken yet.
func (s *story) orHang(e *Experiment, lines <-chan string) error {
	select {
	case line := <-lines:
		return s.take(e, line)
	default:
		s.outcome = hang
		return nil
	}
}

// scan sends the lines of a subject until done is closed, and says how that ended.
func scan(out *os.File, lines chan<- string, done <-chan struct{}) error {
	s := bufio.NewScanner(out)
	s.Buffer(nil, child.MaxLine)
	for s.Scan() {
		select {
		case lines <- s.Text():
		case <-done:
			return nil
		}
	}
	if errors.Is(s.Err(), bufio.ErrTooLong) {
		return child.ErrLongLine
	}
	return errors.New("it ended without an outcome")
}

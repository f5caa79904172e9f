package language

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"time"

	"corerace/bench/child"
	"corerace/bench/language/python"
)

// A Driver is a program in another language that answers questions, a line of JSON each, so that what it does can be
// measured in the same rounds as what this program does. It is asked by one goroutine at a time.
//
//	this program                                     the other
//	{"do":"trips","n":100}                           reads a line, measures, writes a line
//	                         {"ok":{"p50":3.2e-5}}   or {"error":"ValueError: …"}
//
// The program and all that it starts, its pools' workers too, are in a group (bench/child) that ends with the driver
// and with this program.
type Driver struct {
	name   string // of the language; errors begin with it
	group  *child.Group
	cmd    *exec.Cmd
	lines  *child.Lines
	log    child.Tail
	source io.Closer
	ended  atomic.Bool
}

// Start starts a program in an interpreter of Python, without variables PYTHON* in its environment. The program's text
// is kept where Python's workers find it again, for those that are spawned read it anew.
func Start(path, program string) (*Driver, error) {
	script, source, err := keepSource(program)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(path, "-E", "-s", "-B", "-W", "ignore", script)
	cmd.Env = python.Environ(os.Environ())
	return StartCommand("python", cmd, source)
}

// StartCommand starts a program that is ready to run. The driver closes its source, also where it doesn't start.
func StartCommand(name string, cmd *exec.Cmd, source io.Closer) (*Driver, error) {
	d := &Driver{name: name, cmd: cmd, source: source}
	if err := d.start(); err != nil {
		d.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return d, nil
}

func (d *Driver) start() (err error) {
	pipes, err := child.OpenPipes()
	if err != nil {
		return err
	}
	defer pipes.LetGo()
	d.lines = child.NewLines(pipes)
	log, childLog, err := os.Pipe()
	if err != nil {
		return err
	}
	defer childLog.Close()
	go d.log.Take(log)
	if d.group, err = child.NewGroup(); err != nil {
		return err
	}
	d.cmd.Stdin, d.cmd.Stdout, d.cmd.Stderr = pipes.Stdin, pipes.Stdout, childLog
	return d.group.Start(d.cmd)
}

// answer is a line of a driver.
type answer struct {
	OK    json.RawMessage `json:"ok"`
	Error string          `json:"error"`
}

// ErrEnded reports a program that has ended, by itself or because it was made to.
var ErrEnded = errors.New("it has ended")

// Ask sends a question and reads the answer into reply, which is a pointer to a struct. What isn't in it is an error,
// as is an answer that comes late: the driver is then ended.
func (d *Driver) Ask(ctx context.Context, question, reply any, within time.Duration) error {
	if d.ended.Load() {
		return fmt.Errorf("%s: %w", d.name, ErrEnded)
	}
	stop := context.AfterFunc(ctx, d.end)
	defer stop()
	b, err := json.Marshal(question)
	if err != nil {
		return err
	}
	err = d.lines.Send(string(b))
	var line []byte
	if err == nil {
		line, err = d.lines.Next(within, d.end)
	}
	if err == nil {
		err = parseAnswer(line, reply)
		var told *toldError
		if errors.As(err, &told) {
			return fmt.Errorf("%s: %w", d.name, told)
		}
		if err == nil {
			return nil
		}
	}
	d.end()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	err = fmt.Errorf("%s: %w", d.name, why(err))
	if last := d.log.LastLine(); last != "" {
		err = fmt.Errorf("%w (%s)", err, last)
	}
	return err
}

// why says in words what was wrong with the answer.
func why(err error) error {
	if late, ok := errors.AsType[child.LateError](err); ok {
		return fmt.Errorf("no answer after %v", late.Limit)
	}
	switch {
	case errors.Is(err, child.ErrLongLine):
		return fmt.Errorf("an answer of more than %d bytes", child.MaxLine)
	case errors.Is(err, io.EOF):
		return ErrEnded
	}
	return err
}

// A toldError is one that the program told, so that it goes on.
type toldError struct{ text string }

func (e *toldError) Error() string { return e.text }

// parseAnswer reads a line. It isn't trusted: unknown fields, and anything after the answer, are errors.
func parseAnswer(line []byte, reply any) error {
	var a answer
	if err := strict(line, &a); err != nil {
		return fmt.Errorf("not an answer: %w", err)
	}
	if a.Error != "" {
		return &toldError{child.Plain(a.Error)}
	}
	if a.OK == nil {
		return errors.New("not an answer: neither ok nor error")
	}
	if err := strict(a.OK, reply); err != nil {
		return fmt.Errorf("not the answer to this question: %w", err)
	}
	return nil
}

func strict(b []byte, to any) error {
	dec := json.NewDecoder(strings.NewReader(string(b)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(to); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}

// PID is the program's.
func (d *Driver) PID() int { return d.cmd.Process.Pid }

// end kills the program and all that it has started.
func (d *Driver) end() {
	d.ended.Store(true)
	d.group.Kill()
}

// HangUp tells the program that it isn't asked any more, by the end of its input. Ask may go on meanwhile.
func (d *Driver) HangUp() { d.lines.In.Close() }

// Drain waits until a program that was hung up on has said its last, for some time at most.
func (d *Driver) Drain(within time.Duration) {
	for deadline := time.Now().Add(within); time.Now().Before(deadline); {
		if _, err := d.lines.Next(time.Until(deadline), func() {}); err != nil {
			return
		}
	}
}

// Close ends the program and waits for it. It may be called more than once.
func (d *Driver) Close() error {
	d.ended.Store(true)
	if d.lines != nil {
		d.lines.Close()
	}
	var err error
	if d.group != nil {
		err = d.group.Close()
	}
	if d.cmd != nil && d.cmd.Process != nil {
		python.Forget(d.cmd.Process.Pid)
	}
	return errors.Join(err, d.source.Close())
}

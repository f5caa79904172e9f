// Package driver runs a Python program that answers questions, a line of JSON each, so that what Python does can be
// measured in the same rounds as what this program does.
//
//	this program                                     python
//	{"do":"trips","n":100}                           reads a line, measures, writes a line
//	                         {"ok":{"p50":3.2e-5}}   or {"error":"ValueError: …"}
//
// The interpreter and all that it starts, its pools' workers too, are in a group (bench/child) that ends with the
// driver and with this program. Its environment has no variable PYTHON*.
package language

import (
	"bufio"
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
	"unicode"

	"corerace/bench/child"
	"corerace/bench/language/python"
)

// maxLine bounds what is read of a driver's answer.
const maxLine = 64 << 10

// A Driver is a Python program that answers questions. It is asked by one goroutine at a time.
type Driver struct {
	group  *child.Group
	cmd    *exec.Cmd
	pipes  child.Pipes
	lines  *bufio.Reader
	log    *tail
	source io.Closer
	ended  atomic.Bool
}

// Start starts a program in an interpreter. The program's text is kept where Python's workers find it again, for those
// that are spawned read it anew.
func Start(path, program string) (*Driver, error) {
	script, source, err := keepSource(program)
	if err != nil {
		return nil, err
	}
	d := &Driver{source: source, log: &tail{}}
	if err := d.start(path, script); err != nil {
		d.Close()
		return nil, fmt.Errorf("python: %w", err)
	}
	return d, nil
}

func (d *Driver) start(path, script string) (err error) {
	if d.pipes, err = child.OpenPipes(); err != nil {
		return err
	}
	defer d.pipes.LetGo()
	d.lines = bufio.NewReaderSize(d.pipes.Out, maxLine)
	log, childLog, err := os.Pipe()
	if err != nil {
		return err
	}
	defer childLog.Close()
	go d.log.take(log)
	if d.group, err = child.NewGroup(); err != nil {
		return err
	}
	d.cmd = exec.Command(path, "-E", "-s", "-B", "-W", "ignore", script)
	d.cmd.Env, d.cmd.Stdin, d.cmd.Stdout, d.cmd.Stderr = python.Environ(os.Environ()), d.pipes.Stdin, d.pipes.Stdout, childLog
	return d.group.Start(d.cmd)
}

// answer is a line of a driver.
type answer struct {
	OK    json.RawMessage `json:"ok"`
	Error string          `json:"error"`
}

// Ask sends a question and reads the answer into reply, which is a pointer to a struct. What isn't in it is an error, as
// is an answer that comes late: the driver is then ended.
func (d *Driver) Ask(ctx context.Context, question, reply any, within time.Duration) error {
	if d.ended.Load() {
		return errors.New("python: it has ended")
	}
	stop := context.AfterFunc(ctx, d.end)
	defer stop()
	b, err := json.Marshal(question)
	if err != nil {
		return err
	}
	d.pipes.Out.SetReadDeadline(time.Now().Add(within))
	_, err = d.pipes.In.Write(append(b, '\n'))
	var line []byte
	if err == nil {
		line, err = d.lines.ReadSlice('\n')
	}
	if err == nil {
		err = parseAnswer(line, reply)
		var told *toldError
		if err == nil || errors.As(err, &told) {
			return err
		}
	}
	d.end()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return fmt.Errorf("python: %w%s", d.why(err, within), d.log.lastLine())
}

// why says in words what was wrong with the answer.
func (d *Driver) why(err error, within time.Duration) error {
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("no answer after %v", within)
	case errors.Is(err, bufio.ErrBufferFull):
		return fmt.Errorf("an answer of more than %d bytes", maxLine)
	case errors.Is(err, io.EOF):
		return errors.New("it has ended")
	}
	return err
}

// A toldError is one that the program told, so that it goes on.
type toldError struct{ text string }

func (e *toldError) Error() string { return "python: " + e.text }

// parseAnswer reads a line. It isn't trusted: unknown fields, and anything after the answer, are errors.
func parseAnswer(line []byte, reply any) error {
	var a answer
	if err := strict(line, &a); err != nil {
		return fmt.Errorf("not an answer: %w", err)
	}
	if a.Error != "" {
		return &toldError{plain(a.Error)}
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

// PID is the interpreter's.
func (d *Driver) PID() int { return d.cmd.Process.Pid }

// end kills the program and all that it has started.
func (d *Driver) end() {
	d.ended.Store(true)
	d.group.Kill()
}

// Close ends the program and waits for it. It may be called more than once.
func (d *Driver) Close() error {
	d.ended.Store(true)
	d.pipes.Close()
	var err error
	if d.group != nil {
		err = d.group.Close()
	}
	if d.cmd != nil && d.cmd.Process != nil {
		python.Forget(d.cmd.Process.Pid)
	}
	return errors.Join(err, d.source.Close())
}

// plain makes a text from elsewhere fit for an error: one line of at most 300 bytes that can't steer a terminal.
func plain(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), 300)], "?")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s))
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"corerace/bench/child"
	commands "corerace/bench/command"
	"corerace/cmd/corerace/launch"
)

// holdSSH holds a connection to each machine until its worker has ended; an interrupt, or the end of the time where
// there is one, ends all of them, and with each its worker.
func holdSSH(ctx context.Context, stdout io.Writer, all []launch.Connection, limit time.Duration) error {
	takesLonger(ctx, 2*toolEnds)
	held, cancel := context.WithCancel(ctx)
	if limit > 0 {
		held, cancel = context.WithTimeout(ctx, limit)
	}
	defer cancel()
	errs := make([]error, len(all))
	var wg sync.WaitGroup
	for i, c := range all {
		fmt.Fprintln(stdout, "$", commands.Quote(append([]string{"ssh"}, c.Args...)))
		wg.Go(func() { errs[i] = hold(held, stdout, c) })
	}
	wg.Wait()
	switch {
	case ctx.Err() != nil:
		return errors.New("interrupted: the connections are closed, which ends their workers")
	case held.Err() != nil:
		fmt.Fprintf(stdout, "after %v the connections are closed, which ends their workers\n", limit)
		return nil
	}
	return errors.Join(errs...)
}

// hold holds one connection.
func hold(ctx context.Context, stdout io.Writer, to launch.Connection) error {
	c := toolCommand(ctx, append([]string{"ssh"}, to.Args...))
	said := &marked{w: stdout, mark: to.To}
	c.Stdout, c.Stderr = said, said
	err := child.Start(c)
	if err == nil {
		err = c.Wait()
	}
	said.flush()
	switch {
	case ctx.Err() != nil:
		return nil // said for all of them
	case err != nil && c.ProcessState != nil:
		return fmt.Errorf("%s: %s", to.To, child.Ended(c.ProcessState))
	case err != nil:
		return fmt.Errorf("%s: %w", to.To, err)
	}
	fmt.Fprintf(stdout, "%s: the worker has ended\n", to.To)
	return nil
}

// A marked writer writes each line behind a mark. What the lines say is somebody else's, and steers no terminal.
type marked struct {
	w    io.Writer
	mark string
	rest []byte // of a line that isn't over yet
}

// Write implements io.Writer. It never fails.
func (m *marked) Write(p []byte) (int, error) {
	m.rest = append(m.rest, p...)
	for {
		line, rest, whole := bytes.Cut(m.rest, []byte("\n"))
		if !whole && len(line) < child.MaxLine {
			return len(p), nil
		}
		m.say(line)
		m.rest = bytes.Clone(rest)
	}
}

// flush writes what was left without its end.
func (m *marked) flush() {
	m.say(m.rest)
	m.rest = nil
}

// say writes one line; none where there is nothing on it.
func (m *marked) say(line []byte) {
	if s := child.Plain(string(line)); strings.TrimSpace(s) != "" {
		fmt.Fprintf(m.w, "%s: %s\n", m.mark, s)
	}
}

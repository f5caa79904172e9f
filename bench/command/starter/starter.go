package starter

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"corerace/bench/child"
)

// A Starter is the process that starts commands, as this program sees it. It is started with the first command, so that
// recorders which count what is started later have all of it.
type Starter struct {
	mu    sync.Mutex // of a run
	pipes child.Pipes
	read  *bufio.Reader
	proc  *os.Process
	used  atomic.Int64 // CPU time in ns, by its last reply
}

// open starts the process, where it isn't there yet.
func (s *Starter) open() error {
	if s.proc != nil {
		return nil
	}
	if err := mayStart(); err != nil {
		return err
	}
	cmd, p, err := child.Again(starterArgument)
	if err != nil {
		return err
	}
	cmd.Env = child.HelperEnv(os.Environ(), starterEnv, "1", p.Stdin)
	child.OwnGroup(cmd) // an interrupt from the terminal is this program's to answer
	err = cmd.Start()   // not child.Start: it outlives this program, if only to end what it has started
	p.LetGo()
	if err != nil {
		p.Close()
		return fmt.Errorf("start a process that starts commands: %w", err)
	}
	s.pipes, s.proc, s.read = p, cmd.Process, bufio.NewReader(p.Out)
	return nil
}

// Run runs a command to its end. When ctx ends, the command is ended.
func (s *Starter) Run(ctx context.Context, r Request) (Reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Reply{}, context.Cause(ctx)
	}
	if err := s.open(); err != nil {
		return Reply{}, err
	}
	line, err := json.Marshal(r)
	if err == nil {
		_, err = s.pipes.In.Write(append(line, '\n'))
	}
	defer context.AfterFunc(ctx, func() { s.pipes.In.WriteString("\n") })() // an empty line ends the command
	var rep Reply
	if err == nil {
		s.pipes.Out.SetReadDeadline(time.Now().Add(r.Timeout + lingering + 2*patience + farTooLate))
		line, err = s.read.ReadBytes('\n')
	}
	if err == nil {
		err = json.Unmarshal(line, &rep)
	}
	if err != nil {
		return Reply{}, s.lost(err)
	}
	s.used.Store(int64(rep.Used))
	if rep.Asked && ctx.Err() != nil {
		return Reply{}, context.Cause(ctx)
	}
	return rep, nil
}

// lost ends a starter that can't be talked to, and says what became of it.
func (s *Starter) lost(why error) error {
	state, _ := s.end()
	if errors.Is(why, io.EOF) {
		return fmt.Errorf("the process that starts commands was ended, by the command or by the system: %v", state)
	}
	return fmt.Errorf("the process that starts commands doesn't answer: %w", why)
}

// farTooLate is how much longer than it may take a starter's answer is waited for.
const farTooLate = 20 * time.Second

// CPU is what the starter and its commands have used so far.
func (s *Starter) CPU() time.Duration { return time.Duration(s.used.Load()) }

// Close ends the starter, and with it what it has started, and waits for it.
func (s *Starter) Close() error {
	if s.proc == nil {
		return nil
	}
	_, err := s.end()
	return err
}

// end ends the starter, and says how it ended.
func (s *Starter) end() (*os.ProcessState, error) {
	err := s.pipes.Close()
	ended := time.AfterFunc(2*patience+farTooLate, func() { s.proc.Kill() })
	defer ended.Stop()
	state, waitErr := s.proc.Wait()
	sweep(s.proc.Pid)
	s.proc = nil
	s.used.Store(0) // it is waited for: the system counts it as ours
	return state, errors.Join(err, waitErr)
}

package race

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"corerace/bench/child"
	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/worker"
	"corerace/results"
)

// agentEnv is the environment variable that makes a hooked program an agent: it measures what it is asked to, with its
// own code, so that two builds of a program can be measured in the same rounds.
const agentEnv = "CORERACE_AGENT"

// agentArgument is the first argument of an agent. Whoever is no agent for want of what belongs to one ends by it.
const agentArgument = "corerace-agent"

// maxAgentLine bounds what an agent and its parent read from each other.
const maxAgentLine = 1 << 20

// A request asks an agent for one thing: what it has to offer, how long a pass takes, or a sample.
type request struct {
	Do       string        `json:"do"` // "list", "calibrate" or "sample"
	Workload string        `json:"workload,omitempty"`
	Mode     string        `json:"mode,omitempty"`
	Workers  int           `json:"workers,omitempty"`
	Passes   int           `json:"passes,omitempty"`
	Share    int           `json:"share,omitempty"`
	Pass     time.Duration `json:"pass_ns,omitempty"` // how long one takes, as it was calibrated
	Deadline time.Duration `json:"deadline_ns,omitempty"`
}

// A reply is what an agent answers.
type reply struct {
	Error     string        `json:"error,omitempty"`
	Workloads []offer       `json:"workloads,omitempty"`
	Pass      time.Duration `json:"pass_ns,omitempty"`
	// Sum is that of a pass, by its own serial reference, where none is published.
	Sum    uint64          `json:"sum,string,omitempty"`
	Sample *results.Sample `json:"sample,omitempty"`
	CPU    time.Duration   `json:"cpu_ns"` // that it and the workers it has waited for have used so far
}

// An offer is a workload that an agent knows.
type offer struct {
	Name string `json:"name"`
	Doc  string `json:"doc"`
	Size int    `json:"size"`
	Sum  uint64 `json:"sum,string"`
	// Unpublished says that there is no sum to offer: the serial reference of each build computes its own.
	Unpublished bool `json:"unpublished,omitempty"`
}

// An Agent is another build of a hooked program, or this one, that measures with its own code. Nothing that it does
// keeps its parent: it is asked with a deadline each time, and ended with all that it has started where it misses one.
type Agent struct {
	Name string
	agentProcess
	offers []offer
	cpu    time.Duration // that it has used, by its last reply

	mu sync.Mutex
}

// StartAgent starts the program at path as an agent under a name. Name goes into the build of its samples.
func StartAgent(ctx context.Context, name, path string) (*Agent, error) {
	if err := process.CanStart(); err != nil {
		return nil, err
	}
	a := &Agent{Name: name}
	if err := a.start(name, path); err != nil {
		return nil, fmt.Errorf("build %s: %w", name, err)
	}
	rep, err := a.ask(ctx, request{Do: "list"}, mode.DefaultReadyWithin)
	if err == nil && len(rep.Workloads) == 0 {
		err = fmt.Errorf("build %s: it offers no workload: does its main call bench.Hook first?", name)
	}
	if err != nil {
		a.Close()
		if _, silent := errors.AsType[silentError](err); silent {
			err = fmt.Errorf("%w: does its main call bench.Hook first?", err)
		}
		return nil, err
	}
	a.offers = rep.Workloads
	return a, nil
}

// A silentError says that a build missed a deadline. It was ended.
type silentError struct {
	build  string
	within time.Duration
}

func (e silentError) Error() string {
	return fmt.Sprintf("build %s: it doesn't answer in %v", e.build, e.within.Round(time.Millisecond))
}

// agentEnviron is the environment without what makes a process a worker.
func agentEnviron(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(kv string) bool { return strings.HasPrefix(kv, worker.Env+"=") })
}

// ask sends a request and returns the answer. Where that isn't there in time, or ctx ends, the agent is ended.
func (a *Agent) ask(ctx context.Context, r request, within time.Duration) (reply, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer context.AfterFunc(ctx, a.kill)()
	a.within(within)
	b, err := json.Marshal(r)
	if err == nil {
		_, err = a.pipes.In.Write(append(b, '\n'))
	}
	if errors.Is(err, syscall.EPIPE) {
		err = io.EOF // it has ended, before it was asked and not after
	}
	var rep reply
	if err == nil {
		rep, err = a.read()
	}
	if err != nil {
		a.kill()
	}
	switch {
	case ctx.Err() != nil:
		return reply{}, fmt.Errorf("build %s: %w", a.Name, context.Cause(ctx))
	case errors.Is(err, os.ErrDeadlineExceeded):
		return reply{}, silentError{a.Name, within}
	case err != nil:
		return reply{}, fmt.Errorf("build %s: it doesn't answer as a corerace program does: %s", a.Name,
			child.Plain(err.Error()))
	case rep.Error != "":
		return reply{}, fmt.Errorf("build %s: %s", a.Name, child.Plain(rep.Error))
	}
	a.cpu = rep.CPU
	return rep, nil
}

// read reads one answer.
func (a *Agent) read() (rep reply, err error) {
	line, err := a.line()
	if err != nil {
		return rep, err
	}
	if err = json.Unmarshal(line, &rep); err != nil && a.offers == nil {
		err = a.printed(line, err)
	}
	return rep, err // another build may say more than this one knows
}

// line reads a line with its end.
func (a *Agent) line() (line []byte, err error) {
	for {
		part, err := a.out.ReadSlice('\n')
		line = append(line, part...)
		if err == nil {
			return line, nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		if len(line) > maxAgentLine {
			return nil, fmt.Errorf("a line of more than %d bytes", maxAgentLine)
		}
	}
}

// sample has the agent take a sample of a cell.
func (a *Agent) sample(ctx context.Context, c cell, deadline time.Duration) (results.Sample, error) {
	rep, err := a.ask(ctx, request{Do: "sample", Workload: c.w.Name, Mode: c.m.String(), Workers: c.workers,
		Passes: c.planned.Passes, Share: c.planned.Share, Pass: c.planned.Pass, Deadline: deadline}, sampleWithin(c, deadline))
	if err != nil {
		return results.Sample{}, err
	}
	if rep.Sample == nil {
		return results.Sample{}, fmt.Errorf("build %s: no sample", a.Name)
	}
	s := *rep.Sample
	s.Cell, s.Sum, s.Error = c.key(), child.Plain(s.Sum), child.Plain(s.Error)
	for i, w := range s.Warnings {
		s.Warnings[i] = child.Plain(w)
	}
	return s, nil
}

// Close ends the agent with all that it has started, and waits for it. It may be called more than once.
func (a *Agent) Close() error { return a.end() }

// calibrateWithin is how long an agent may take to set a workload up and to time its passes.
const calibrateWithin = time.Minute

// sampleWithin is how long an agent may take for a sample of a cell: its workers start, may be silent for their
// deadline, and do the work, which others may be in the way of.
func sampleWithin(c cell, deadline time.Duration) time.Duration {
	return mode.DefaultReadyWithin + deadline + 10*c.planned.Pass*time.Duration(c.planned.Passes)
}

package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"time"

	"corerace/bench/role"
	"corerace/bench/worker"
	"corerace/results"
	"corerace/workloads"
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
	Deadline time.Duration `json:"deadline_ns,omitempty"`
}

// A reply is what an agent answers.
type reply struct {
	Error     string          `json:"error,omitempty"`
	Workloads []offer         `json:"workloads,omitempty"`
	Pass      time.Duration   `json:"pass_ns,omitempty"`
	Sum       uint64          `json:"sum,string,omitempty"` // of a pass, by its own serial reference, where none is published
	Sample    *results.Sample `json:"sample,omitempty"`
	CPU       time.Duration   `json:"cpu_ns"` // that it and the workers it has waited for have used so far
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

// serveAgent makes this process an agent, if it was started as one, and never returns then.
func serveAgent(table []*workloads.Workload, modes []*Mode) {
	if _, ok := role.Take(agentEnv, agentArgument); !ok {
		return
	}
	os.Unsetenv(agentEnv)
	signal.Ignore(os.Interrupt)
	out := os.Stdout
	os.Stdout = os.Stderr // what a workload prints isn't a reply
	requests := make(chan request)
	go func() { // reads on while a sample is taken: the end of standard input is the end of the parent
		in := bufio.NewScanner(os.Stdin)
		in.Buffer(nil, maxAgentLine)
		for in.Scan() {
			var r request
			if json.Unmarshal(in.Bytes(), &r) != nil {
				break
			}
			requests <- r
		}
		os.Exit(0)
	}()
	a := agentServer{table: table, modes: modes}
	for r := range requests {
		b, err := json.Marshal(a.answer(r))
		if err == nil {
			_, err = out.Write(append(b, '\n'))
		}
		if err != nil {
			os.Exit(1)
		}
	}
}

type agentServer struct {
	table []*workloads.Workload
	modes []*Mode
	kept  keeper // its workers die with this process
}

func (a *agentServer) answer(r request) (rep reply) {
	var err error
	switch r.Do {
	case "list":
		for _, w := range a.table {
			rep.Workloads = append(rep.Workloads, offer{w.Name, w.Doc, w.Size, w.Sum, w.Unpublished})
		}
	case "calibrate":
		rep.Pass, rep.Sum, err = a.calibrate(r)
	case "sample":
		rep.Sample, err = a.sample(r)
	default:
		err = fmt.Errorf("no such request: %q", r.Do)
	}
	if err != nil {
		rep.Error = err.Error()
	}
	rep.CPU = ownCPU() + a.kept.cpu
	return rep
}

// ownCPU is the CPU time of this process and of the workers that it has waited for.
func ownCPU() time.Duration {
	u, s := worker.ProcessCPU()
	cu, cs := worker.ChildrenCPU()
	return u + s + cu + cs
}

// find returns a workload as it is run here: bound, so that one without a published sum has that of its reference.
func (a *agentServer) find(name string) (*workloads.Workload, error) {
	i := slices.IndexFunc(a.table, func(w *workloads.Workload) bool { return w.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("it has no workload %s", name)
	}
	return worker.Bind(a.table[i])
}

// calibrate returns how long a pass takes, and its sum where nobody published one.
func (a *agentServer) calibrate(r request) (pass time.Duration, sum uint64, err error) {
	w, err := a.find(r.Workload)
	if err != nil {
		return 0, 0, err
	}
	if w.Unpublished {
		sum = w.Sum
	}
	pass, err = PassTime(context.Background(), w)
	return pass, sum, err
}

func (a *agentServer) sample(r request) (*results.Sample, error) {
	w, err := a.find(r.Workload)
	if err != nil {
		return nil, err
	}
	m, err := FindMode(a.modes, r.Mode)
	if err != nil {
		return nil, err
	}
	if r.Share < 1 || r.Share > w.Size || r.Passes < 1 || r.Workers < 1 || r.Workers > results.MaxWorkers {
		return nil, fmt.Errorf("impossible sample: %+v", r)
	}
	c := cell{w: w, m: m, workers: r.Workers, planned: results.PlannedWorkload{Share: r.Share, Passes: r.Passes}}
	t, err := a.kept.take(context.Background(), c, r.Deadline, terms{}, func() time.Duration { return 0 })
	return &t.sample, err
}

// An Agent is another build of a hooked program, or this one, that measures with its own code. Nothing that it does keeps
// its parent: it is asked with a deadline each time, and ended with all that it has started where it misses one.
type Agent struct {
	Name string
	agentProcess
	offers []offer
	cpu    time.Duration // that it has used, by its last reply

	mu sync.Mutex
}

// StartAgent starts the program at path as an agent under a name. Name goes into the build of its samples.
func StartAgent(ctx context.Context, name, path string) (*Agent, error) {
	if err := canStart(); err != nil {
		return nil, err
	}
	a := &Agent{Name: name}
	if err := a.start(name, path); err != nil {
		return nil, fmt.Errorf("build %s: %w", name, err)
	}
	rep, err := a.ask(ctx, request{Do: "list"}, DefaultReadyWithin)
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
		_, err = a.in.Write(append(b, '\n'))
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
		return reply{}, fmt.Errorf("build %s: it doesn't answer as a corerace program does: %s", a.Name, plain(err.Error()))
	case rep.Error != "":
		return reply{}, fmt.Errorf("build %s: %s", a.Name, plain(rep.Error))
	}
	a.cpu = rep.CPU
	return rep, nil
}

func (a *Agent) read() (rep reply, err error) {
	var line []byte
	for {
		part, err := a.out.ReadSlice('\n')
		line = append(line, part...)
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return rep, err
		}
		if len(line) > maxAgentLine {
			return rep, fmt.Errorf("a line of more than %d bytes", maxAgentLine)
		}
	}
	return rep, json.Unmarshal(line, &rep) // another build may say more than this one knows
}

// sample has the agent take a sample of a cell.
func (a *Agent) sample(ctx context.Context, c cell, deadline time.Duration) (results.Sample, error) {
	rep, err := a.ask(ctx, request{Do: "sample", Workload: c.w.Name, Mode: c.m.String(), Workers: c.workers,
		Passes: c.planned.Passes, Share: c.planned.Share, Deadline: deadline}, sampleWithin(c, deadline))
	if err != nil {
		return results.Sample{}, err
	}
	if rep.Sample == nil {
		return results.Sample{}, fmt.Errorf("build %s: no sample", a.Name)
	}
	s := *rep.Sample
	s.Cell, s.Sum, s.Error = c.key(), plain(s.Sum), plain(s.Error)
	for i, w := range s.Warnings {
		s.Warnings[i] = plain(w)
	}
	return s, nil
}

// Close ends the agent with all that it has started, and waits for it. It may be called more than once.
func (a *Agent) Close() error { return a.end() }

// calibrateWithin is how long an agent may take to set a workload up and to time its passes.
const calibrateWithin = time.Minute

// sampleWithin is how long an agent may take for a sample of a cell: its workers start, may be silent for their deadline,
// and do the work, which others may be in the way of.
func sampleWithin(c cell, deadline time.Duration) time.Duration {
	return DefaultReadyWithin + deadline + 10*c.planned.Pass*time.Duration(c.planned.Passes)
}

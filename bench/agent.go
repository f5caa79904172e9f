package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"time"

	"corerace/bench/child"
	"corerace/bench/worker"
	"corerace/results"
	"corerace/workloads"
)

// agentEnv is the environment variable that makes a hooked program an agent: it measures what it is asked to, with its
// own code, so that two builds of a program can be measured in the same rounds.
const agentEnv = "CORERACE_AGENT"

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
	Sample    *results.Sample `json:"sample,omitempty"`
	CPU       time.Duration   `json:"cpu_ns"` // that it and the workers it has waited for have used so far
}

// An offer is a workload that an agent knows.
type offer struct {
	Name string `json:"name"`
	Doc  string `json:"doc"`
	Size int    `json:"size"`
	Sum  uint64 `json:"sum,string"`
}

// serveAgent makes this process an agent, if it was started as one, and never returns then.
func serveAgent(table []*workloads.Workload) {
	if _, ok := os.LookupEnv(agentEnv); !ok {
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
	a := agentServer{table: table}
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
	kept  keeper // its workers die with this process
}

func (a *agentServer) answer(r request) (rep reply) {
	var err error
	switch r.Do {
	case "list":
		for _, w := range a.table {
			rep.Workloads = append(rep.Workloads, offer{w.Name, w.Doc, w.Size, w.Sum})
		}
	case "calibrate":
		rep.Pass, err = a.calibrate(r)
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

func (a *agentServer) find(name string) (*workloads.Workload, error) {
	i := slices.IndexFunc(a.table, func(w *workloads.Workload) bool { return w.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("it has no workload %s", name)
	}
	return a.table[i], nil
}

func (a *agentServer) calibrate(r request) (time.Duration, error) {
	w, err := a.find(r.Workload)
	if err != nil {
		return 0, err
	}
	return PassTime(context.Background(), w)
}

func (a *agentServer) sample(r request) (*results.Sample, error) {
	w, err := a.find(r.Workload)
	if err != nil {
		return nil, err
	}
	m, err := FindMode(Modes(), r.Mode)
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

// An Agent is another build of a hooked program, or this one, that measures with its own code.
type Agent struct {
	Name string
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	cpu  time.Duration // that it has used, by its last reply

	mu sync.Mutex
}

// StartAgent starts the program at path as an agent under a name. Name goes into the build of its samples.
func StartAgent(ctx context.Context, name, path string) (*Agent, error) {
	if err := canStart(); err != nil {
		return nil, err
	}
	a := &Agent{Name: name, cmd: exec.Command(path)}
	a.cmd.Env = append(agentEnviron(os.Environ()), agentEnv+"=1")
	a.cmd.Stderr = os.Stderr
	in, err := a.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := a.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	a.in, a.out = in, bufio.NewReaderSize(out, 64<<10)
	if err := child.Start(a.cmd); err != nil {
		return nil, fmt.Errorf("build %s: %w", name, err)
	}
	ping, cancel := context.WithTimeoutCause(ctx, DefaultReadyWithin,
		fmt.Errorf("it doesn't answer in %v: does its main call bench.Hook first?", DefaultReadyWithin))
	defer cancel()
	if _, err := a.ask(ping, request{Do: "list"}); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

// agentEnviron is the environment without what makes a process a worker.
func agentEnviron(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(kv string) bool { return strings.HasPrefix(kv, worker.Env+"=") })
}

// ask sends a request and returns the answer. When ctx ends the agent is ended.
func (a *Agent) ask(ctx context.Context, r request) (reply, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer context.AfterFunc(ctx, func() { a.cmd.Process.Kill() })()
	b, err := json.Marshal(r)
	if err == nil {
		_, err = a.in.Write(append(b, '\n'))
	}
	var rep reply
	if err == nil {
		rep, err = a.read()
	}
	switch {
	case ctx.Err() != nil:
		return reply{}, fmt.Errorf("build %s: %w", a.Name, context.Cause(ctx))
	case err != nil:
		return reply{}, fmt.Errorf("build %s: it doesn't answer as a corerace program does: %w", a.Name, err)
	case rep.Error != "":
		return reply{}, fmt.Errorf("build %s: %s", a.Name, rep.Error)
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
		Passes: c.planned.Passes, Share: c.planned.Share, Deadline: deadline})
	if err != nil {
		return results.Sample{}, err
	}
	if rep.Sample == nil {
		return results.Sample{}, fmt.Errorf("build %s: no sample", a.Name)
	}
	s := *rep.Sample
	s.Cell = c.key()
	return s, nil
}

// Close ends the agent and waits for it.
func (a *Agent) Close() error {
	a.in.Close()
	late := time.AfterFunc(endGrace, func() { a.cmd.Process.Kill() })
	defer late.Stop()
	a.cmd.Wait()
	return nil
}

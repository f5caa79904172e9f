package race

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/role"
	"corerace/bench/worker"
	"corerace/bench/worker/system"
	"corerace/results"
	"corerace/workloads"
)

// ServeAgent makes this process an agent, if it was started as one, and never returns then.
func ServeAgent(table []*workloads.Workload, modes []*mode.Mode) {
	if _, ok := role.Take(agentEnv, agentArgument); !ok {
		return
	}
	os.Unsetenv(agentEnv)
	role.IgnoreInterrupt()
	process.Lean(func() (string, error) { // beside only one of two builds it would make that one's starts shorter
		return "", errors.New("builds are compared by workers that they start from themselves")
	})
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

// An agentServer answers for this build.
type agentServer struct {
	table []*workloads.Workload
	modes []*mode.Mode
	kept  keeper // its workers die with this process
}

// answer does what a request says. What goes wrong is part of the answer: the process goes on.
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
	u, s := system.ProcessCPU()
	cu, cs := system.ChildrenCPU()
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

// sample takes one sample. The request comes from another build, so its numbers are checked here.
func (a *agentServer) sample(r request) (*results.Sample, error) {
	w, err := a.find(r.Workload)
	if err != nil {
		return nil, err
	}
	m, err := mode.FindMode(a.modes, r.Mode)
	if err != nil {
		return nil, err
	}
	if r.Share < 1 || r.Share > w.Size || r.Passes < 1 || r.Pass < 0 || r.Workers < 1 || r.Workers > results.MaxWorkers {
		return nil, fmt.Errorf("impossible sample: %+v", r)
	}
	c := cell{w: w, m: m, workers: r.Workers,
		planned: results.PlannedWorkload{Share: r.Share, Passes: r.Passes, Pass: r.Pass}}
	t, err := a.kept.take(context.Background(), c, r.Deadline, terms{}, func() time.Duration { return 0 })
	return &t.sample, err
}

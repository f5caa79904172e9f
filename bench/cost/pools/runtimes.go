package pools

import (
	"context"
	_ "embed"
	"io"
	"os"
	"os/exec"
	"slices"

	"corerace/bench/language"
	"corerace/bench/language/runtimes"
	"corerace/results/costs"
)

// Programs that start two processes for every question.
var (
	//go:embed starters/start.rb
	rubyStarts string
	//go:embed starters/start.js
	nodeStarts string
)

// runtimeRows are starts of processes in other languages beside ours. They have no bar: what they start isn't ours.
func runtimeRows() []row {
	start := func(name, theirs, program string) row {
		r := row{timeRow("start-"+name, "two workers ready", "processes", theirs, 0), openStarts,
			fromRuntime(name, program)}
		r.Beside = costs.BesideRuntimes
		return r
	}
	return []row{start("ruby", "Ruby, fork", rubyStarts), start("node", "Node, child_process", nodeStarts)}
}

// fromRuntime is a row's other side in the newest runtime of a language.
func fromRuntime(name, program string) opening {
	return func(ctx context.Context, _ *theirs) (measure, error) {
		d, err := startRuntime(ctx, name, program)
		if err != nil {
			return nil, err
		}
		return owned{asked{d, question{Do: "start"}}}, nil
	}
}

// startRuntime starts a program in the newest runtime of a language.
func startRuntime(ctx context.Context, name, program string) (*language.Driver, error) {
	all := language.All()
	i := slices.IndexFunc(all, func(l *runtimes.Language) bool { return l.Name == name })
	r, err := runtimes.Find(ctx, all[i:i+1], os.Getenv("PATH")).Of(all[i], "")
	if err != nil {
		return nil, &notHere{err.Error()}
	}
	argv, env, err := r.Command(ctx, program)
	if err != nil {
		return nil, err
	}
	cmd := &exec.Cmd{Path: argv[0], Args: argv, Env: env}
	return language.StartCommand(name, cmd, io.NopCloser(nil))
}

// An owned is a figure that a program of its own measures, which ends with it.
type owned struct{ asked }

// close implements measure.
func (o owned) close() error { return o.program.Close() }

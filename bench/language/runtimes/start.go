package runtimes

import (
	"context"
	"path/filepath"
	"strconv"
	"time"

	"corerace/bench/language/speak"
	"corerace/bench/scratch"
)

// nowhere is where programs run: a runtime may look for its settings where it is started, and in the folders above.
const nowhere = string(filepath.Separator)

// Prepare makes the program of a twin where it isn't kept, so that no start has to.
func (r *Runtime) Prepare(ctx context.Context, twin string) error {
	_, err := r.program(ctx, r.join(twin))
	return err
}

// Start starts workers in a way of a runtime, for a twin, and returns when all are ready or after within has passed,
// which making the program isn't part of.
func (r *Runtime) Start(ctx context.Context, w *Way, twin string, t speak.Team, within time.Duration) (
	*speak.Crew, error,
) {
	args, env, err := r.Command(ctx, r.join(twin))
	if err != nil {
		return nil, err
	}
	args = append(args, w.Name, strconv.Itoa(t.Workers), strconv.Itoa(t.Size), strconv.Itoa(t.Share))
	p := speak.Program{Name: r.name(), Path: args[0], Args: args[1:], Env: env, Dir: nowhere, Claims: w.Pipe}
	if r.Litters {
		temp, err := scratch.New(r.Language.Name)
		if err != nil {
			return nil, err
		}
		p.Env, p.Ended = append(env, "TMPDIR="+temp.Path), func(int) { temp.Close() }
	}
	x, err := speak.Start(ctx, p)
	if err != nil {
		if p.Ended != nil {
			p.Ended(0)
		}
		return nil, err
	}
	return speak.Ready(x, t, within)
}

// StartLab starts a program that looks at the threads of a runtime, with the arguments of an experiment, bound to cores;
// none is no binding.
func (r *Runtime) StartLab(ctx context.Context, source string, cores []int, args []string) (*speak.Process, error) {
	argv, env, err := r.Command(ctx, source)
	if err != nil {
		return nil, err
	}
	argv = append(argv, args...)
	return speak.Start(ctx, speak.Program{Name: r.name(), Path: argv[0], Args: argv[1:], Env: env, Dir: nowhere,
		Cores: cores})
}

// Command returns the command that runs a program of a source, and its environment. The program is kept.
func (r *Runtime) Command(ctx context.Context, source string) (argv, env []string, err error) {
	program, err := r.program(ctx, source)
	if err != nil {
		return nil, nil, err
	}
	return r.command(program), r.environ(), nil
}

// command is how a program is run.
func (r *Runtime) command(program string) []string {
	if r.Run == nil {
		return []string{r.Path, program}
	}
	return r.Run(r, program)
}

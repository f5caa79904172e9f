package python

import (
	"context"

	"corerace/bench/language/speak"
)

// A Program is what an interpreter is started with.
type Program struct {
	Source string   // the main module
	Args   []string // sys.argv[1:]
	Cores  []int    // the cores that it is bound to before it runs; none is no binding
	JIT    string   // "on" or "off"; "" is as it was built
}

// Start starts a program in an interpreter. It ends when ctx does.
func Start(ctx context.Context, in *Interpreter, p Program) (*speak.Process, error) {
	forgetDead()
	args, env := how(p.JIT)
	args = append(append(args, "-c", p.Source), p.Args...)
	return speak.Start(ctx, speak.Program{Name: "python " + in.Label, Path: in.Path, Args: args, Env: env,
		Cores: p.Cores, Ended: Forget})
}

package against

import (
	"context"
	_ "embed"
	"strconv"
	"time"

	"corerace/bench/lab"
	"corerace/bench/language/python"
	"corerace/bench/language/speak"
)

//go:embed lab.py
var source string

// An interpreter is a CPython as a host.
type interpreter struct {
	in   *python.Interpreter
	kind python.Kind
}

// Name implements lab.Subject: "python3.11", "python3.11-processes".
func (h interpreter) Name() string {
	if h.kind == python.Threads {
		return "python" + h.in.Label
	}
	return "python" + h.in.Label + "-" + string(h.kind)
}

// Doc implements lab.Subject.
func (h interpreter) Doc() string {
	switch h.kind {
	case python.Processes:
		return "Processes of " + h.in.String() + ", each with an interpreter of its own."
	case python.Interpreters:
		return "Sub-interpreters of " + h.in.String() + ", each with a lock of its own."
	}
	return "Threads of " + h.in.String() + "."
}

// Rule implements lab.Subject.
func (h interpreter) Rule() lab.Rule {
	switch {
	case h.kind != python.Threads, h.in.FreeThreaded && !h.in.GIL:
		return lab.Free
	case h.in.AtLeast(3, 2):
		return lab.Interval
	}
	return lab.Ticks
}

func (h interpreter) interval() time.Duration { return 0 }

func (h interpreter) start(
	ctx context.Context, spec lab.Spec, cores []int, args []string,
) (*speak.Process, error) {
	interval, ticks := "0", "0"
	switch h.Rule() {
	case lab.Interval:
		interval = seconds(spec.Interval)
	case lab.Ticks:
		ticks = strconv.Itoa(spec.Ticks)
	}
	args = append([]string{args[0], interval, ticks, "0"}, args[1:]...)
	return python.Start(ctx, h.in, python.Program{Source: source, Args: args, Cores: cores})
}

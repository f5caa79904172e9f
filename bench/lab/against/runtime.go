package against

import (
	"context"
	"fmt"
	"time"

	"corerace/bench/lab"
	"corerace/bench/language/python"
	"corerace/bench/language/runtimes"
	"corerace/bench/language/speak"
)

// A runtime is one of another language as a host, whose threads are measured.
type runtime struct{ r *runtimes.Runtime }

// Of returns the threads of a runtime as a subject, whose lock is as the runtime has it. An error says why they can't be
// measured.
func Of(r *runtimes.Runtime, cores []int) (*Subject, error) {
	switch {
	case r.WayNamed("threads") == nil:
		return nil, fmt.Errorf("%s has no threads that could share a lock", r)
	case r.Lab == nil:
		return nil, fmt.Errorf("%s: there is no program yet that looks at its threads", r)
	case len(cores) == 0:
		return nil, fmt.Errorf("%s: no core to use", r)
	}
	return &Subject{host: runtime{r}, kind: python.Threads, cores: cores}, nil
}

// Name implements lab.Subject: "ruby3.1".
func (h runtime) Name() string { return h.r.Language.Name + h.r.Label }

// Doc implements lab.Subject.
func (h runtime) Doc() string { return "Threads of " + h.r.String() + "." }

// Rule implements lab.Subject.
func (h runtime) Rule() lab.Rule {
	if h.interval() == 0 {
		return lab.Free
	}
	return lab.Own
}

func (h runtime) interval() time.Duration { return h.r.Lab.Interval }

func (h runtime) start(ctx context.Context, _ lab.Spec, cores []int, args []string) (*speak.Process, error) {
	warm := seconds(h.r.Lab.Warm)
	if h.r.Lab.Python {
		args = append([]string{args[0], "0", "0", warm}, args[1:]...) // the interval and the ticks stay as they are
		return h.r.StartLab(ctx, source, cores, args)
	}
	if h.r.Lab.Warm > 0 {
		args = append(args, warm)
	}
	return h.r.StartLab(ctx, h.r.Lab.Program, cores, args)
}

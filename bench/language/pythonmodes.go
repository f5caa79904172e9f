package language

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"corerace/bench/language/python"
	"corerace/bench/language/speak"
	"corerace/bench/mode"
)

// PythonModes returns the modes that run the Python twin of a workload in a real CPython. Their speedups are taken
// against python-serial of the same interpreter, whose passes are calibrated apart.
//
// find searches for interpreters. It is called whenever a mode is spelt or asked whether it is here, so it should
// remember what it found. Each mode has the option python, which picks an interpreter by its label.
func PythonModes(find func() (*python.Found, error)) []*mode.Mode {
	pick := func() (*python.Interpreter, error) {
		f, err := find()
		if err != nil {
			return nil, err
		}
		if len(f.Interpreters) == 0 {
			return nil, errors.New("no Python was found")
		}
		return f.Default(), nil
	}
	var modes []*mode.Mode
	for _, k := range pythonKinds {
		m := k.mode(pick)
		m.Options = append(m.Options, interpreterOption(k, find))
		modes = append(modes, m)
	}
	return modes
}

// A pythonKind is a mode before it is known which interpreter it runs in.
type pythonKind struct {
	kind  python.Kind
	doc   string
	claim string // how shares are claimed
}

var pythonKinds = []pythonKind{
	{python.Serial, "One worker in a real CPython, a loop in its main thread: the baseline of the python modes.",
		"shared"},
	{python.Threads, "Threads of a real CPython (threading) that claim shares from a counter under a lock.", "shared"},
	{python.Processes, "Processes of a real CPython (multiprocessing) that claim shares from a Value under its lock.",
		"shared"},
	{python.Interpreters, "Sub-interpreters of a real CPython, each with its own lock, that read the numbers of their " +
		"shares from a pipe.", "pipe"},
}

func (k pythonKind) name() string { return "python-" + string(k.kind) }

// anyPython is how the option python is spelt where it is left out.
const anyPython = "default"

// interpreterOption picks the interpreter of a mode, and with it that of its baseline.
func interpreterOption(k pythonKind, find func() (*python.Found, error)) mode.Option {
	return mode.Option{Name: "python", Default: anyPython,
		Doc: "label of the interpreter, as in 3.11; default is the newest, or that of --python",
		Parse: func(value string) (string, error) {
			f, err := find()
			if err != nil || value == anyPython {
				return anyPython, err
			}
			in, err := f.Get(value)
			switch {
			case err != nil:
				return "", err
			case in == f.Default():
				return anyPython, nil
			}
			return in.Label, nil
		},
		Apply: func(m *mode.Mode, label string) {
			k.bind(m, func() (*python.Interpreter, error) {
				f, err := find()
				if err != nil {
					return nil, err
				}
				return f.Get(label)
			})
			m.Baseline = pythonKinds[0].name() + ":python=" + label
		},
	}
}

func (k pythonKind) mode(pick func() (*python.Interpreter, error)) *mode.Mode {
	m := &mode.Mode{Name: k.name(), Doc: k.doc, Baseline: pythonKinds[0].name(), Suits: hasTwin}
	switch k.kind {
	case python.Serial:
		m.Most = 1
	case python.Threads:
		m.OneCore = true // for the plan: a free-threaded build ends sooner
	case python.Processes:
		m.Options = []mode.Option{startOption}
	}
	k.bind(m, pick)
	return m
}

func hasTwin(s mode.Spec) error {
	if s.Workload.Twin("python") == "" {
		return errors.New("it has no twin in Python")
	}
	return nil
}

// startOption is how multiprocessing starts its processes.
var startOption = mode.Option{Name: "start", Default: "fork",
	Doc: "how processes are started: fork, spawn or forkserver",
	Parse: func(value string) (string, error) {
		if !slices.Contains([]string{"fork", "spawn", "forkserver"}, value) {
			return "", fmt.Errorf("%q is not fork, spawn or forkserver", value)
		}
		return value, nil
	}}

// bind makes a mode one of the interpreter that pick returns.
func (k pythonKind) bind(m *mode.Mode, pick func() (*python.Interpreter, error)) {
	m.Available = func() error {
		in, err := pick()
		if err != nil {
			return err
		}
		return k.here(in)
	}
	m.About = func() string {
		in, err := pick()
		if err != nil {
			return err.Error()
		}
		return in.String()
	}
	if k.kind == python.Threads {
		m.Turns = func() bool {
			in, err := pick()
			return err != nil || in.GIL
		}
	}
	m.Open = func(ctx context.Context, s mode.Spec) (mode.Pool, error) {
		in, err := pick()
		if err != nil {
			return nil, err
		}
		return k.open(ctx, s, in)
	}
}

// here returns why an interpreter doesn't have the mode, or nil.
func (k pythonKind) here(in *python.Interpreter) error {
	if k.kind == python.Interpreters && in.NoOwnGIL != "" {
		return fmt.Errorf("python %s: %s", in.Label, in.NoOwnGIL)
	}
	if k.kind == python.Processes {
		return python.CanFork()
	}
	return nil
}

func (k pythonKind) open(ctx context.Context, s mode.Spec, in *python.Interpreter) (mode.Pool, error) {
	t := python.Team{Team: speak.Team{Workers: s.Workers, Size: s.Workload.Size, Share: s.Share}, Kind: k.kind,
		Twin: s.Workload.Twin("python")}
	if k.kind == python.Processes {
		t.Method = s.Value("start")
	}
	c, err := python.StartCrew(ctx, in, t, s.StartLimit())
	if err != nil {
		return nil, cmp.Or(context.Cause(ctx), err)
	}
	return &crewPool{crew: c, claim: k.claim}, nil
}

package language

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"corerace/bench/language/python"
	"corerace/bench/language/speak"
	"corerace/bench/mode"
)

// PythonModes returns the modes that run the Python twin of a workload in a real CPython. Their speedups are taken
// against python-serial of the same interpreter, whose passes are calibrated apart.
//
// find searches for interpreters. It is called whenever a mode is asked whether it is here, or spelt with an option, so
// it should remember what it found. Each mode has the option python, which picks an interpreter by its label.
func PythonModes(find func() (*python.Found, error)) []*mode.Mode {
	var modes []*mode.Mode
	for _, k := range pythonKinds {
		modes = append(modes, k.mode(find))
	}
	return modes
}

// pick returns the interpreter with a label, or the default one for anyPython.
func pick(find func() (*python.Found, error), label string) (*python.Interpreter, error) {
	f, err := find()
	switch {
	case err != nil:
		return nil, err
	case label != anyPython:
		return f.Get(label)
	case len(f.Interpreters) == 0:
		return nil, errors.New("no Python was found")
	}
	return f.Default(), nil
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
func interpreterOption(find func() (*python.Found, error)) mode.Option {
	return mode.Option{Name: "python", Also: []string{"version"}, Default: anyPython,
		Doc: "label of the interpreter, as in 3.11; default is the newest, or that of --python; :version= is the same",
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
	}
}

// asBuilt is how an option is spelt that leaves the interpreter as it is.
const asBuilt = "default"

// startOption is how multiprocessing starts its processes, and jitOption whether the interpreter compiles.
var (
	startOption = mode.ChoiceOption("start", "how processes are started: default is what the version does by itself, fork "+
		"up to 3.13 and forkserver from 3.14 on, or fork, spawn or forkserver", asBuilt, "fork", "spawn", "forkserver")
	jitOption = mode.ChoiceOption("jit", "whether the compiler of 3.14 and later is on or off, where it was built with "+
		"one; default is as it was built", asBuilt, "on", "off")
)

func (k pythonKind) mode(find func() (*python.Found, error)) *mode.Mode {
	m := &mode.Mode{Name: k.name(), Doc: k.doc, Foreign: true, Suits: hasTwin}
	switch k.kind {
	case python.Serial:
		m.Most = 1
	case python.Threads:
		m.OneCore = true // for the plan: a free-threaded build ends sooner
	case python.Processes:
		m.Options = []mode.Option{startOption}
	}
	m.Options = append(m.Options, jitOption, interpreterOption(find))
	m.Combine = func(m *mode.Mode) error { return k.combine(m, find) }
	k.bind(m, find)
	return m
}

// combine binds a mode that is spelt to its options, and returns why its interpreter hasn't got what they ask for. A
// mode that is spelt without options asks for nothing, and no interpreter is searched for.
func (k pythonKind) combine(m *mode.Mode, find func() (*python.Found, error)) error {
	k.bind(m, find)
	if start := m.Value("start"); (start == "" || start == asBuilt) && m.Value("jit") == asBuilt {
		return nil
	}
	in, err := pick(find, m.Value("python"))
	if err != nil {
		return nil // that it isn't here is said when the mode is asked for
	}
	return suits(m, in)
}

// suits returns why an interpreter hasn't got what the options of a mode ask for, or nil.
func suits(m *mode.Mode, in *python.Interpreter) error {
	if method := m.Value("start"); method != "" && method != asBuilt {
		if err := in.CanStart(method); err != nil {
			return err
		}
	}
	if jit := m.Value("jit"); jit != asBuilt && !in.HasJIT() {
		return fmt.Errorf("%s has no compiler to turn %s: it was built without one", in, jit)
	}
	return nil
}

func hasTwin(s mode.Spec) error {
	if s.Workload.Twin("python") == "" {
		return errors.New("it has no twin in Python")
	}
	return nil
}

// bind makes a mode one of the interpreter that its options pick.
func (k pythonKind) bind(m *mode.Mode, find func() (*python.Found, error)) {
	m.Baseline = baseline(m)
	here := func() (*python.Interpreter, error) { return pick(find, m.Value("python")) }
	m.Available = func() error {
		in, err := here()
		if err != nil {
			return err
		}
		return cmp.Or(k.here(in), suits(m, in))
	}
	m.About = func() string {
		in, err := here()
		if err != nil {
			return err.Error()
		}
		return k.about(m, in)
	}
	if k.kind == python.Threads {
		m.Turns = func() bool {
			in, err := here()
			return err != nil || in.GIL
		}
	}
	m.Open = func(ctx context.Context, s mode.Spec) (mode.Pool, error) {
		in, err := here()
		if err != nil {
			return nil, err
		}
		return k.open(ctx, s, m, in)
	}
}

// baseline is the serial mode of the same interpreter, in the same state.
func baseline(m *mode.Mode) string {
	name := pythonKinds[0].name()
	for _, option := range []string{"jit", "python"} {
		if v := m.Value(option); v != asBuilt && v != anyPython {
			name += ":" + option + "=" + v
		}
	}
	return name
}

// about tells a record what runs: the interpreter, how its processes are started, and whether it compiles.
func (k pythonKind) about(m *mode.Mode, in *python.Interpreter) string {
	s := in.String()
	if k.kind == python.Processes {
		s += ", processes by " + startMethod(m, in)
		if m.Value("start") == asBuilt {
			s += ", its default"
		}
	}
	if in.HasJIT() {
		state := m.Value("jit")
		if state == asBuilt {
			state = in.JIT
		}
		s += ", with a compiler (JIT) that is " + state
	}
	return s
}

// startMethod is how processes are started.
func startMethod(m *mode.Mode, in *python.Interpreter) string {
	if v := m.Value("start"); v != asBuilt {
		return v
	}
	return cmp.Or(in.Start, "fork")
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

func (k pythonKind) open(
	ctx context.Context, s mode.Spec, m *mode.Mode, in *python.Interpreter,
) (mode.Pool, error) {
	t := python.Team{Team: speak.Team{Workers: s.Workers, Size: s.Workload.Size, Share: s.Share}, Kind: k.kind,
		Twin: s.Workload.Twin("python")}
	if k.kind == python.Processes {
		t.Method = startMethod(m, in)
	}
	if jit := m.Value("jit"); jit != asBuilt {
		t.JIT = jit
	}
	c, err := python.StartCrew(ctx, in, t, s.StartLimit())
	if err != nil {
		return nil, cmp.Or(context.Cause(ctx), err)
	}
	return &crewPool{crew: c, claim: k.claim}, nil
}

// Package bench runs a workload in different modes and measures them side by side.
//
// A [Mode] is where the one claiming loop runs, and what surrounds it: in goroutines, behind a lock, in processes.
// Opening a mode gives a [Pool] of workers that are ready; a pool runs jobs, and each job checks itself by its sum.
// An [Experiment] measures every cell (workload × mode × workers) once in each round, in random order, and hands
// what it measured to a [Sink] as it comes.
//
// Processes are this program itself, started again: a program whose workers may be processes calls [Hook] first in
// main.
package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"corerace/bench/worker"
	"corerace/workloads"
)

// A Mode is a way to run workers side by side.
type Mode struct {
	// Name is used in flags and benchmark names: lower-case letters, digits and hyphens.
	Name string
	// Doc says in one sentence for people what the mode is.
	Doc string
	// Baseline names the mode whose workers=1 cell its speedup is taken against; "" is "serial".
	Baseline string
	// Most is the largest number of workers; 0 is any.
	Most int
	// OneCore says that the workers take turns on one core. The plan uses it to tell how long a cell will take.
	OneCore bool
	// Options can be set in the spelling of the mode, "gil:interval=1ms".
	Options []Option
	// Available returns why the mode isn't here. A nil func is always here.
	Available func() error
	// Suits returns why the mode can't run s.Workload with its options. A nil func suits all.
	Suits func(s Spec) error
	// About says what a record should tell of the mode besides Doc: the version of an interpreter. Nil is nothing.
	About func() string
	// Open starts s.Workers workers and returns when all of them are ready.
	Open func(ctx context.Context, s Spec) (Pool, error)
	// Enter changes what must hold around every Run, GOMAXPROCS and the like, and returns the undo. A nil func
	// changes nothing.
	Enter func(s Spec) (leave func())

	values map[string]string // options that aren't at their default
	turns  func() bool       // whether the workers compute one at a time; nil is OneCore
}

// An Option is a setting of a mode.
type Option struct {
	Name, Default, Doc string
	// Parse checks a value and returns it as it is spelt in records.
	Parse func(value string) (string, error)
	// Apply changes the mode that is spelt with a value other than the default. Nil changes nothing: Open asks for the
	// value.
	Apply func(m *Mode, value string)
}

// A Spec is what a pool is opened for.
type Spec struct {
	Workload *workloads.Workload
	Workers  int
	Share    int // items in a share
	// ReadyWithin is how long a worker process may take to be ready; 0 is 10 s, and a quarter more for each worker of a core.
	ReadyWithin time.Duration
	// Recover says that a worker process that dies is replaced and its unfinished share run again. Without it the job
	// fails with an error that names the worker.
	Recover bool
	// WorkerMemory is how many bytes of memory a worker process may use; 0 is no limit.
	WorkerMemory uint64

	mode   *Mode
	opened time.Duration // by worker.Clock: when the pool began to be opened
	blocks handOver      // how the blocks of the workload reach worker processes
}

// DefaultReadyWithin is how long a worker may take to be ready where a spec doesn't say.
const DefaultReadyWithin = 10 * time.Second

// readyWithin is the deadline of a worker's start. The workers of a pool start side by side, so it grows with the crowd.
func (s Spec) readyWithin() time.Duration {
	crowd := time.Duration(s.Workers / runtime.NumCPU())
	return cmp.Or(s.ReadyWithin, DefaultReadyWithin+crowd*DefaultReadyWithin/4)
}

// Value returns the value of an option of the mode that is opened, "" where Open was called on a mode that [FindMode]
// didn't return.
func (s Spec) Value(option string) string {
	if s.mode == nil {
		return ""
	}
	return s.mode.Value(option)
}

// Value returns the value of an option, "" where the mode has no such option.
func (m *Mode) Value(option string) string {
	if v, ok := m.values[option]; ok {
		return v
	}
	for _, o := range m.Options {
		if o.Name == option {
			return o.Default
		}
	}
	return ""
}

// Duration returns the value of a duration option.
func (s Spec) Duration(option string) time.Duration {
	d, _ := time.ParseDuration(s.Value(option)) // checked when the mode was spelt
	return d
}

// Count returns the value of a count option.
func (s Spec) Count(option string) int {
	n, _ := strconv.Atoi(s.Value(option)) // checked when the mode was spelt
	return n
}

// Check reports what makes the mode unusable, in a sentence, or nil.
func (m *Mode) Check() error {
	switch {
	case m == nil:
		return errors.New("mode is nil")
	case m.Name == "" || strings.Trim(m.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return fmt.Errorf("mode %q: the name must be made of a-z, 0-9 and -", m.Name)
	case m.Open == nil:
		return fmt.Errorf("mode %s: Open is nil", m.Name)
	}
	return nil
}

// CheckModes reports what makes a list of modes unusable: one of them, or one that is there twice.
func CheckModes(modes []*Mode) error {
	seen := map[string]bool{}
	for _, m := range modes {
		if err := m.Check(); err != nil {
			return err
		}
		if seen[m.String()] {
			return fmt.Errorf("mode %s is there twice", m)
		}
		seen[m.String()] = true
	}
	return nil
}

// String spells the mode: its name, and each option that isn't at its default, sorted.
func (m *Mode) String() string {
	var b strings.Builder
	b.WriteString(m.Name)
	for _, k := range slices.Sorted(maps.Keys(m.values)) {
		b.WriteString(":" + k + "=" + m.values[k])
	}
	return b.String()
}

// here returns why the mode isn't available on this machine, or nil.
func (m *Mode) here() error {
	if m.Available == nil {
		return nil
	}
	return m.Available()
}

// open opens the mode for a spec.
func (m *Mode) open(ctx context.Context, s Spec) (Pool, error) {
	if err := m.here(); err != nil {
		return nil, fmt.Errorf("mode %s isn't available: %w", m, err)
	}
	if s.Workers < 1 || (m.Most > 0 && s.Workers > m.Most) {
		return nil, fmt.Errorf("mode %s can't have %d workers", m, s.Workers)
	}
	s.mode, s.opened = m, worker.Clock()
	return openBound(ctx, m, s)
}

// suits returns why the mode can't run the workload of a spec, or nil.
func (m *Mode) suits(s Spec) error {
	if m.Suits == nil {
		return nil
	}
	s.mode = m
	return m.Suits(s)
}

// enter changes what the mode needs around a Run, and returns the undo.
func (m *Mode) enter(s Spec) (leave func()) {
	if m.Enter == nil {
		return func() {}
	}
	s.mode = m
	return m.Enter(s)
}

func (m *Mode) baseline() string { return cmp.Or(m.Baseline, "serial") }

// FindMode returns the mode that is spelt name or name:key=value:key=value.
func FindMode(modes []*Mode, spelling string) (*Mode, error) {
	name, options, _ := strings.Cut(spelling, ":")
	i := slices.IndexFunc(modes, func(m *Mode) bool { return m.Name == name })
	if i < 0 {
		return nil, &UnknownError{"mode", name, Names(modes)}
	}
	m := *modes[i]
	m.values = map[string]string{}
	m.Open = func(ctx context.Context, s Spec) (Pool, error) {
		if s.mode == nil { // who calls Open by itself gets the options, too
			s.mode = &m
		}
		return modes[i].Open(ctx, s)
	}
	if options == "" {
		return &m, nil
	}
	for kv := range strings.SplitSeq(options, ":") {
		if err := m.set(kv); err != nil {
			return nil, fmt.Errorf("mode %s: %w", name, err)
		}
	}
	return &m, nil
}

func (m *Mode) set(kv string) error {
	key, value, ok := strings.Cut(kv, "=")
	if !ok {
		return fmt.Errorf("option %q: key=value expected", kv)
	}
	i := slices.IndexFunc(m.Options, func(o Option) bool { return o.Name == key })
	if i < 0 {
		var names []string
		for _, o := range m.Options {
			names = append(names, o.Name)
		}
		return &UnknownError{"option", key, names}
	}
	v, err := m.Options[i].Parse(value)
	if err != nil {
		return fmt.Errorf("option %s: %w", key, err)
	}
	if v == m.Options[i].Default {
		return nil
	}
	m.values[key] = v
	if apply := m.Options[i].Apply; apply != nil {
		apply(m, v)
	}
	return nil
}

// oneAtATime is whether the workers of the mode compute one at a time, however many cores there are.
func (m *Mode) oneAtATime() bool {
	if m.turns != nil {
		return m.turns()
	}
	return m.OneCore
}

// Names returns the names of modes.
func Names(modes []*Mode) []string {
	var names []string
	for _, m := range modes {
		names = append(names, m.Name)
	}
	return names
}

// DurationOption returns an option whose value is a duration within lo and hi.
func DurationOption(name string, def, lo, hi time.Duration, doc string) Option {
	return Option{Name: name, Default: def.String(), Doc: doc, Parse: func(value string) (string, error) {
		d, err := time.ParseDuration(value)
		if err != nil {
			return "", fmt.Errorf("%q is not a duration such as 1ms", value)
		}
		if d < lo || d > hi {
			return "", fmt.Errorf("%v is not within %v and %v", d, lo, hi)
		}
		return d.String(), nil
	}}
}

// CountOption returns an option whose value is a whole number within lo and hi.
func CountOption(name string, def, lo, hi int, doc string) Option {
	return Option{Name: name, Default: strconv.Itoa(def), Doc: doc, Parse: func(value string) (string, error) {
		n, err := strconv.Atoi(value)
		if err != nil {
			return "", fmt.Errorf("%q is not a whole number", value)
		}
		if n < lo || n > hi {
			return "", fmt.Errorf("%d is not within %d and %d", n, lo, hi)
		}
		return strconv.Itoa(n), nil
	}}
}

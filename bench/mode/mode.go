package mode

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
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
	// Warm is for how long, at least, its workers do the same work before they are ready. The plan uses it to tell how long
	// a cell will take.
	Warm time.Duration
	// Starts is about how long its workers take to start by themselves, where that is much longer than those of other
	// interpreters do. The plan uses it as well.
	Starts time.Duration
	// Far says that shares go over a network, at hundreds of microseconds each. The plan of the grain uses it to tell how
	// long they are to be.
	Far bool
	// Options can be set in the spelling of the mode, "gil:interval=1ms".
	Options []Option
	// Combine returns why the options that are set can't go together, when the mode is spelt. A nil func takes all.
	Combine func(m *Mode) error
	// Available returns why the mode isn't here. A nil func is always here.
	Available func() error
	// Suits returns why the mode can't run s.Workload with its options. A nil func suits all.
	Suits func(s Spec) error
	// About says what a record should tell of the mode besides Doc: the version of an interpreter. Nil is nothing.
	About func() string
	// Open starts s.Workers workers and returns when all of them are ready.
	Open func(ctx context.Context, s Spec) (Pool, error)
	// Unwaited is the CPU time of processes that outlive its pools, and of what they started: it is ours long before
	// they are waited for. A nil func says that there are none.
	Unwaited func() time.Duration
	// Enter changes what must hold around every Run, GOMAXPROCS and the like, and returns the undo. A nil func
	// changes nothing.
	Enter func(s Spec) (leave func())

	values map[string]string // options that aren't at their default
	Turns  func() bool       // whether the workers compute one at a time; nil is OneCore
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

// Here returns why the mode isn't available on this machine, or nil.
func (m *Mode) Here() error {
	if m.Available == nil {
		return nil
	}
	return m.Available()
}

// Fits returns why the mode can't run the workload of a spec, or nil.
func (m *Mode) Fits(s Spec) error {
	if m.Suits == nil {
		return nil
	}
	s.mode = m
	return m.Suits(s)
}

// Around changes what the mode needs around a Run, and returns the undo.
func (m *Mode) Around(s Spec) (leave func()) {
	if m.Enter == nil {
		return func() {}
	}
	s.mode = m
	return m.Enter(s)
}

// Against is the name of the mode that the speedup is taken against: the Baseline, or "serial".
func (m *Mode) Against() string { return cmp.Or(m.Baseline, "serial") }

// OneAtATime is whether the workers of the mode compute one at a time, however many cores there are.
func (m *Mode) OneAtATime() bool {
	if m.Turns != nil {
		return m.Turns()
	}
	return m.OneCore
}

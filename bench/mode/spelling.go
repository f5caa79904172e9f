package mode

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

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
	if m.Combine != nil {
		if err := m.Combine(&m); err != nil {
			return nil, fmt.Errorf("mode %s: %w", &m, err)
		}
	}
	return &m, nil
}

// set sets the option that is spelt key=value. A default leaves no trace, so that a mode has one spelling.
func (m *Mode) set(kv string) error {
	key, value, ok := strings.Cut(kv, "=")
	if !ok {
		return fmt.Errorf("option %q: key=value expected", kv)
	}
	i := slices.IndexFunc(m.Options, func(o Option) bool { return o.Name == key || slices.Contains(o.Also, key) })
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
	m.values[m.Options[i].Name] = v
	if apply := m.Options[i].Apply; apply != nil {
		apply(m, v)
	}
	return nil
}

// Names returns the names of modes.
func Names(modes []*Mode) []string {
	var names []string
	for _, m := range modes {
		names = append(names, m.Name)
	}
	return names
}

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"corerace/bench"
	"corerace/bench/language"
	"corerace/bench/language/python"
	"corerace/bench/mode"
)

// pythons searches for interpreters once, when it is first asked, with those at the given paths first.
func pythons(ctx context.Context, given ...string) func() (*python.Found, error) {
	return sync.OnceValues(func() (*python.Found, error) { return python.Find(ctx, given...) })
}

// usualModes returns the modes of this program and those of Python's interpreters, which are only searched for when one
// of theirs is asked for.
func usualModes(find func() (*python.Found, error)) []*mode.Mode {
	return append(bench.Modes(), language.PythonModes(find)...)
}

// allModes returns the usual modes and those of other languages, whose runtimes are searched for as interpreters are.
func allModes(ctx context.Context, find func() (*python.Found, error)) []*mode.Mode {
	return append(usualModes(find), language.Modes(language.All(), runtimesHere(ctx))...)
}

// modeNames are the names of all modes.
func modeNames() []string { return mode.Names(allModes(context.Background(), nil)) }

// findPython is the interpreter that a flag asks for: none, one by its label, its version or its path, or the newest.
// Without one on the machine, and without one asked for, it is nil.
func findPython(ctx context.Context, asked string) (*python.Interpreter, error) {
	return pickPython(ctx, pythons(ctx), asked)
}

// pickPython is findPython in a search that several flags share.
func pickPython(
	ctx context.Context, find func() (*python.Found, error), asked string,
) (*python.Interpreter, error) {
	if asked == "none" {
		return nil, nil
	}
	if strings.ContainsRune(asked, filepath.Separator) {
		found, err := python.Find(ctx, asked)
		if err != nil {
			return nil, err
		}
		return found.Default(), nil
	}
	found, err := find()
	switch {
	case err != nil:
		return nil, err
	case asked != "":
		return found.Get(asked)
	}
	return found.Default(), nil
}

// withFreeThreaded adds to the spellings of modes that of the threads of each free-threaded interpreter, wherever the
// threads of the ordinary one are raced.
func withFreeThreaded(spellings []string, find func() (*python.Found, error)) (all, notes []string) {
	const threads = "python-threads"
	if !slices.Contains(spellings, threads) {
		return spellings, nil
	}
	f, err := find()
	if err != nil {
		return spellings, nil // the mode itself says why
	}
	all = slices.Clone(spellings)
	for _, in := range f.Interpreters {
		s := threads + ":python=" + in.Label
		if in.FreeThreaded && in != f.Default() && !slices.Contains(all, s) {
			all = append(all, s)
			notes = append(notes, fmt.Sprintf("mode %s was added: %s is here", s, in))
		}
	}
	return all, notes
}

// An addedMode is a mode that nobody asked for, with the note that says why it is there.
type addedMode struct{ mode, note string }

// withBaselines finds the modes that are spelt, each baseline that is missing before the first mode that needs it.
func withBaselines(spellings []string, known []*mode.Mode) (modes []*mode.Mode, added []addedMode, err error) {
	var spelt []*mode.Mode
	for _, s := range spellings {
		m, err := mode.FindMode(known, s)
		if err != nil {
			return nil, nil, err
		}
		spelt = append(spelt, m)
	}
	has := func(list []*mode.Mode, name string) bool {
		return slices.ContainsFunc(list, func(m *mode.Mode) bool { return m.String() == name })
	}
	for _, m := range spelt {
		base := m.Baseline
		if base != "" && !has(spelt, base) && !has(modes, base) {
			b, err := mode.FindMode(known, base)
			if err != nil {
				return nil, nil, err
			}
			modes = append(modes, b)
			added = append(added, addedMode{base, fmt.Sprintf("mode %s was added: the speedups of %s are taken against it",
				base, m)})
		}
		modes = append(modes, m)
	}
	return modes, added, nil
}

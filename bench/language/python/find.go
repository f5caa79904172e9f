package python

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"corerace/bench/language/ask"
)

// A Found is what a search for interpreters came to.
type Found struct {
	// Interpreters are those that are of use, the ones that were asked for first and then from the newest to the
	// oldest, each executable once.
	Interpreters []*Interpreter
	Skipped      []Skipped // what is called python and is of no use
}

// A Skipped is an executable that can't be used, and why.
type Skipped struct{ Path, Why string }

// Get returns the interpreter with a label or a version, such as 3.14 or python3.14, or an error that names those that are
// here.
func (f *Found) Get(name string) (*Interpreter, error) {
	var known []string
	bare := strings.TrimPrefix(name, "python")
	for _, in := range f.Interpreters {
		if bare == in.Label || bare == in.Version {
			return in, nil
		}
		known = append(known, in.Label)
	}
	if len(known) == 0 {
		return nil, errors.New("no Python was found here")
	}
	return nil, fmt.Errorf("no Python %.40q here: one of %v expected", name, known)
}

// Default returns the first of those that were asked for, or else the newest that has the lock, or nil.
func (f *Found) Default() *Interpreter {
	if len(f.Interpreters) == 0 {
		return nil
	}
	return f.Interpreters[0]
}

// Find returns the interpreters on PATH, those of pyenv, and the given ones first: each is a path, or the label or the
// version of one that is found, as in 3.14 or python3.14. An error is about one of them.
func Find(ctx context.Context, given ...string) (*Found, error) {
	f, paths := &Found{}, map[string]string{}
	for _, path := range given {
		if !isPath(path) {
			continue
		}
		in, err := Probe(ctx, path)
		if err != nil {
			return f, fmt.Errorf("python %s: %w", path, err)
		}
		f.add(in)
		paths[path] = in.Path
	}
	asked := len(f.Interpreters)
	probed := probeAll(ctx, candidates(os.Getenv("PATH"), pyenvRoot()))
	for _, p := range probed {
		if p.err != nil {
			f.Skipped = append(f.Skipped, Skipped{p.path, p.err.Error()})
		} else {
			f.add(p.in)
		}
	}
	slices.SortStableFunc(f.Interpreters[asked:], newer)
	lockFirst(f.Interpreters[asked:])
	label(f.Interpreters)
	return f, f.prefer(given, paths)
}

// isPath reports whether a given interpreter is a path.
func isPath(given string) bool { return strings.ContainsRune(given, filepath.Separator) }

// prefer moves the given interpreters to the front, in their order. paths are those that paths led to.
func (f *Found) prefer(given []string, paths map[string]string) error {
	var first []*Interpreter
	for _, g := range given {
		i := slices.IndexFunc(f.Interpreters, func(in *Interpreter) bool { return in.Path == paths[g] })
		if i >= 0 {
			first = append(first, f.Interpreters[i])
			continue
		}
		in, err := f.Get(g)
		if err != nil {
			return err
		}
		first = append(first, in)
	}
	all := append(first, f.Interpreters...)
	f.Interpreters = nil
	for _, in := range all {
		f.add(in)
	}
	return nil
}

func (f *Found) add(in *Interpreter) {
	if !slices.ContainsFunc(f.Interpreters, func(x *Interpreter) bool { return x.Path == in.Path }) {
		f.Interpreters = append(f.Interpreters, in)
	}
}

// lockFirst moves the newest interpreter that has the lock to the front.
func lockFirst(ins []*Interpreter) {
	i := slices.IndexFunc(ins, func(in *Interpreter) bool { return !in.FreeThreaded })
	if i > 0 {
		in := ins[i]
		copy(ins[1:i+1], ins[:i])
		ins[0] = in
	}
}

// name is what executables of Python are called. It is compiled where Python is looked for, and not at every start.
var name = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^python([23](\.[0-9]{1,2}t?)?)?(\.exe)?$`)
})

// candidates returns the executables that may be an interpreter, links resolved, each once. A folder of pyenv's shims
// isn't looked into: each shim stands for one of the versions, and says which only when it is run.
func candidates(path, pyenv string) []string {
	var found []string
	for _, dir := range filepath.SplitList(path) {
		if filepath.Base(dir) == "shims" && isDir(filepath.Join(dir, "..", "versions")) {
			found = append(found, pyenvVersions(filepath.Dir(dir))...)
			continue
		}
		entries, _ := os.ReadDir(dir) // a folder of PATH that isn't there is nothing special
		for _, e := range entries {
			if name().MatchString(e.Name()) {
				found = append(found, filepath.Join(dir, e.Name()))
			}
		}
	}
	return resolved(append(found, pyenvVersions(pyenv)...))
}

// pyenvRoot is where pyenv keeps its versions, by its own rule.
func pyenvRoot() string {
	home, _ := os.UserHomeDir()
	return cmp.Or(os.Getenv("PYENV_ROOT"), filepath.Join(home, ".pyenv"))
}

func pyenvVersions(root string) []string {
	paths, _ := filepath.Glob(filepath.Join(root, "versions", "*", "bin", "python")) // only a bad pattern fails
	return paths
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// resolved returns the executables that paths lead to, each once, in the order of the first path to it.
func resolved(paths []string) []string {
	var out []string
	for _, p := range paths {
		real, err := filepath.EvalSymlinks(p)
		if err != nil || slices.Contains(out, real) {
			continue
		}
		if info, err := os.Stat(real); err == nil && info.Mode().IsRegular() {
			out = append(out, real)
		}
	}
	return out
}

// mostProbed is how many executables are asked at most.
const mostProbed = 64

// A probed is the answer of an executable.
type probed struct {
	path string
	in   *Interpreter
	err  error
}

// probeAll probes several at once, and returns the answers in the order of the paths.
func probeAll(ctx context.Context, paths []string) []probed {
	all := make([]probed, min(len(paths), mostProbed))
	ask.Each(len(all), func(i int) {
		in, err := Probe(ctx, paths[i])
		all[i] = probed{paths[i], in, err}
	})
	return all
}

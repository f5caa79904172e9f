package runtimes

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"corerace/bench/child"
	"corerace/bench/language/ask"
)

// A Runtime is a version of a language that is here.
type Runtime struct {
	*Language
	// Label names it in modes: "3.1". Where two have the same, the later found is named by its whole version, "3.1.2", and
	// of two with the same version it is "3.1.2-2".
	Label   string
	Version string // "3.1.2"
	Extra   string // the second group of Language.Version
	Path    string // the executable, as it is found on PATH
}

// String is the runtime for people: "Ruby 3.1.2".
func (r *Runtime) String() string { return r.Title + " " + r.Version }

// numbers returns the first three numbers of the version, 0 for one that it hasn't got.
func (r *Runtime) numbers() (v [3]int) {
	for i, s := range strings.SplitN(r.Version, ".", 4) {
		if i < len(v) {
			v[i], _ = strconv.Atoi(s)
		}
	}
	return v
}

// A Found is what a search came to.
type Found struct {
	// Runtimes are those that are here, in the order of the languages, and of each from the newest to the oldest.
	Runtimes []*Runtime
	Skipped  []Skipped
}

// A Skipped is an executable that is called as one of a language and is of no use, and why.
type Skipped struct {
	Language  string // the name
	Path, Why string
}

// Of returns the runtime of a language with a label or a version, or the newest for "". An error says what is here, or
// how it is got.
func (f *Found) Of(l *Language, name string) (*Runtime, error) {
	var known []string
	for _, r := range f.Runtimes {
		if r.Name != l.Name {
			continue
		}
		if name == "" || name == r.Label || name == r.Version {
			return r, nil
		}
		known = append(known, r.Label)
	}
	if len(known) == 0 {
		return nil, f.missing(l)
	}
	return nil, fmt.Errorf("no %s %.40q here: one of %v expected", l.Title, name, known)
}

// missing is why there is no runtime of a language: what is there and of no use, or how one is got.
func (f *Found) missing(l *Language) error {
	var why []string
	for _, s := range f.Skipped {
		if s.Language == l.Name {
			why = append(why, s.Path+": "+s.Why)
		}
	}
	if len(why) > 0 {
		return fmt.Errorf("no %s that can be used: %s", l.Title, strings.Join(why, "; "))
	}
	return fmt.Errorf("no %s was found on PATH (%s): %s", l.Title, strings.Join(l.Names, ", "), l.Get)
}

// mostAsked is how many executables of a language are asked at most.
const mostAsked = 8

// A candidate is an executable that may be one of a language.
type candidate struct {
	language *Language
	path     string
}

// Find asks the executables of some languages in the folders of a PATH what they are, several at once. What hasn't
// answered when ctx ends is among the skipped.
func Find(ctx context.Context, languages []*Language, path string) *Found {
	var all []candidate
	for _, l := range languages {
		paths := l.candidates(path)
		for _, p := range paths[:min(len(paths), mostAsked)] {
			all = append(all, candidate{l, p})
		}
	}
	runtimes, errs := make([]*Runtime, len(all)), make([]error, len(all))
	ask.Each(len(all), func(i int) { runtimes[i], errs[i] = all[i].language.probe(ctx, all[i].path) })
	f := &Found{}
	for i, err := range errs {
		if err != nil {
			f.Skipped = append(f.Skipped, Skipped{all[i].language.Name, all[i].path, err.Error()})
		}
	}
	for _, l := range languages {
		f.Runtimes = append(f.Runtimes, ofLanguage(l, runtimes)...)
	}
	return f
}

// ofLanguage are the runtimes of a language, sorted and labelled.
func ofLanguage(l *Language, all []*Runtime) (of []*Runtime) {
	for _, r := range all {
		if r != nil && r.Name == l.Name {
			of = append(of, r)
		}
	}
	slices.SortStableFunc(of, func(a, b *Runtime) int {
		x, y := a.numbers(), b.numbers()
		return slices.Compare(y[:], x[:])
	})
	taken := map[string]int{}
	for _, r := range of {
		v := r.numbers()
		r.Label = fmt.Sprintf("%d.%d", v[0], v[1])
		if taken[r.Label]++; taken[r.Label] == 1 {
			continue
		}
		r.Label = r.Version
		if taken[r.Label]++; taken[r.Label] > 1 {
			r.Label += "-" + strconv.Itoa(taken[r.Label])
		}
	}
	return of
}

// candidates are the executables that have one of the names, each once: links of one executable are one.
func (l *Language) candidates(path string) (found []string) {
	var seen []string
	for _, dir := range filepath.SplitList(path) {
		for _, name := range l.Names {
			p := filepath.Join(dir, name)
			real, err := filepath.EvalSymlinks(p)
			if err != nil || !filepath.IsAbs(p) || slices.Contains(seen, real) {
				continue
			}
			if info, err := os.Stat(real); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
				seen, found = append(seen, real), append(found, p)
			}
		}
	}
	return found
}

// probe asks an executable for its version. Its answer isn't trusted: anything may be called ruby.
func (l *Language) probe(ctx context.Context, path string) (*Runtime, error) {
	answer, err := ask.Ask(ctx, ask.Question{Path: path, Args: l.Ask, Input: l.AskInput, Env: l.environ(),
		Whole: func(answer string) bool { return l.whole(path, answer) }})
	if err != nil {
		return nil, err
	}
	return l.parse(path, answer)
}

// whole is whether an answer is of a runtime that lacks no way of its language.
func (l *Language) whole(path, answer string) bool {
	r, err := l.parse(path, answer)
	return err == nil && !slices.ContainsFunc(l.Ways, func(w Way) bool { return r.Has(&w) != nil })
}

// parse reads an answer.
func (l *Language) parse(path, answer string) (*Runtime, error) {
	m := regexp.MustCompile(l.Version).FindStringSubmatch(answer)
	if m == nil {
		first, _, _ := strings.Cut(strings.TrimSpace(answer), "\n")
		return nil, fmt.Errorf("it doesn't answer as %s does, but %.60q", l.Title, child.Plain(first))
	}
	r := &Runtime{Language: l, Version: m[1], Path: path}
	if len(m) > 2 {
		r.Extra = m[2]
	}
	return r, nil
}

// environ is the environment of this process without what would change the language.
func (l *Language) environ() []string {
	return slices.DeleteFunc(os.Environ(), func(kv string) bool {
		return slices.ContainsFunc(l.Drop, func(begin string) bool { return strings.HasPrefix(kv, begin) })
	})
}

// WayNamed returns a way of the language by its name, or nil.
func (l *Language) WayNamed(name string) *Way {
	for i := range l.Ways {
		if l.Ways[i].Name == name {
			return &l.Ways[i]
		}
	}
	return nil
}

// Has returns why a runtime hasn't got a way, or nil.
func (r *Runtime) Has(w *Way) error {
	if w.Here == nil {
		return nil
	}
	return w.Here(r)
}

// name is how errors begin.
func (r *Runtime) name() string { return r.Name + " " + r.Label }

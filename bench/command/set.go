package command

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"corerace/bench/command/starter"
	"corerace/results"
)

// A Variant is a command and the name that it races under.
type Variant struct {
	Name string
	results.Command
}

// A Param is a parameter: its name stands in braces in a command, and is filled in with its values.
type Param struct {
	Name   string
	Values []string
}

// A Set is what is raced, as it was typed.
type Set struct {
	Variants []Variant
	// Baseline names the variant whose cell of one worker every speedup is taken against; "" is the first.
	Baseline string
	Workers  []int
	// Params are the parameters every combination of whose values is a race of its own. Picks have another value in
	// every round, alike for all variants: at random, or in turn.
	Params []Param
	Picks  []Pick
	// Seed is that of the random picks.
	Seed uint64
	// Longest is how long the first run of a command may take, of which nothing is known yet.
	Longest time.Duration

	starter starter.Starter
	empty   string // the path of an empty program; "": there is none
	starts  []time.Duration
	sums    map[string]output
}

// A Pick is a parameter that has one of its values in each round.
type Pick struct {
	Param
	InTurn bool // one after the other, and not at random
}

// WorkersName is the name of the number of workers in a command.
const WorkersName = "workers"

// Single is the name of the work where there are no parameters.
const Single = "command"

// Check reports what of a set is wrong.
func (s *Set) Check() error {
	if len(s.Variants) == 0 {
		return errors.New("no command")
	}
	if err := s.checkParams(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, v := range s.Variants {
		if err := CheckName(v.Name); err != nil {
			return fmt.Errorf("variant %q: %w", v.Name, err)
		}
		if seen[v.Name] {
			return fmt.Errorf("variant %s is there twice", v.Name)
		}
		seen[v.Name] = true
		if err := v.check(); err != nil {
			return fmt.Errorf("variant %s: %w", v.Name, err)
		}
	}
	if s.Baseline != "" && !seen[s.Baseline] {
		return fmt.Errorf("the baseline %q is no variant", s.Baseline)
	}
	return s.checkNames()
}

// checkNames reports values of parameters that a record has no room for: they name what is raced.
func (s *Set) checkNames() error {
	for _, p := range s.points() {
		if err := results.CheckName(p.name()); err != nil {
			return fmt.Errorf("parameters %.200q: %w", p.name(), err)
		}
	}
	for _, p := range s.Picks {
		for _, v := range p.Values {
			if err := results.CheckName(p.Name + "=" + v); err != nil {
				return fmt.Errorf("parameter %.200q: %w", p.Name+"="+v, err)
			}
		}
	}
	return nil
}

// Find reports a program, a folder or an input that isn't here, before anything is waited for. What a variant prepares
// may come into being by that, so of such a one only the program that prepares is looked for.
func (s *Set) Find() error {
	for _, p := range s.points() {
		for _, picked := range s.everyPick() {
			for _, v := range s.Variants {
				for _, n := range s.workersOf(v) {
					filled := slices.Concat(p.filling, picked).withWorkers(n)
					if err := v.find(filled); err != nil {
						return fmt.Errorf("variant %s: %w", v.Name, err)
					}
				}
			}
		}
	}
	return nil
}

// find reports what of a variant isn't here before it prepares anything.
func (v Variant) find(f filling) error {
	if v.Prepare == "" {
		_, err := v.request(v.Line, f)
		return err
	}
	v.Input = ""
	if _, err := v.request(v.Prepare, f); err != nil {
		return fmt.Errorf("--prepare: %w", err)
	}
	return nil
}

// checkParams reports parameters that are wrong, or that nothing uses.
func (s *Set) checkParams() error {
	seen := map[string]bool{}
	for _, p := range s.named() {
		if err := CheckName(p.Name); err != nil {
			return fmt.Errorf("parameter %q: %w", p.Name, err)
		}
		switch {
		case p.Name == WorkersName:
			return fmt.Errorf("parameter %s: {%s} is filled in by --workers 1,2", p.Name, p.Name)
		case seen[p.Name]:
			return fmt.Errorf("parameter %s is there twice", p.Name)
		case len(p.Values) == 0:
			return fmt.Errorf("parameter %s has no values", p.Name)
		case !slices.ContainsFunc(s.Variants, func(v Variant) bool { return v.Uses(p.Name) }):
			return fmt.Errorf("parameter %s: no command has {%s}", p.Name, p.Name)
		}
		seen[p.Name] = true
		for i, v := range p.Values {
			if slices.Contains(p.Values[:i], v) {
				return fmt.Errorf("parameter %s has the value %q twice", p.Name, v)
			}
		}
	}
	return nil
}

// named are all parameters.
func (s *Set) named() []Param {
	all := slices.Clone(s.Params)
	for _, p := range s.Picks {
		all = append(all, p.Param)
	}
	return all
}

// longestName is the most bytes that the name of a variant or a parameter has: a record's names have more.
const longestName = 64

// CheckName reports what makes a name unfit for a variant or a parameter.
func CheckName(name string) error {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+"
	switch {
	case name == "":
		return errors.New("the name is empty")
	case len(name) > longestName:
		return fmt.Errorf("the name is longer than %d bytes", longestName)
	case strings.Trim(name, allowed) != "":
		return errors.New("a name has letters, digits and -_.+ alone")
	}
	return nil
}

// check reports what of a variant can't be run.
func (v Variant) check() error {
	for _, line := range []string{v.Line, v.Prepare, v.Cleanup} {
		if line == "" && line != v.Line {
			continue
		}
		if _, err := v.words(line); err != nil {
			return err
		}
	}
	for _, kv := range v.Env {
		if name, _, ok := strings.Cut(kv, "="); !ok || name == "" {
			return fmt.Errorf("%q is not NAME=value", kv)
		}
	}
	return nil
}

// Uses is whether a variant has the name of a parameter in braces.
func (v Variant) Uses(name string) bool {
	texts := append([]string{v.Line, v.Dir, v.Input, v.Prepare, v.Cleanup}, v.Env...)
	return slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, "{"+name+"}") })
}

// words are those of a line of the variant, with its {names}.
func (v Variant) words(line string) ([]string, error) {
	if v.Shell {
		if strings.TrimSpace(line) == "" {
			return nil, errors.New("it is empty")
		}
		return []string{"sh", "-c", line}, nil
	}
	words, err := Split(line)
	if err == nil && words[0] == "" {
		err = errors.New("the name of the program is empty")
	}
	return words, err
}

// A filling is the values that the {names} of a cell have in a round.
type filling []string // name, value, name, value

// with returns a filling that has one more value.
func (f filling) with(name, value string) filling {
	return append(slices.Clip(f), "{"+name+"}", value)
}

// in fills in the names in a text. Other braces stay as they are.
func (f filling) in(text string) string { return strings.NewReplacer(f...).Replace(text) }

// all fills in the names in texts.
func (f filling) all(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = f.in(t)
	}
	return out
}

// request is what a starter is asked for a line of the variant.
func (v Variant) request(line string, f filling) (starter.Request, error) {
	words, err := v.words(line)
	if err != nil {
		return starter.Request{}, err
	}
	r := starter.Request{Args: f.all(words), Dir: f.in(v.Dir), Input: f.in(v.Input),
		Env: append(os.Environ(), f.all(v.Env)...)}
	if info, err := os.Stat(r.Dir); r.Dir != "" && (err != nil || !info.IsDir()) {
		return r, fmt.Errorf("--dir %q: not a folder", r.Dir)
	}
	if r.Path, err = find(r.Args[0], r.Dir); err != nil {
		return starter.Request{}, err
	}
	if err := readable(r.Input); err != nil {
		return r, err
	}
	if r.Input != "" && r.Dir != "" && !filepath.IsAbs(r.Input) {
		r.Input, err = filepath.Abs(r.Input) // as the shell's < does: where it was typed
	}
	return r, err
}

// readable says why every run can't read a file from its beginning to its end: it isn't there, or a pipe, which has its
// bytes once, or a device, which may have no end. The empty device is fine; "" is no input.
func readable(path string) error {
	if path == "" || path == os.DevNull {
		return nil
	}
	file, err := results.Open(path)
	if err != nil {
		return fmt.Errorf("--input: %w", err)
	}
	return file.Close()
}

// find is the file of a program: one with a slash lies where it says, from the folder that the command runs in.
func find(name, dir string) (string, error) {
	if strings.Contains(name, "/") && !filepath.IsAbs(name) && dir != "" {
		name = filepath.Join(dir, name)
		if !filepath.IsAbs(name) {
			name = "." + string(filepath.Separator) + name
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		if e, ok := errors.AsType[*exec.Error](err); ok {
			err = e.Err
		}
		if strings.ContainsAny(name, " \t") {
			return "", fmt.Errorf("program %q can't be started: %w; a command is typed in words, and several are a "+
				"--variant NAME='COMMAND' each", name, err)
		}
		return "", fmt.Errorf("program %q can't be started: %w", name, err)
	}
	return filepath.Abs(path)
}

// baseline is the name of the baseline.
func (s *Set) baseline() string {
	if s.Baseline != "" {
		return s.Baseline
	}
	return s.Variants[0].Name
}

// workersOf are the numbers of workers that a variant is raced with: one, where it doesn't ask for them. The baseline
// has one besides.
func (s *Set) workersOf(v Variant) []int {
	if !v.Uses(WorkersName) {
		return []int{1}
	}
	all := slices.Compact(slices.Sorted(slices.Values(s.Workers)))
	if v.Name == s.baseline() && !slices.Contains(all, 1) {
		all = append([]int{1}, all...)
	}
	return all
}

// A point is one combination of the values of the parameters.
type point struct {
	params  []string // name=value
	filling filling
}

// name is the name of its work in a record.
func (p point) name() string {
	if len(p.params) == 0 {
		return Single
	}
	return strings.Join(p.params, ", ")
}

// points are all combinations, the values of the last parameter changing first.
func (s *Set) points() []point {
	all := []point{{}}
	for _, p := range s.Params {
		var next []point
		for _, at := range all {
			for _, v := range p.Values {
				next = append(next, point{append(slices.Clip(at.params), p.Name+"="+v), at.filling.with(p.Name, v)})
			}
		}
		all = next
	}
	return all
}

// withWorkers is a filling with a number of workers.
func (f filling) withWorkers(n int) filling { return f.with(WorkersName, strconv.Itoa(n)) }

// Follow takes the numbers of workers and the seed from a record that is gone on with.
func (s *Set) Follow(run results.Run) {
	s.Workers = run.Plan.Workers
	s.Seed, _ = strconv.ParseUint(run.Seed, 10, 64) // who goes on with the record says what is wrong with it
}

package main

import (
	"context"
	"fmt"
	"strings"

	"corerace/bench/lab"
	"corerace/bench/lab/cpython"
	"corerace/bench/language/python"
	"corerace/bench/machine"
	"corerace/bench/mode"
)

// subjects are the models, and the interpreters that were asked for.
func (f *gilFlags) subjects(ctx context.Context) ([]lab.Subject, error) {
	all, err := lab.Models()
	if err != nil {
		return nil, err
	}
	if len(f.against) == 0 {
		return all, nil
	}
	find := pythons(ctx, f.pythons...)
	found, err := find()
	if err != nil {
		return nil, err
	}
	cores := machine.Facts(ctx).CoresAllowed
	for _, spelling := range f.against {
		in, err := interpreter(found, spelling)
		if err != nil {
			return nil, err
		}
		of, err := interpreterSubjects(in, cores, f.targets)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	return all, nil
}

// interpreterSubjects are the threads of an interpreter and, for the targets, its processes and its sub-interpreters,
// where it has those.
func interpreterSubjects(in *python.Interpreter, cores []int, targets bool) (all []lab.Subject, err error) {
	threads, err := cpython.New(in, python.Threads, cores)
	if err != nil {
		return nil, err
	}
	all = append(all, threads)
	for _, kind := range []python.Kind{python.Processes, python.Interpreters} {
		if s, err := cpython.New(in, kind, cores); err == nil && targets {
			all = append(all, s)
		}
	}
	return all, nil
}

// interpreter finds one by its name, "python3.11" or "3.11".
func interpreter(found *python.Found, spelling string) (*python.Interpreter, error) {
	label := strings.TrimPrefix(spelling, "python")
	var known []string
	for _, in := range found.Interpreters {
		if in.Label == label {
			return in, nil
		}
		known = append(known, "python"+in.Label)
	}
	if len(known) == 0 {
		return nil, fmt.Errorf("--against %s: no interpreter was found; --python names one", spelling)
	}
	return nil, &mode.UnknownError{Kind: "interpreter", Name: spelling, Known: known}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"corerace/bench/language"
	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/results"
	"corerace/workloads"
)

func (f *runFlags) pickWorkloads() ([]*workloads.Workload, error) {
	known, err := knownWorkloads(f.block, f.file)
	if err != nil {
		return nil, err
	}
	names := f.workloads
	switch {
	case len(names) > 0:
	case f.all:
		return known, nil
	case len(ownWorkloads) > 0:
		if names = ownNames(); len(names) == 0 {
			return nil, errors.New("the package has no workloads: its variables of that type are nil")
		}
	case f.asksForAll():
		names = runtimesWorkloads
	case f.quick:
		names = quickWorkloads
	default:
		names = defaultWorkloads
	}
	if err := once("workload", names); err != nil {
		return nil, err
	}
	var ws []*workloads.Workload
	for _, name := range names {
		w, err := findWorkload(known, name)
		if err != nil {
			return nil, err
		}
		ws = append(ws, w)
	}
	return ws, nil
}

func workloadNames() []string {
	var names []string
	for _, w := range allWorkloads() {
		names = append(names, w.Name)
	}
	return names
}

func findWorkload(known []*workloads.Workload, name string) (*workloads.Workload, error) {
	for _, w := range known {
		if w.Name != name {
			continue
		}
		if err := w.Here(); err != nil {
			return nil, fmt.Errorf("workload %s isn't here: %w", name, err)
		}
		return w, nil
	}
	return nil, &mode.UnknownError{Kind: "workload", Name: name, Known: workloadNames()}
}

// pickModes sets the modes of an experiment with their baselines, which are always measured. more are modes beside those
// that every command has.
func (f *runFlags) pickModes(ctx context.Context, e *race.Experiment, more ...*mode.Mode) error {
	find := pythons(ctx, f.pythons...)
	if len(f.pythons) > 0 {
		if _, err := find(); err != nil {
			return fmt.Errorf("--python: %w", err)
		}
	}
	spelt := f.modes
	if len(spelt) == 0 {
		spelt = defaultModes
		if f.all {
			spelt = mode.Names(usualModes(nil))
		}
	}
	here := runtimesHere(ctx)
	if f.asksForAll() {
		all, notes := ofAllRuntimes(find, here)
		e.Notes = append(e.Notes, notes...)
		spelt = replaced(spelt, threadsOfAll, all)
	}
	spelt, added := withFreeThreaded(spelt, find)
	e.Notes = append(e.Notes, added...)
	if !slices.Contains(spelt, "serial") {
		e.Notes = append(e.Notes, "mode serial was added: every speedup is taken against it")
		spelt = append([]string{"serial"}, spelt...)
		e.Added = []string{"serial"}
	}
	known := append(usualModes(find), language.Modes(language.All(), here)...)
	known = append(known, more...)
	modes, bases, err := withBaselines(spelt, known)
	if err == nil {
		err = once("mode", spellings(modes))
	}
	if f.asksForAll() {
		e.Notes = append(e.Notes, "the serial mode of every runtime was added: its speedups are taken against it")
	}
	for _, base := range bases {
		if !f.asksForAll() {
			e.Notes = append(e.Notes, base.note)
		}
		e.Added = append(e.Added, base.mode)
	}
	e.Modes = modes
	return err
}

// replaced is a list with some words in place of one, each once.
func replaced(list []string, word string, by []string) (out []string) {
	for _, s := range list {
		words := []string{s}
		if s == word {
			words = by
		}
		for _, w := range words {
			if !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

func (f *runFlags) pickWorkers(ctx context.Context) ([]int, error) {
	all := machine.Usable(machine.Facts(ctx))
	switch {
	case len(f.workers) > 0:
	case f.asksForAll():
		return []int{2}, nil
	case f.quick:
		return []int{all}, nil
	default:
		return slices.Compact([]int{1, all}), nil
	}
	var ns []int
	var spelt []string
	for _, s := range f.workers {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > results.MaxWorkers {
			return nil, fmt.Errorf("--workers has %q: numbers from 1 to %d expected", s, results.MaxWorkers)
		}
		ns, spelt = append(ns, n), append(spelt, strconv.Itoa(n))
	}
	return ns, once("number of workers", spelt)
}

// knownWorkloads are all workloads, with blocks of a length, and a text for those that take one. Both may be "".
func knownWorkloads(block, file string) ([]*workloads.Workload, error) {
	all := allWorkloads()
	if file != "" {
		w, err := workloads.WordcountOf(file)
		if err != nil {
			return nil, fmt.Errorf("--file: %w", err)
		}
		all[slices.IndexFunc(all, func(x *workloads.Workload) bool { return x.Name == w.Name })] = w
	}
	if block == "" {
		return all, nil
	}
	n, err := parseBytes(block)
	if err != nil {
		return nil, fmt.Errorf("--block: %w", err)
	}
	for i, w := range all {
		if w.Here() != nil {
			continue
		}
		if all[i], err = w.WithBlock(n); err != nil {
			return nil, fmt.Errorf("--block: %w", err)
		}
	}
	return all, nil
}

// plannedWorkloads are all workloads, with the blocks and the text that a record's plan names.
func plannedWorkloads(plan results.Plan) ([]*workloads.Workload, error) {
	all := allWorkloads()
	for _, p := range plan.Workloads {
		i := slices.IndexFunc(all, func(w *workloads.Workload) bool { return w.Name == p.Name })
		if i < 0 || p.BlockBytes == 0 {
			continue // resuming says what is wrong
		}
		var err error
		if p.File != "" {
			if all[i], err = workloads.WordcountOf(p.File); err != nil {
				return nil, err
			}
		}
		if all[i], err = all[i].WithBlock(int(p.BlockBytes)); err != nil {
			return nil, fmt.Errorf("workload %s of the record: %w", p.Name, err)
		}
	}
	return all, nil
}

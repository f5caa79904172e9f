package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/lab"
	"corerace/bench/lab/against"
	"corerace/bench/language"
	"corerace/bench/language/python"
	"corerace/bench/language/runtimes"
	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/results"
)

// gilBudget is the time that gil takes, gilTargets where the models are held to targets, and gilAgainst beside
// interpreters: what is judged needs six rounds.
const (
	gilBudget  = time.Minute
	gilTargets = 2 * time.Minute
	gilAgainst = 3 * time.Minute
)

var gilFormats = []string{"table", "json", "svg", "png", "pdf"}

var gilExperiments = []string{results.GILSlices, results.GILSlowdown, results.GILConvoy,
	results.GILBlocking, results.GILUpdates}

// gilFlags are the flags that only gil has.
type gilFlags struct {
	against     []string
	pythons     []string
	experiments []string
	targets     bool
}

func gilCommand() *cobra.Command {
	var f gilFlags
	return experiment{
		name:  "gil",
		group: "teach",
		short: "Experiment on models of CPython's locks, beside real interpreters",
		long: "Gil measures models of the two global interpreter locks that CPython has had: how long a thread runs until\n" +
			"another one does, what the same work costs on threads, what becomes of a thread that does I/O beside threads\n" +
			"that compute, calls that block with and without the lock, and updates that get lost. --against puts real\n" +
			"interpreters beside the models, and says where the models hold. --targets checks what a model must show.",
		example: "  corerace gil\n  corerace gil --experiments convoy --budget 20s\n" +
			"  corerace gil --against python3.11,python2.7\n  corerace gil --targets",
		budget:  gilBudget,
		formats: gilFormats,
		charts:  true,
		says: map[string]string{
			"budget": budgetSays + "; a round is measured in any case; with --targets " + gilTargets.String() +
				", with --against " + gilAgainst.String(),
			"rounds": "rounds (default as many as fit into the budget)",
			"out":    "folder of the record, the page and the charts (default a new one in " + outputRoot + ")",
		},
		flags:   f.add,
		prepare: f.prepare,
	}.command()
}

func (f *gilFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringSliceVar(&f.against, "against", nil,
		"interpreters and other runtimes beside the models, such as python3.11,python2.7,ruby,ocaml,pypy")
	fl.StringSliceVar(&f.pythons, "python", nil, "interpreters by path or label, beside those that are found; without --against "+
		"they are compared")
	fl.StringSliceVar(&f.experiments, "experiments", nil,
		"what to measure (default "+strings.Join(gilExperiments, ",")+")")
	fl.BoolVar(&f.targets, "targets", false, "check what a model of the locks must show; exit status 1 where it doesn't, and 3 where that can't be told")
	cmd.RegisterFlagCompletionFunc("experiments", completeList(gilExperiments))
	cmd.RegisterFlagCompletionFunc("against", completeAgainst)
}

// prepare turns the flags into what to measure, or says what is wrong with them.
func (f *gilFlags) prepare(cmd *cobra.Command, shared *experimentFlags) (measurement, error) {
	for _, e := range f.experiments {
		if !slices.Contains(gilExperiments, e) {
			return nil, &mode.UnknownError{Kind: "experiment", Name: e, Known: gilExperiments}
		}
	}
	if err := once("experiment", f.experiments); err != nil {
		return nil, err
	}
	if err := f.compareNamed(cmd.Context()); err != nil {
		return nil, err
	}
	if err := once("interpreter", f.against); err != nil {
		return nil, err
	}
	l := &lab.Lab{Rounds: shared.rounds, Budget: shared.budget, Compare: len(f.against) > 0}
	if !cmd.Flags().Changed("budget") {
		switch {
		case l.Compare:
			l.Budget = gilAgainst
		case f.targets:
			l.Budget = gilTargets
		}
	}
	subjects, err := f.subjects(cmd.Context())
	if err != nil {
		return nil, err
	}
	for _, s := range subjects {
		cases, notes := f.cases(s)
		l.Cases, l.Notes = append(l.Cases, cases...), append(l.Notes, notes...)
	}
	l.Seed, err = parseSeed(shared.seed)
	return &recorded{flags: shared, targets: f.targets, lab: l}, err
}

// cases are what was asked for of a subject, and notes that say which experiments it doesn't have.
func (f *gilFlags) cases(s lab.Subject) (cases []lab.Case, notes []string) {
	has := map[string]bool{}
	for _, c := range lab.Cases(s) {
		has[c.Experiment] = true
		if len(f.experiments) == 0 || slices.Contains(f.experiments, c.Experiment) {
			cases = append(cases, c)
		}
	}
	for _, e := range f.experiments {
		if !has[e] {
			notes = append(notes, fmt.Sprintf("%s has no lock that its threads share, so %s isn't measured of it", s.Name(), e))
		}
	}
	return cases, notes
}

// compareNamed makes the interpreters that --python names those that are compared, where --against names none.
func (f *gilFlags) compareNamed(ctx context.Context) error {
	if len(f.against) > 0 || len(f.pythons) == 0 {
		return nil
	}
	if err := once("interpreter", f.pythons); err != nil {
		return err
	}
	found, err := pythons(ctx, f.pythons...)()
	if err != nil {
		return fmt.Errorf("--python: %w", err)
	}
	for _, in := range found.Interpreters[:min(len(f.pythons), len(found.Interpreters))] { // those that are named stand first
		f.against = append(f.against, "python"+in.Label)
	}
	return nil
}

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
	here := runtimesHere(ctx)
	for _, spelling := range f.against {
		of, err := runtimeSubjects(here, spelling, cores)
		if err == nil && of == nil {
			of, err = f.pythonSubjects(found, spelling, cores)
		}
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
	threads, err := against.New(in, python.Threads, cores)
	if err != nil {
		return nil, err
	}
	all = append(all, threads)
	for _, kind := range []python.Kind{python.Processes, python.Interpreters} {
		if s, err := against.New(in, kind, cores); err == nil && targets {
			all = append(all, s)
		}
	}
	return all, nil
}

// pythonSubjects are those of the interpreter that is spelt.
func (f *gilFlags) pythonSubjects(found *python.Found, spelling string, cores []int) ([]lab.Subject, error) {
	in, err := interpreter(found, spelling)
	if err != nil {
		return nil, err
	}
	return interpreterSubjects(in, cores, f.targets)
}

// runtimeSubjects are the threads of a runtime of another language, which is spelt ruby, ruby3.1 or ruby:version=3.1; none
// where no language is called so.
func runtimeSubjects(here func() *runtimes.Found, spelling string, cores []int) ([]lab.Subject, error) {
	for _, l := range language.All() {
		rest, ok := strings.CutPrefix(spelling, l.Name)
		label := strings.TrimPrefix(rest, ":version=")
		if !ok || label != "" && label == rest && (label[0] < '0' || label[0] > '9') {
			continue
		}
		r, err := here().Of(l, label)
		if err != nil {
			return nil, fmt.Errorf("--against %s: %w", spelling, err)
		}
		s, err := against.Of(r, cores)
		if err != nil {
			return nil, fmt.Errorf("--against %s: %w", spelling, err)
		}
		return []lab.Subject{s}, nil
	}
	return nil, nil
}

// interpreter finds one by its name, "python3.11" or "3.11".
func interpreter(found *python.Found, spelling string) (*python.Interpreter, error) {
	label := strings.TrimPrefix(spelling, "python")
	var known []string
	for _, in := range found.Interpreters {
		if label == in.Label || label == in.Version {
			return in, nil
		}
		known = append(known, "python"+in.Label)
	}
	if len(known) == 0 {
		return nil, fmt.Errorf("--against %s: no interpreter was found; --python names one", spelling)
	}
	return nil, &mode.UnknownError{Kind: "interpreter", Name: spelling, Known: known}
}

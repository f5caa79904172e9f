package trial

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
	"corerace/workloads"
)

// race races modes:
//
//	workload: primes                    one or several
//	modes: gil, goroutines              beside serial, which is always there
//	workers: 2                          one number or several
//	share: 1                            items that are claimed at once; left out, as it suits
func (b *Bench) race(ctx context.Context, t *lesson.Trial, k lesson.Keeping) ([]lesson.Quantity, error) {
	if err := only(t, "workload", "modes", "workers", "share"); err != nil {
		return nil, err
	}
	e := &race.Experiment{Seed: b.Seed, Rounds: b.Rounds}
	if b.Rounds > 0 {
		e.Target = short
	} else {
		e.Budget, e.Target = budget(t), usual
	}
	var err error
	if e.Share, err = count(t, "share", 0, 1<<30); err != nil {
		return nil, err
	}
	if e.Workers, err = workersOf(t); err != nil {
		return nil, err
	}
	names := words(t.Arg("workload", "primes"))
	for _, name := range names {
		i := slices.IndexFunc(work(), func(w *workloads.Workload) bool { return w.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("workload: there is none called %q", name)
		}
		e.Workloads = append(e.Workloads, work()[i])
	}
	wanted := words(t.Arg("modes", "goroutines"))
	as, missing, err := b.enter(e, wanted)
	if err != nil {
		return nil, err
	}
	gone := gone(e, names, missing)
	if len(e.Modes) < 2 { // serial alone
		return named(t, gone), nil
	}
	s, err := newSink(k, func(rec *results.Record) []lesson.Quantity {
		return named(t, byClock(t, append(speedups(rec, names, as), gone...)))
	})
	if err != nil {
		return nil, err
	}
	r, err := e.Plan(ctx)
	if err == nil {
		err = r.Run(ctx, s)
	}
	if closed := s.close(); err == nil {
		err = closed
	}
	return s.found, err
}

// byClock takes back the doubt that the disturber itself is the reason of: such a trial shows what the clock shows beside
// a neighbour, and is no claim about how fast anything is.
func byClock(t *lesson.Trial, found []lesson.Quantity) []lesson.Quantity {
	if t.Arg("disturb", "") == "" {
		return found
	}
	for i := range found {
		if found[i].Doubt == "busy" {
			found[i].Doubt = ""
		}
	}
	return found
}

// workersOf are the numbers of workers of a race.
func workersOf(t *lesson.Trial) (all []int, err error) {
	for _, s := range words(t.Arg("workers", "2")) {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 64 {
			return nil, fmt.Errorf("workers: %q: 1 to 64 expected", s)
		}
		all = append(all, n)
	}
	return all, nil
}

// enter finds the modes, with the baselines that they need, says as what a lesson spells those that this machine spells
// otherwise, and names those that aren't here, with what they lack.
func (b *Bench) enter(e *race.Experiment, spellings []string) (as, missing map[string]string, err error) {
	as, missing = map[string]string{}, map[string]string{}
	known := b.modes()
	has := func(name string) bool {
		return slices.ContainsFunc(e.Modes, func(m *mode.Mode) bool { return m.String() == name })
	}
	var add func(spelling string, asked bool) error
	add = func(spelling string, asked bool) error {
		lessons := spelling
		spelling, why := b.spell(spelling)
		if why != "" {
			missing[spelling] = why
			return nil
		}
		m, err := mode.FindMode(known, spelling)
		if err != nil {
			return err
		}
		if err := m.Here(); err != nil {
			missing[spelling] = b.lackOf(spelling)
			return nil
		}
		if lessons != spelling {
			as[m.String()] = lessons
		}
		if has(m.String()) {
			return nil
		}
		if m.Against() != m.String() && m.Against() != "serial" {
			if err := add(m.Against(), false); err != nil {
				return err
			}
		}
		if !asked {
			e.Added = append(e.Added, m.String())
		}
		e.Modes = append(e.Modes, m)
		return nil
	}
	if err := add("serial", false); err != nil {
		return nil, nil, err
	}
	for _, s := range spellings {
		if err := add(s, true); err != nil {
			return nil, nil, err
		}
	}
	return as, missing, nil
}

// freeThreaded is how a lesson spells the threads of a Python without the lock, whichever it is.
const freeThreaded = "python-free-threads"

// lockedThreads is how a lesson spells the threads of a Python with the lock.
const lockedThreads = "python-threads"

// spell is a mode as this machine spells it, or what is missing for it. Where the only Python has no lock, it is no
// Python with one.
func (b *Bench) spell(s string) (spelling, why string) {
	if s != freeThreaded && s != lockedThreads {
		return s, ""
	}
	found, err := b.Find()
	if s == lockedThreads {
		if err == nil && found.Default() != nil && found.Default().FreeThreaded {
			return s, "with-lock"
		}
		return s, ""
	}
	if err == nil {
		for _, in := range found.Interpreters {
			if in.FreeThreaded {
				return "python-threads:python=" + in.Label, ""
			}
		}
	}
	return s, "free-threaded"
}

// lackOf is what a mode lacks that isn't here.
func (b *Bench) lackOf(spelling string) string {
	if strings.HasPrefix(spelling, "python") {
		return b.noPython()
	}
	return "mode"
}

// noPython is why no Python can be used: none was found, or what was found is of no use.
func (b *Bench) noPython() string {
	if found, err := b.Find(); err == nil && found.Default() == nil && len(found.Skipped) > 0 {
		return "python-silent"
	}
	return "python"
}

// gone are the quantities of modes that aren't here.
func gone(e *race.Experiment, names []string, missing map[string]string) (all []lesson.Quantity) {
	for spelling, why := range missing {
		for _, n := range e.Workers {
			q := lesson.Quantity{Name: fmt.Sprintf("%s*%d", spelling, n), Unit: "x", Missing: why}
			all = append(all, q)
			if len(names) > 1 {
				for _, w := range names {
					q.Name = fmt.Sprintf("%s/%s*%d", w, spelling, n)
					all = append(all, q)
				}
			}
		}
	}
	return all
}

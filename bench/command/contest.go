package command

import (
	"cmp"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"corerace/bench/race"
	"corerace/results"
)

// Contest runs every command once, with the fewest workers that it has, to see that it works and how long it takes, and
// returns what is to be raced.
func (s *Set) Contest(ctx context.Context) (race.Contest, error) {
	if err := s.Check(); err != nil {
		return race.Contest{}, err
	}
	s.empty, _ = exec.LookPath("true")
	s.sums = map[string]output{}
	c := race.Contest{CPU: s.starter.CPU}
	for i := range s.Variants {
		s.about(ctx, &s.Variants[i])
	}
	for _, p := range s.points() {
		if err := s.enter(ctx, &c, p); err != nil {
			return race.Contest{}, err
		}
	}
	for _, v := range s.Variants {
		c.Modes = append(c.Modes, results.PlannedMode{Name: v.Name, Doc: v.doc(), Baseline: s.baseline(),
			Command: &v.Command})
	}
	if s.empty == "" {
		c.Notes = append(c.Notes, "there is no program true here, so what starting costs isn't measured")
	}
	s.Close() // the next one is started when all that it starts is counted
	return c, nil
}

// enter enters the commands for one combination of parameters.
func (s *Set) enter(ctx context.Context, c *race.Contest, p point) error {
	planned := results.PlannedWorkload{Name: p.name(), Size: 1, Passes: 1, Share: 1, Params: p.params}
	for i := range s.Variants {
		v := &s.Variants[i]
		var expected time.Duration
		for _, n := range s.workersOf(*v) {
			run := &runner{set: s, variant: v, work: p.name(), workers: n, filling: p.filling.withWorkers(n),
				limit: s.Longest, empties: empties}
			if expected == 0 {
				began := time.Now()
				sample, err := run.first(ctx)
				if err != nil {
					return fmt.Errorf("%s ×%d%s: %w", v.Name, n, of(p), err)
				}
				expected = time.Since(began)
				if v.Name == s.baseline() {
					planned.Pass = sample.Wall
				}
			}
			if expected < shortCommand {
				run.empties = manyEmpties
			}
			run.limit = cmp.Or(v.Timeout, longestStart+farTooLong*expected)
			c.Contenders = append(c.Contenders, &race.Contender{
				Cell:     results.Cell{Workload: p.name(), Mode: v.Name, Workers: n},
				Baseline: s.baseline(), Expected: expected, Take: run.take,
			})
		}
	}
	c.Workloads = append(c.Workloads, planned)
	return nil
}

// of names a combination of parameters in an error.
func of(p point) string {
	if len(p.params) == 0 {
		return ""
	}
	return ", " + p.name()
}

// Most time that a run may take beyond what it was expected to, as on a busy machine.
const (
	longestStart = 10 * time.Second
	farTooLong   = 30
)

// Close ends the process that starts commands, with all that it has started.
func (s *Set) Close() error { return s.starter.Close() }

// doc says in one line what a variant is.
func (v Variant) doc() string {
	if v.Version == "" {
		return v.Line
	}
	return v.Line + " (" + v.Version + ")"
}

// Differs is how a set differs from the plan of a record, or nil.
func (s *Set) Differs(plan results.Plan) error {
	var known []string
	for _, m := range plan.Modes {
		if m.Command == nil {
			return fmt.Errorf("mode %s of the record is no command: corerace run --resume goes on with it", m.Name)
		}
		known = append(known, m.Name)
		i := slices.IndexFunc(s.Variants, func(v Variant) bool { return v.Name == m.Name })
		switch {
		case i < 0:
			return fmt.Errorf("variant %s of the record wasn't typed", m.Name)
		case !s.Variants[i].Same(*m.Command):
			return fmt.Errorf("variant %s is another command than in the record, where it is %s", m.Name,
				firstLine([]byte(m.Command.Line)))
		case m.Baseline != s.baseline():
			return fmt.Errorf("the baseline is %s, in the record it is %s", s.baseline(), m.Baseline)
		}
	}
	for _, v := range s.Variants {
		if !slices.Contains(known, v.Name) {
			return fmt.Errorf("variant %s isn't in the record", v.Name)
		}
	}
	var typed, planned []string
	for _, p := range s.points() {
		typed = append(typed, p.name())
	}
	for _, w := range plan.Workloads {
		planned = append(planned, w.Name)
	}
	if missing := slices.DeleteFunc(planned, func(n string) bool { return slices.Contains(typed, n) }); len(missing) > 0 {
		return fmt.Errorf("the record has other parameters: %s", strings.Join(missing, "; "))
	}
	return nil
}

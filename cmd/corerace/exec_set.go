package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	commands "corerace/bench/command"
	"corerace/results"
)

// firstRun is how long the first run of a command may take, where no budget is shorter.
const firstRun = 10 * time.Minute

// set turns the flags and arguments into what is raced, or says what is wrong with them.
func (f *execFlags) set(cmd *cobra.Command, args []string) (*commands.Set, error) {
	s := &commands.Set{Baseline: f.baseline}
	var err error
	if s.Variants, err = f.typed(args); err != nil {
		return nil, err
	}
	if err := f.describe(s.Variants); err != nil {
		return nil, err
	}
	if err := f.fillIns(s); err != nil {
		return nil, err
	}
	s.Longest = f.firstRun()
	if s.Seed, err = parseSeed(f.seed); err != nil {
		return nil, err
	}
	if s.Workers, err = f.pickWorkers(cmd, s); err != nil {
		return nil, err
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	if err := s.Find(); err != nil {
		return nil, err
	}
	return s, f.checkLimit(cmd, s)
}

// firstRun is how long the first run of a command may take: as long as the budget, for more doesn't fit into that.
func (f *execFlags) firstRun() time.Duration {
	switch {
	case f.timeout > 0:
		return f.timeout
	case f.budget > 0:
		return min(firstRun, f.budget)
	case f.rounds == 0:
		return min(firstRun, defaultBudget)
	}
	return firstRun
}

// checkLimit reads --fail-if-slower, where it is given.
func (f *execFlags) checkLimit(cmd *cobra.Command, s *commands.Set) (err error) {
	if !cmd.Flags().Changed("fail-if-slower") {
		return nil
	}
	if len(s.Variants) < 2 {
		return errors.New("--fail-if-slower needs a second --variant: there is nothing that could be slower")
	}
	f.limit, err = slowerLimit(f.failIfSlower)
	return err
}

// typed are the commands: those of --variant, or the one behind the flags.
func (f *execFlags) typed(args []string) ([]commands.Variant, error) {
	switch {
	case len(f.variants) > 0 && len(args) > 0:
		return nil, fmt.Errorf("a command stands behind the flags, %q, and in --variant: one of the two expected", args[0])
	case len(f.variants) == 0 && len(args) == 0:
		return nil, errors.New("no command: corerace exec -- COMMAND, or --variant NAME='COMMAND' for each of several")
	case len(args) > 0:
		line := args[0] // of one argument, as a whole line is typed in quotes
		if len(args) > 1 && f.shell {
			line = strings.Join(args, " ")
		} else if len(args) > 1 {
			line = commands.Quote(args)
		}
		return []commands.Variant{{Name: nameOf(line), Command: results.Command{Line: line}}}, nil
	}
	var all []commands.Variant
	for _, v := range f.variants {
		name, line, ok := strings.Cut(v, "=")
		if err := commands.CheckName(name); !ok || err != nil {
			return nil, fmt.Errorf("--variant is %q: NAME='COMMAND' expected", v)
		}
		all = append(all, commands.Variant{Name: name, Command: results.Command{Line: line}})
	}
	return all, nil
}

// nameOf is the name of a command that was given none: that of its program.
func nameOf(line string) string {
	words, err := commands.Split(line)
	if err != nil {
		words = strings.Fields(line)
	}
	if len(words) > 0 && commands.CheckName(filepath.Base(words[0])) == nil {
		return filepath.Base(words[0])
	}
	return commands.Single
}

// describe adds to the commands what belongs to them beside their lines.
func (f *execFlags) describe(all []commands.Variant) error {
	exits, err := f.exits()
	if err != nil {
		return err
	}
	envs, err := byVariant("env", f.envs, all)
	if err != nil {
		return err
	}
	dirs, err := byVariant("dir", f.dirs, all)
	if err != nil {
		return err
	}
	for i := range all {
		v := &all[i]
		v.Shell, v.Input, v.Prepare, v.Cleanup = f.shell, f.input, f.prepare, f.cleanup
		v.AllowExit, v.SameOutput, v.Timeout, v.SubtractStart = exits, f.sameOutput, f.timeout, f.subtract
		v.Env = envs[i]
		if n := len(dirs[i]); n > 0 {
			v.Dir = dirs[i][n-1]
		}
	}
	return nil
}

// byVariant sorts values of a flag: those that begin with the name of a variant and a colon are that one's, behind
// those that are for all.
func byVariant(flag string, values []string, all []commands.Variant) ([][]string, error) {
	sorted := make([][]string, len(all))
	var own []int
	for _, v := range values {
		i := slices.IndexFunc(all, func(x commands.Variant) bool { return strings.HasPrefix(v, x.Name+":") })
		own = append(own, i)
		for j := range all {
			if i < 0 {
				sorted[j] = append(sorted[j], v)
			}
		}
	}
	for k, i := range own {
		if i < 0 {
			continue
		}
		v := strings.TrimPrefix(values[k], all[i].Name+":")
		if v == "" {
			return nil, fmt.Errorf("--%s is %q: nothing stands behind the variant's name", flag, values[k])
		}
		sorted[i] = append(sorted[i], v)
	}
	return sorted, nil
}

// exits are the statuses that count as success.
func (f *execFlags) exits() (all []int, err error) {
	for _, s := range f.allowExit {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > 255 {
			return nil, fmt.Errorf("--allow-exit has %q: exit statuses from 0 to 255 expected", s)
		}
		all = append(all, n)
	}
	return all, nil
}

// fillIns reads the parameters.
func (f *execFlags) fillIns(s *commands.Set) error {
	for _, text := range f.params {
		p, err := parseParam("param", text)
		if err != nil {
			return err
		}
		s.Params = append(s.Params, p)
	}
	for flag, texts := range map[string][]string{"sample": f.samples, "sequence": f.sequences} {
		for _, text := range texts {
			p, err := parseParam(flag, text)
			if err != nil {
				return err
			}
			s.Picks = append(s.Picks, commands.Pick{Param: p, InTurn: flag == "sequence"})
		}
	}
	slices.SortStableFunc(s.Picks, func(a, b commands.Pick) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// parseParam reads name=a,b,c.
func parseParam(flag, text string) (commands.Param, error) {
	name, values, ok := strings.Cut(text, "=")
	if !ok || name == "" || values == "" {
		return commands.Param{}, fmt.Errorf("--%s is %q: a name and values such as size=1k,1m expected", flag, text)
	}
	return commands.Param{Name: name, Values: strings.Split(values, ",")}, nil
}

// pickWorkers are the numbers of workers: 1 and all cores, where a command asks for them.
func (f *execFlags) pickWorkers(cmd *cobra.Command, s *commands.Set) ([]int, error) {
	asked := slices.ContainsFunc(s.Variants, func(v commands.Variant) bool { return v.Uses(commands.WorkersName) })
	if !asked && len(f.workers) > 0 {
		return nil, errors.New("--workers: no command has {workers}")
	}
	if !asked {
		return []int{1}, nil
	}
	picks := runFlags{workers: f.workers}
	return picks.pickWorkers(cmd.Context())
}

package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"corerace/results"
)

// longestTarget is the most that a sample may be asked to take: what is above a day is a slip of the pen.
const longestTarget = 24 * time.Hour

// checkLimits refuses rounds and durations that no record could hold, before anything is waited for, made or measured.
// It looks at the flags of every command, which mean the same by the same names.
func checkLimits(cmd *cobra.Command, _ []string) error {
	for _, d := range []struct {
		name string
		most time.Duration
	}{{"budget", results.MaxDuration}, {"deadline", results.MaxDuration}, {"target", longestTarget}} {
		fl := cmd.Flags().Lookup(d.name)
		if fl == nil || fl.Value.Type() != "duration" {
			continue
		}
		if is, err := time.ParseDuration(fl.Value.String()); err == nil && is > d.most {
			return usageError{fmt.Errorf("--%s is %s: at most %v expected", d.name, fl.Value, d.most)}
		}
	}
	if fl := cmd.Flags().Lookup("rounds"); fl != nil {
		if n, err := strconv.Atoi(fl.Value.String()); err == nil && n > results.MaxRounds {
			return usageError{fmt.Errorf("--rounds is %d: at most %d expected", n, results.MaxRounds)}
		}
	}
	return checkLists(cmd)
}

// checkLists refuses a list that was given and is empty, as --modes "$MODES" is where nobody set MODES: nobody asks for
// nothing, and the default would be measured for what was meant.
func checkLists(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(fl *pflag.Flag) {
		if list, ok := fl.Value.(pflag.SliceValue); ok && err == nil && len(list.GetSlice()) == 0 {
			err = usageError{fmt.Errorf("--%s is empty: leave it out for its default", fl.Name)}
		}
	})
	return err
}

package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"corerace/results"
)

// longestTarget is the most that a sample may be asked to take: what is above a day is a slip of the pen.
const longestTarget = 24 * time.Hour

// checkLimits refuses rounds and durations that no record could hold, before anything is waited for, made or measured.
// It looks at the flags of every command, which mean the same by the same names.
func checkLimits(cmd *cobra.Command, _ []string) error {
	for name, most := range map[string]time.Duration{
		"budget": results.MaxDuration, "deadline": results.MaxDuration, "target": longestTarget,
	} {
		fl := cmd.Flags().Lookup(name)
		if fl == nil || fl.Value.Type() != "duration" {
			continue
		}
		if d, err := time.ParseDuration(fl.Value.String()); err == nil && d > most {
			return usageError{fmt.Errorf("--%s is %s: at most %v expected", name, fl.Value, most)}
		}
	}
	if fl := cmd.Flags().Lookup("rounds"); fl != nil {
		if n, err := strconv.Atoi(fl.Value.String()); err == nil && n > results.MaxRounds {
			return usageError{fmt.Errorf("--rounds is %d: at most %d expected", n, results.MaxRounds)}
		}
	}
	return nil
}

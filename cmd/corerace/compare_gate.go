package main

import (
	"fmt"
	"strconv"
	"strings"

	"corerace/results/verdict"
)

// An inconclusiveError says that a verdict was asked for which the measurement doesn't bear.
type inconclusiveError struct{ error }

// Unwrap returns the error inside.
func (e inconclusiveError) Unwrap() error { return e.error }

// slowerLimit reads the value of --fail-if-slower, a percentage above 0 with its sign, as a share. A bare number could
// mean 5 % or 500 %, and nothing is what a variable that isn't set gives: neither may let everything pass.
func slowerLimit(s string) (float64, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(s), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	switch {
	case err == nil && !percent:
		return 0, fmt.Errorf("--fail-if-slower: %q has no sign: did you mean %s%%?", s, strings.TrimSpace(number))
	case err != nil:
		return 0, fmt.Errorf("--fail-if-slower: %q is not a share such as 5%%", s)
	case !(v > 0 && v < 1000):
		return 0, fmt.Errorf("--fail-if-slower: %q: more than 0%% and less than 1000%% expected", s)
	}
	return v / 100, nil
}

// gate is the error of a comparison for --fail-if-slower: its new one is slower by more than the limit in some cell, or in some
// it can't be told whether it is.
func gate(c *verdict.Comparison, limit float64) error {
	slower, open := c.Gate(limit)
	if len(slower) > 0 {
		cell := slower[0]
		return fmt.Errorf("%s is slower by more than %g %%: %s, %s ×%d takes %s times as long%s", c.New,
			100*limit, cell.Workload, cell.Mode, cell.Workers, cell.Wall, andMore(len(slower)-1))
	}
	rounds := "no round"
	if len(c.Runs) > 0 && c.Runs[0].Rounds > 0 {
		rounds = plural(c.Runs[0].Rounds, "round")
	}
	if len(c.Cells) == 0 {
		return inconclusiveError{fmt.Errorf("inconclusive, %s: nothing was measured in both", rounds)}
	}
	if len(open) > 0 {
		cell := open[0]
		return inconclusiveError{fmt.Errorf("inconclusive, %s: it can't be told whether %s is slower by more than %g %%: "+
			"%s, %s ×%d%s",
			rounds, c.New, 100*limit, cell.Workload, cell.Mode, cell.Workers, andMore(len(open)-1))}
	}
	return nil
}

// andMore is " and 2 more cells", or nothing.
func andMore(n int) string {
	if n == 0 {
		return ""
	}
	return " and " + plural(n, "more cell")
}

// plural counts things: "1 round", "2 rounds".
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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
	return checkEmpty(cmd)
}

// checkEmpty refuses a text or a list that was given and is empty, as --modes "$MODES" is where nobody set MODES: nobody
// asks for nothing, and the default would be measured, or written to, for what was meant.
func checkEmpty(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(fl *pflag.Flag) {
		empty := fl.Value.Type() == "string" && fl.Value.String() == ""
		if list, ok := fl.Value.(pflag.SliceValue); ok {
			empty = strings.Join(list.GetSlice(), "") == ""
		}
		if empty && err == nil {
			err = usageError{fmt.Errorf("--%s is empty: leave it out for its default", fl.Name)}
		}
	})
	return err
}

// checkFile refuses a file that a flag names and that isn't there or is no file, as a pipe that is waited for; "" is none.
func checkFile(flag, path string) error {
	if path == "" {
		return nil
	}
	file, err := results.Open(path)
	if err != nil {
		return fmt.Errorf("--%s: %w", flag, err)
	}
	return file.Close()
}

// longestLine is the most characters of a name or a title that is typed.
const longestLine = 200

// checkLine refuses a name or a title that isn't one line of text.
func checkLine(flag, text string) error {
	unfit := func(r rune) bool { return !unicode.IsPrint(r) }
	if n := utf8.RuneCountInString(text); n > longestLine || !utf8.ValidString(text) || strings.ContainsFunc(text, unfit) {
		return fmt.Errorf("--%s is %.80q: a line of up to %d characters expected", flag, text, longestLine)
	}
	return nil
}

// checkFiles is checkFile of several flags.
func checkFiles(byFlag map[string]string) error {
	for _, flag := range slices.Sorted(maps.Keys(byFlag)) {
		if err := checkFile(flag, byFlag[flag]); err != nil {
			return err
		}
	}
	return nil
}

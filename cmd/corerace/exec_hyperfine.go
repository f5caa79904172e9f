package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// hyperfineFlags are flags of hyperfine, of 1.x and 2.0, that exec hasn't or has otherwise, each with what it is here.
var hyperfineFlags = []struct{ short, long, here string }{
	{"r", "runs", "it is --rounds N"},
	{"m", "min-runs", manyRounds},
	{"M", "max-runs", manyRounds},
	{"", "min-benchmarking-time", "it is --budget"},
	{"w", "warmup", "one warm-up round is always there, and never estimated"},
	{"N", "", noShell},
	{"S", "shell", noShell},
	{"p", "", "it is --prepare COMMAND"},
	{"C", "conclude", "it is --cleanup COMMAND, after each run"},
	{"s", "setup", "nothing is run once: type it before; --prepare COMMAND runs before each run"},
	{"c", "", "nothing is run once: type it behind; --cleanup COMMAND runs after each run"},
	{"L", "parameter-list", "it is --param NAME=a,b"},
	{"P", "parameter-scan", "it is --param NAME=1,2,3, or --workers 1,2,3 for {workers}"},
	{"D", "parameter-step-size", "values are typed: --param NAME=1,3,5"},
	{"n", "command-name", "it is --variant NAME='COMMAND', once for each"},
	{"", "reference", "it is --baseline NAME, of a --variant NAME='COMMAND'"},
	{"", "reference-name", "it is --baseline NAME, of a --variant NAME='COMMAND'"},
	{"i", "ignore-failure", "it is --allow-exit 0,1, with the statuses that are meant"},
	{"", "show-output", thrownAway},
	{"", "output", thrownAway},
	{"", "export-json", "it is --export FILE"},
	{"", "export-csv", "it is corerace report --format csv, of the record"},
	{"", "export-markdown", "it is corerace report --format md, of the record"},
	{"", "export-asciidoc", otherForms},
	{"", "export-orgmode", otherForms},
	{"", "style", "there is none: corerace report draws the record in any form"},
	{"u", "time-unit", "each time has the unit that suits it"},
	{"", "sort", "rows stand as they were typed"},
	{"", "metrics", "wall and CPU time, memory and cores are always measured"},
}

const (
	manyRounds = "it is --rounds N; --budget is for as many as fit, and --precision for as many as an interval needs"
	noShell    = "there is no shell unless --shell is given, which is sh"
	thrownAway = "standard output is thrown away, and shown where a command fails; --expect-same-output compares it"
	otherForms = "it is corerace report, of the record, which writes csv, md, json and others"
)

// execFlagError says what a flag of hyperfine is here; all else is as it is everywhere.
func execFlagError(cmd *cobra.Command, err error) error {
	long, short := "", ""
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		long, short = unknown.GetSpecifiedName(), ""
		if unknown.GetSpecifiedShortnames() != "" {
			long, short = "", long
		}
	}
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok && wrong.GetFlag().Name == "shell" {
		long = "shell"
	}
	for _, f := range hyperfineFlags {
		switch {
		case long != "" && f.long == long:
			return usageError{fmt.Errorf("--%s, as in hyperfine: here %s", long, f.here)}
		case short != "" && f.short == short:
			return usageError{fmt.Errorf("-%s, as in hyperfine: here %s", short, f.here)}
		}
	}
	return flagError(cmd, err)
}

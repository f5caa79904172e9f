package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"corerace/bench/mode"
	"corerace/report"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/foreign"
	"corerace/results/scaling"
)

func fitCommand() *cobra.Command {
	var format string
	var from foreignFlags
	formats := []string{"table", "html", "json"}
	cmd := &cobra.Command{
		Use:     "fit FILE",
		GroupID: "measure",
		Short:   "Fit scaling laws to a record, or to a table of workers and throughput",
		Long: "Fit says what Karp and Flatt, Amdahl, Gustafson and the USL make of a record's speedups, each mode against\n" +
			"its own single worker, or of a CSV file with the columns workers and throughput. FILE may be one of another\n" +
			"tool that corerace import reads. It says what the points don't settle, and doesn't extrapolate then.",
		Example: "  corerace fit run.jsonl\n  corerace fit --format json throughput.csv",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{fmt.Errorf("fit needs a record or a CSV file, %d given", len(args))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(formats, format) {
				return usageError{&mode.UnknownError{Kind: "format", Name: format, Known: formats}}
			}
			o, err := from.options()
			if err != nil {
				return err
			}
			fits, single, err := fitFile(args[0], o, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			if format == "json" {
				return fitJSON(cmd.OutOrStdout(), fits, single)
			}
			if format == "html" {
				return report.FitPage(cmd.OutOrStdout(), fits)
			}
			return text.Fits(cmd.OutOrStdout(), fits, tableOptions(cmd.OutOrStdout()).Options)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&format, "format", "table", strings.Join(formats, ", "))
	from.add(cmd)
	return cmd
}

// fitFile fits what is in a file: the modes of a record, of another tool's file, or one table.
func fitFile(path string, o foreign.Options, stderr io.Writer) (fits []scaling.Fit, table bool, err error) {
	rec, err := readAny(path, o)
	if errors.Is(err, foreign.ErrUnknown) && !isDir(path) {
		s, err := csvFile(path)
		if err != nil {
			return nil, false, fmt.Errorf("%s: not a record, nor of a tool that is known, and as a table: %w", path, err)
		}
		return []scaling.Fit{scaling.Analyse(s)}, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	printSkipped(stderr, rec)
	for _, s := range scaling.FromRecord(rec, 0) {
		fits = append(fits, scaling.Analyse(s))
	}
	if len(fits) == 0 {
		return nil, false, fmt.Errorf("%s: no mode was measured with one worker and with more", path)
	}
	return fits, false, nil
}

func csvFile(path string) (scaling.Series, error) {
	f, err := results.Open(path)
	if err != nil {
		return scaling.Series{}, err
	}
	defer f.Close()
	return scaling.ReadCSV(f)
}

// A fitsJSON is what the format "json" writes of a record's modes; of a table it writes the one fit.
type fitsJSON struct {
	Fits []scaling.Fit `json:"fits"`
}

// fitJSON writes the fit of a table as an object, and those of a record as the list in one.
func fitJSON(w io.Writer, fits []scaling.Fit, single bool) error {
	if single {
		return writeIndented(w, fits[0])
	}
	return writeIndented(w, fitsJSON{fits})
}

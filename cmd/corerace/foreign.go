package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"corerace/bench/mode"
	"corerace/results"
	"corerace/results/foreign"
)

// foreignFlags are what a file of another tool can't say by itself.
type foreignFlags struct {
	workersFrom, realTime string
}

// add adds the flags to a command that reads records.
func (f *foreignFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.workersFrom, "workers-from", "",
		"file of another tool: the parameter that is the number of workers (default one named threads, workers, …)")
	cmd.Flags().StringVar(&f.realTime, "real-time", "",
		"file of Google Benchmark before 1.9.1: with several threads its real_time is of one \"thread\", or \"divided\"")
	cmd.RegisterFlagCompletionFunc("real-time", complete(realTimes))
}

// foreignNames are the names of these flags.
var foreignNames = []string{"workers-from", "real-time"}

// realTimes are the values of --real-time.
var realTimes = []string{string(foreign.RealTimeThread), string(foreign.RealTimeDivided)}

// options are the flags as the importer wants them, or what is wrong with them.
func (f foreignFlags) options() (foreign.Options, error) {
	o := foreign.Options{WorkersFrom: f.workersFrom, RealTime: foreign.RealTime(f.realTime)}
	switch o.RealTime {
	case foreign.RealTimeUnsaid, foreign.RealTimeThread, foreign.RealTimeDivided:
		return o, nil
	}
	return o, usageError{&mode.UnknownError{Kind: "meaning of --real-time", Name: f.realTime, Known: realTimes}}
}

// readAny reads a record, or what another tool wrote as one.
func readAny(path string, o foreign.Options) (*results.Record, error) {
	record := recordPath(path)
	rec, err := results.ReadFile(record)
	notRecord := errors.Is(err, results.ErrNotRecord)
	noRun := record != path && errors.Is(err, os.ErrNotExist) // a folder without run.jsonl may be criterion's
	if !notRecord && !noRun {
		if err == nil && rec.Packed() {
			frugal()
		}
		return rec, err
	}
	imported, foreignErr := foreign.Read(path, o)
	switch {
	case foreignErr == nil:
		return imported, nil
	case errors.Is(foreignErr, foreign.ErrUnknown):
		foreignErr = foreign.ErrUnknown
	case !errors.Is(foreignErr, foreign.ErrFollows):
		return nil, foreignErr
	}
	if errors.Is(err, results.ErrUTF16) { // a record in it, then
		return nil, err
	}
	return nil, fmt.Errorf("%w; %w", err, foreignErr)
}

// opener opens the file of a record, or what an imported one is as a file.
func opener(rec *results.Record, path string) func() (io.ReadCloser, error) {
	if rec.Run.Imported == nil {
		return func() (io.ReadCloser, error) { return os.Open(path) }
	}
	return func() (io.ReadCloser, error) {
		var b bytes.Buffer
		if err := foreign.Write(&b, rec); err != nil {
			return nil, err
		}
		return io.NopCloser(&b), nil
	}
}

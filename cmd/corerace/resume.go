package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"corerace/bench"
	"corerace/results"
)

// goOn goes on with a record that was cut short. The plan is the record's, so no flag may say otherwise.
func (f *runFlags) goOn(cmd *cobra.Command) error {
	var other string
	cmd.Flags().Visit(func(fl *pflag.Flag) {
		if fl.Name != "resume" && fl.Name != "no-lock" && fl.Name != "python" {
			other = fl.Name
		}
	})
	if other != "" {
		return usageError{fmt.Errorf("--resume goes on by the record's own plan: --%s can't change it", other)}
	}
	path := recordPath(f.resume)
	rec, err := results.ReadFile(path)
	if err != nil {
		return err
	}
	known, err := plannedWorkloads(rec.Run.Plan)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	unlock, err := f.lock(cmd.Context(), cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer unlock()
	r, err := bench.Resume(cmd.Context(), rec, known, allModes(pythons(cmd.Context(), f.pythons...)))
	if err != nil {
		return interrupted(cmd.Context(), fmt.Errorf("%s: %w", path, err))
	}
	out, err := reopenOutput(path)
	if err != nil {
		return err
	}
	seed, _ := strconv.ParseUint(rec.Run.Seed, 10, 64) // Resume has read it
	printPlan(cmd.OutOrStdout(), r, seed, out)
	s := newSession(r, out.file, newProgress(cmd.ErrOrStderr(), r))
	s.rec = *rec
	return measure(cmd.Context(), r, s, out, cmd.OutOrStdout())
}

// recordPath is the record that a path means: itself, or the one in a run's folder.
func recordPath(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return filepath.Join(path, "run.jsonl")
	}
	return path
}

// reopenOutput opens a record to go on with. A line that was torn gets its end, so that the next line is whole.
func reopenOutput(path string) (*output, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	if err := endLine(file); err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	dir := filepath.Dir(path)
	return &output{dir: dir, record: path, page: filepath.Join(dir, "report.html"), file: file}, nil
}

// endLine ends the last line of a file that doesn't end with one.
func endLine(file *os.File) error {
	end, err := file.Seek(0, io.SeekEnd)
	if err != nil || end == 0 {
		return err
	}
	var last [1]byte
	if _, err := file.ReadAt(last[:], end-1); err != nil || last[0] == '\n' {
		return err
	}
	_, err = file.WriteString("\n")
	return err
}

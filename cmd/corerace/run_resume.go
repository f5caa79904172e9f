package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"corerace/bench/race"
	"corerace/results"
)

// goOn goes on with a record that was cut short. The plan is the record's, so no flag may say otherwise.
func (f *runFlags) goOn(cmd *cobra.Command) error {
	var other string
	cmd.Flags().Visit(func(fl *pflag.Flag) {
		if fl.Name != "resume" && fl.Name != "no-lock" && fl.Name != "python" && fl.Name != "open" && !strings.HasPrefix(fl.Name, "hosts-") {
			other = fl.Name
		}
	})
	if other != "" {
		return usageError{fmt.Errorf("--resume goes on by the record's own plan: --%s can't change it", other)}
	}
	if err := f.hosts.check(cmd.Flags()); err != nil {
		return usageError{err}
	}
	defer f.hosts.close()
	_, err := f.measureRest(cmd, f.resume, func(rec *results.Record) (*race.Race, error) {
		known, err := plannedWorkloads(rec.Run.Plan)
		if err != nil {
			return nil, err
		}
		modes := allModes(cmd.Context(), pythons(cmd.Context(), f.pythons...))
		r, err := race.Resume(cmd.Context(), rec, known, append(modes, f.hosts.mode(cmd.ErrOrStderr())))
		if err != nil {
			return nil, err
		}
		return r, f.gatherAgain(cmd, rec)
	})
	return err
}

// gatherAgain waits for the hosts that a record's workers ran on: those, as they were then, and no others.
func (f *runFlags) gatherAgain(cmd *cobra.Command, rec *results.Record) error {
	if len(rec.Run.Joined) == 0 {
		return nil
	}
	if !f.hosts.others() {
		return errors.New("workers of other machines took part: --hosts-listen or --hosts-url says where they join again")
	}
	var labels []string
	for _, m := range rec.Run.Joined {
		labels = append(labels, m.Label)
	}
	here, err := f.hosts.hub.Gather(cmd.Context(), slices.Max(rec.Run.Plan.Workers), labels, f.hosts.wait,
		func(text string) { fmt.Fprintln(cmd.ErrOrStderr(), text) })
	if err != nil {
		return err
	}
	return sameHosts(rec.Run.Joined, here)
}

// sameHosts says how hosts that are here differ from those that a record began with, or nil. That they have its workloads
// was looked at when they joined.
func sameHosts(then, here []results.Machine) error {
	for _, m := range here {
		i := slices.IndexFunc(then, func(t results.Machine) bool { return t.Label == m.Label })
		if i < 0 {
			return fmt.Errorf("host %s is here, and took no part before: the record goes on with the hosts that it began with",
				m.Label)
		}
		if err := race.SameMachine(then[i], m); err != nil {
			return fmt.Errorf("host %s isn't the machine that it was: %w", m.Label, err)
		}
	}
	return nil
}

// measureRest measures what is missing of a record, by its own plan, and returns all of it; nil where nothing was
// measured.
func (f *measureFlags) measureRest(cmd *cobra.Command, path string, plan planRest) (*session, error) {
	out, err := reopenOutput(recordPath(path))
	if err != nil {
		return nil, err
	}
	defer out.file.Close()
	unlock, err := f.lock(cmd.Context(), cmd.ErrOrStderr())
	if err != nil {
		return nil, err
	}
	defer unlock()
	rec, r, err := readRest(cmd, out, plan)
	if err != nil {
		return nil, interrupted(cmd.Context(), err)
	}
	seed, _ := strconv.ParseUint(rec.Run.Seed, 10, 64) // Resume has read it
	printPlan(cmd.OutOrStdout(), r, seed, out)
	s := newSession(r, out.file, newProgress(cmd.ErrOrStderr(), r))
	s.rec, s.open = *rec, f.open
	return s, measure(cmd.Context(), r, s, out, cmd.OutOrStdout())
}

// A planRest plans what is missing of a record.
type planRest func(*results.Record) (*race.Race, error)

// readRest locks a record, reads it and plans what is missing. It is read under the lock, and not before: another
// corerace may have gone on with it, or may be at it.
func readRest(cmd *cobra.Command, out *output, plan planRest) (*results.Record, *race.Race, error) {
	if err := lockRecord(out.file, 0); err != nil {
		return nil, nil, err
	}
	rec, err := results.ReadOpen(out.file)
	if err != nil {
		return nil, nil, err
	}
	printSkipped(cmd.ErrOrStderr(), rec)
	r, err := plan(rec)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", out.record, err)
	}
	if err := endLine(out.file); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", out.record, err)
	}
	return rec, r, nil
}

// recordPath is the record that a path means: itself, or the one in a run's folder.
func recordPath(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return filepath.Join(path, "run.jsonl")
	}
	return path
}

// reopenOutput opens a record to go on with.
func reopenOutput(path string) (*output, error) {
	file, err := results.OpenAs(path, os.O_RDWR|os.O_APPEND)
	if err != nil {
		return nil, err
	}
	dir := filepath.Dir(path)
	return &output{dir: dir, record: path, page: filepath.Join(dir, "report.html"), file: file}, nil
}

// endLine ends the last line of a file that doesn't end with one: a line that was torn, so that the next one is whole.
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

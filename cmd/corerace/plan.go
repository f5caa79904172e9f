package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"corerace/bench/race"
	"corerace/results"
)

// printPlan says what will be measured, and how long that takes.
func printPlan(w io.Writer, r *race.Race, seed uint64, out *output) {
	w = plain(w)
	var modes []string
	for _, m := range r.Plan.Modes {
		modes = append(modes, m.Name)
	}
	fmt.Fprintf(w, "plan     %d cells a round: %s; workers %s; seed %d\n", r.Cells(), strings.Join(modes, ", "),
		strings.Trim(fmt.Sprint(r.Plan.Workers), "[]"), seed)
	for _, m := range r.Plan.Modes {
		if m.Command != nil {
			fmt.Fprintf(w, "         %-12s %s\n", m.Name, m.Doc)
		}
	}
	for _, p := range r.Plan.Workloads {
		if p.Params != nil || slices.ContainsFunc(r.Plan.Modes, isCommand) {
			fmt.Fprintf(w, "         %-12s about %v in the baseline\n", p.Name, passTime(p.Pass))
			continue
		}
		fmt.Fprintf(w, "         %-12s %d passes of %v: about %v serial%s\n", p.Name, p.Passes, passTime(p.Pass),
			(p.Pass * time.Duration(p.Passes)).Round(time.Millisecond), inBlocks(p.BlockBytes))
	}
	rounds := r.Rounds()
	took := r.RoundTime * time.Duration(rounds+1-r.Done())
	if budget := r.Plan.Budget; budget > 0 {
		fmt.Fprintf(w, "time     about %s of %v after the warm-up, in a budget of %v\n", plural(rounds, "round"),
			roundTime(r.RoundTime), budget)
	} else {
		fmt.Fprintf(w, "time     %s of %v after the warm-up: about %v\n", plural(rounds, "round"),
			roundTime(r.RoundTime), roundTime(took))
	}
	if effect := r.Detectable(rounds); effect > 0 && !math.IsInf(effect, 1) {
		fmt.Fprintf(w, "noise    as it is now, %d rounds can show differences from about %.1f %%\n", rounds, 100*effect)
	}
	for _, n := range r.Plan.Notes {
		fmt.Fprintf(w, "note     %s\n", n)
	}
	fmt.Fprintf(w, "record   %s\n\n", out.record)
}

// isCommand is whether a mode is a program of its own.
func isCommand(m results.PlannedMode) bool { return m.Command != nil }

// passTime rounds a pass for people, and none to 0.
func passTime(d time.Duration) time.Duration {
	if d < 100*time.Microsecond {
		return d
	}
	return d.Round(10 * time.Microsecond)
}

// inBlocks says how long the blocks of a planned workload are, or nothing.
func inBlocks(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return ", in blocks of " + formatBytes(bytes)
}

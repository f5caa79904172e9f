package verdict

import (
	"fmt"
	"slices"

	"corerace/results"
	"corerace/results/stats"
)

// inQuiet is a record with its quiet rounds alone, and a note that says so, where the machine was too busy on the whole for
// any claim and the quiet rounds are enough for an interval. Else it is the record itself. Quiet is judged by what other
// programs used, never by a wall time.
func inQuiet(rec *results.Record) (*results.Record, string) {
	taking := newTakingTable(rec)
	quiet := taking.quietRounds(rec)
	delete(quiet, 0)
	if taking.conditions(rec).Verdict != Inconclusive || len(quiet) < stats.MinRounds {
		return rec, ""
	}
	note := QuietNote(len(quiet), completeRounds(rec))
	only := *rec
	only.Rounds = slices.DeleteFunc(slices.Clone(rec.Rounds), func(r results.Round) bool { return !quiet[r.Round] })
	only.Samples = slices.DeleteFunc(slices.Clone(rec.Samples), func(s results.Sample) bool { return !quiet[s.Round] })
	return &only, note
}

// QuietRounds are the numbers of the rounds on a machine that were quiet, or nil where all were or none tells.
func QuietRounds(host results.Machine, rounds []results.Round) map[int]bool {
	rec := recordOf(host, rounds)
	return newTakingTable(rec).quietRounds(rec)
}

// QuietNote says that estimates rest on the quiet rounds alone.
func QuietNote(quiet, all int) string {
	return fmt.Sprintf("Estimated from the %d quiet rounds of %d: in the others, other programs had more than %.0f %% of the cores.",
		quiet, all, 100*noisyContention)
}

package verdict

import (
	"slices"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// inQuiet is a record with its quiet rounds alone, and a note that says so, where the machine was too busy on the whole
// for any claim and the quiet rounds are enough for an interval. Else it is the record itself. Quiet is judged by what
// other programs used, never by a wall time.
func inQuiet(rec *results.Record) (*results.Record, string) {
	taking := conditions.NewTaking(rec)
	quiet := taking.QuietRounds()
	delete(quiet, 0)
	if taking.Conditions().Verdict != conditions.Inconclusive || len(quiet) < stats.MinRounds {
		return rec, ""
	}
	note := conditions.QuietNote(len(quiet), conditions.CompleteRounds(rec))
	only := rec.Where(func(s *results.Sample) bool { return quiet[s.Round] })
	only.Rounds = slices.DeleteFunc(slices.Clone(rec.Rounds), func(r results.Round) bool { return !quiet[r.Round] })
	return only, note
}

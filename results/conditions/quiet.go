package conditions

import (
	"fmt"

	"corerace/results"
)

// QuietRounds are the numbers of the rounds on a machine that were quiet, or nil where all were or none tells.
func QuietRounds(host results.Machine, rounds []results.Round) map[int]bool {
	rec := recordOf(host, rounds)
	return NewTaking(rec).QuietRounds()
}

// QuietNote says that estimates rest on the quiet rounds alone.
func QuietNote(quiet, all int) string {
	return fmt.Sprintf("Estimated from the %d quiet rounds of %d: in the others, other programs had more than %.0f "+
		"%% of the cores.",
		quiet, all, 100*noisyContention)
}

// QuietRounds are the numbers of the rounds that were quiet, or nil where all were or none tells. None does where the
// host took most without a word: what other programs used then says little of what was there to be had.
func (t *Taking) QuietRounds() map[int]bool {
	if h := t.hidden(); h != nil && *h > hiddenMost {
		return nil
	}
	all, told := true, false
	quiet := map[int]bool{}
	for _, r := range t.rec.Rounds {
		x := t.in(r).contention
		told = told || x != nil
		if x != nil && judge(*x) == Quiet {
			quiet[r.Round] = true
		} else {
			all = false
		}
	}
	if all || !told {
		return nil
	}
	return quiet
}

// CompleteRounds counts the rounds after the warm-up that were closed.
func CompleteRounds(rec *results.Record) int {
	closed := map[int]bool{}
	for _, r := range rec.Rounds {
		if r.Round > 0 {
			closed[r.Round] = true
		}
	}
	return len(closed)
}

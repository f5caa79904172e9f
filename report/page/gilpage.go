package page

import (
	"io"
	"strings"

	"corerace/report/figure"
	"corerace/report/studies"
	"corerace/results"
	"corerace/results/locks"
)

// gilReads say what the tables of the experiments on locks hold.
var gilReads = []Read{
	{"slice", "How long a thread has the lock until another one has it, while both want to compute."},
	{"hand-over", "From the last work of one thread to the first of the next."},
	{"wall ÷ one", "The same work cut over the threads, against one thread. Under a lock 1× is the best there is."},
	{"round trip", "A UDP request to a thread that answers it and lets the lock go for each call, beside threads that " +
		"only compute."},
	{"fairness", "Jain's index of what the threads did: 1 is even."},
}

// WriteGIL writes the experiments on locks as one page that needs no network; with the targets that a model of the locks
// is held to only where they are asked for.
func WriteGIL(w io.Writer, rec *results.Record, s *locks.GILSummary, targets bool) error {
	l := Leaf{Title: "Global interpreter locks", Machine: studies.GILMachine(rec), Doubt: studies.GILDoubt(s),
		Conditions: studies.GILConditions(s), Sentences: studies.GILSentences(s), Figures: figure.GILFigures(rec, s),
		Tables: studies.GILTables(s),
		Notes:  studies.GILNotes(rec, s), Reads: gilReads,
		Closing: "A lock costs nothing where one thread computes; beside it, look at who has to wait for how long."}
	if targets {
		l.Tables = append(l.Tables, studies.GILTargetTable(locks.GILTargets(s)))
	}
	if missing := studies.GILMissing(s); missing != "" && len(s.Rows) > 0 {
		if len(l.Figures) > 0 { // what was predicted
			missing = strings.Replace(missing, "There are no pictures", "There are no pictures of what was measured", 1)
		}
		l.Missing = []string{missing}
	}
	if l.Doubt != "" {
		l.Closing = NoClaim
	}
	return WriteLeaf(w, l)
}

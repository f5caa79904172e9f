package studies

import (
	"fmt"
	"strings"

	"corerace/report/legible"
	"corerace/results"
	"corerace/results/costs"
	"corerace/results/locks"
)

// fewestGILRounds is how many rounds a picture rests on at least: one shows no spread, and its dots look as firm as
// others.
const fewestGILRounds = 2

// GILMissing says why experiments with rows have no pictures; "" where they have.
func GILMissing(s *locks.GILSummary) string {
	switch {
	case s.Doubt != "":
		return legible.NoPictures
	case s.Rounds < fewestGILRounds:
		return "There are no pictures: one round doesn't tell how far another one would be off."
	}
	return ""
}

// GILPictures are the pictures of the experiments on locks that have rows; none where GILMissing says why.
func GILPictures(s *locks.GILSummary) (all []legible.Picture) {
	if GILMissing(s) != "" {
		return nil
	}
	for _, x := range gilPictures {
		p := x.Picture
		for _, r := range s.Rows {
			if r.Experiment == x.experiment {
				row := x.row(r)
				row.Group = legible.CleanName(r.Subject)
				if row.Name == "" {
					row.Name = gilThreads(r.GILCell)
				}
				row.Name = setting(r.Interval, r.Ticks) + ", " + row.Name
				p.AddOr(row, x.why)
			}
		}
		if p.Drawn() {
			all = append(all, p)
		}
	}
	return all
}

// GILSentences say of each subject what its lock does at the first setting of every experiment; none where GILMissing
// says why.
func GILSentences(s *locks.GILSummary) (all []string) {
	if GILMissing(s) != "" {
		return nil
	}
	seen := map[string]bool{}
	for _, r := range s.Rows {
		if seen[r.Subject] || len(all) == legible.MaxWarnings {
			continue
		}
		seen[r.Subject] = true
		if said := gilClauses(s, r.Subject); len(said) > 0 {
			all = append(all, legible.CleanName(r.Subject)+": "+strings.Join(said, "; ")+".")
		}
	}
	return all
}

// gilClauses are what the experiments say of a subject.
func gilClauses(s *locks.GILSummary, subject string) (said []string) {
	done := map[string]bool{}
	for _, r := range s.Rows {
		if r.Subject != subject || done[r.Experiment] {
			continue
		}
		clause := ""
		switch {
		case r.Experiment == results.GILSlices && r.Slice > 0:
			clause = fmt.Sprintf("a thread runs for %s until another one does (%s)", legible.Length(r.Slice),
				setting(r.Interval, r.Ticks))
		case r.Experiment == results.GILSlowdown && r.Slowdown.N > 0:
			clause = fmt.Sprintf("the same work on %s takes %.2f× as long as on one", legible.Count(r.Threads, "thread"),
				r.Slowdown.Center)
		case r.Experiment == results.GILConvoy && r.Latency > 0 && r.Threads > 0:
			clause = fmt.Sprintf("a request beside %s that computes takes %s", legible.Count(r.Threads, "thread"),
				legible.Length(r.Latency))
			if r.Threads > 1 {
				clause = strings.Replace(clause, "computes", "compute", 1)
			}
		}
		if clause != "" {
			done[r.Experiment], said = true, append(said, clause)
		}
	}
	return said
}

// gilPictures are the pictures without their rows, and how a row of the summary becomes one of theirs.
var gilPictures = []struct {
	legible.Picture
	experiment, why string // why a row has no figures
	row             func(locks.GILRow) legible.PictureRow
}{
	{legible.Picture{Name: "gil-slices", Title: "Slices under the lock, by its setting",
		Axis: "how long a thread runs until another one does, log scale", Unit: costs.Seconds,
		Shows: "One row a setting with the median slice and the span of four fifths of them.",
		Marks: "Dot: the median slice; bar: from the tenth from below to the tenth from above",
		Look:  "Look for dots at the setting itself: there the lock changes hands when it is asked to."},
		results.GILSlices, "no wait was seen", func(r locks.GILRow) legible.PictureRow {
			return legible.PictureRow{Lo: r.SliceLo.Seconds(), Mid: r.Slice.Seconds(), Hi: r.SliceHi.Seconds(),
				Text: legible.Length(r.Slice)}
		}},
	{legible.Picture{Name: "gil-slowdown", Title: "The same work on threads under the lock",
		Axis: "wall time ÷ that of one thread, log scale", Line: 1, Unit: legible.TimesUnit,
		Shows: "One row a setting with the wall time over that of one thread.",
		Marks: "1× is no loss: the threads take turns; bars are 95 % intervals",
		Look:  "Look for dots right of the line at 1×: there passing the lock on costs time, and nothing is gained."},
		results.GILSlowdown, "not measured", func(r locks.GILRow) legible.PictureRow {
			return legible.RowOf(r.Slowdown, legible.PictureRow{Text: fmt.Sprintf("%.2f×", r.Slowdown.Center)})
		}},
	{legible.Picture{Name: "gil-convoy", Title: "A thread that answers requests, beside threads that compute",
		Axis: "one round trip, log scale", Unit: costs.Seconds,
		Shows: "One row a setting with the median round trip and the slowest in a hundred.",
		Marks: "Dot: the median round trip; bar: from there to the slowest in a hundred",
		Look:  "Look for round trips as long as a slice: there a thread that only answers waits for one that computes."},
		results.GILConvoy, "no answer", func(r locks.GILRow) legible.PictureRow {
			return legible.PictureRow{Lo: r.Latency.Seconds(), Mid: r.Latency.Seconds(), Hi: r.LatTop.Seconds(),
				Text: perSecond(r.Trips) + "/s"}
		}},
	{legible.Picture{Name: "gil-blocking", Title: "Calls that block scale where they let the lock go",
		Axis: "wall time ÷ that of one thread, log scale", Line: 1, Unit: legible.TimesUnit,
		Shows: "One row for calls with the lock and one for calls without it.",
		Marks: "Four threads that sleep, with the lock kept or let go",
		Look:  "Look for how far left of the line at 1× the calls are that let the lock go: there threads gain."},
		results.GILBlocking, "not measured", func(r locks.GILRow) legible.PictureRow {
			name := "lock kept"
			if r.Released {
				name = "lock let go"
			}
			return legible.PictureRow{Name: name, Lo: r.Slowdown.Center, Mid: r.Slowdown.Center, Hi: r.Slowdown.Center,
				Text: fmt.Sprintf("%.2f×", r.Slowdown.Center)}
		}},
}

package verdict

import (
	"fmt"
	"strings"
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// Bounds that an estimate doesn't cross on a sound machine with a sound workload.
const (
	maxPerCore = 1.05 // speedup a core
	minCPU     = 0.8  // CPU time, of the baseline's
)

// cellWarnings are doubts about the estimates of one cell.
func (t *table) cellWarnings(c, base *cellSamples, s CellSummary, logs []float64, cores float64) []string {
	warnings := []string{}
	add := func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
	switch {
	case c.recovered == 1:
		add("1 sample recovered from a death is left out")
	case c.recovered > 1:
		add("%d samples recovered from deaths are left out", c.recovered)
	}
	if n := c.excluded - c.recovered; n > 0 {
		more := ""
		if n > 1 {
			more = fmt.Sprintf("; and %d more", n-1)
		}
		add("%s left out: %s%s", were(n, "sample"), c.reason, more)
	}
	mine, theirs := pairs(c, base)
	if len(mine) == 0 && len(c.numbers) > 0 {
		add("no speedup: no round has a sound sample of %s that did as much work", label(c.baselineCell(), c.baseline))
	}
	// Another command may do the same with less work, or something else.
	others := c.Mode != c.baseline && isCommand(t.plan, c.Mode)
	// A baseline under a quota was under it itself, so a core that a quota cuts is no limit below 1.
	if most := max(1, cores); !others && c != base && s.Measured.HasInterval() && cores > 0 &&
		s.Measured.Lo > maxPerCore*most {
		add("the lower end of the speedup, %.2f, is above %.2f × the %s", s.Measured.Lo, maxPerCore,
			coresThere(most))
	}
	cpuOf := func(s *results.Sample) time.Duration { return s.CPU.Workers }
	if cpu := stats.PairedRatio(seconds(mine, cpuOf), seconds(theirs, cpuOf)); !others && cpu.N > 0 && cpu.Center < minCPU {
		add("its CPU time is %.2f of that of %s: is work missing?", cpu.Center, label(c.baselineCell(), c.baseline))
	}
	warnings = append(warnings, t.commandWarnings(c, s)...)
	warnings = append(warnings, statisticalWarnings(s, logs)...)
	if c == base {
		warnings = append(warnings, driftWarning("its wall time", seconds(c.sound(), wallOf),
			"so the machine or the work changed during the run")...)
	}
	return append(warnings, sampleWarnings(c.sound())...)
}

// statisticalWarnings are doubts about an interval that come from the rounds that it rests on.
func statisticalWarnings(s CellSummary, logs []float64) []string {
	var warnings []string
	add := func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
	if stats.Heavy(logs) {
		add("%d of %d rounds are severe outliers, so the speedup is the median of the rounds, which they move least",
			s.SevereOutliers, len(logs))
	}
	switch r := s.Autocorrelation; {
	case !stats.Dependent(r, len(logs)):
	case r > 0:
		add("neighbouring rounds are alike (lag-1 autocorrelation %.2f), so the interval is too narrow: "+
			"%d rounds tell as much as %.1f independent ones", r, len(logs), s.EffectiveRounds)
	default:
		add("neighbouring rounds alternate (lag-1 autocorrelation %.2f): the rounds aren't independent, "+
			"and the interval may be too wide", r)
	}
	return append(warnings, driftWarning("its speedup", logs, "so it depends on how long the run is")...)
}

// driftWarning says that a series goes up or down where chance would do that to one in a hundred.
func driftWarning(what string, xs []float64, so string) []string {
	const doubt = 0.01
	s, p := stats.Trend(xs)
	if p >= doubt {
		return nil
	}
	way := "rises"
	if s < 0 {
		way = "falls"
	}
	value := fmt.Sprintf("p = %.4f", p)
	if p < 0.0001 {
		value = "p < 0.0001"
	}
	return []string{fmt.Sprintf("%s %s over the rounds (Mann–Kendall test, %s), %s", what, way, value, so)}
}

// sampleWarnings are the warnings of samples, each once, with how many samples have it.
func sampleWarnings(samples []*results.Sample) []string {
	const shown = 5
	counts, texts := map[string]int{}, newRanking()
	for _, s := range samples {
		for _, w := range s.Warnings {
			counts[w]++
			texts.of(w)
		}
	}
	var warnings []string
	for i, w := range texts.names {
		if i == shown {
			return append(warnings, fmt.Sprintf("and %d other warnings", len(texts.names)-shown))
		}
		warnings = append(warnings, fmt.Sprintf("%s (%d of %d samples)", w, counts[w], len(samples)))
	}
	return warnings
}

// recordWarnings are doubts about the whole record.
func recordWarnings(rec *results.Record, s *Summary, cores float64) []string {
	warnings := []string{}
	add := func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
	if s.CutShort {
		add("the run was cut short: its record has no end line")
	}
	if n := max(rec.Skipped, len(rec.Problems)); n > 0 {
		const shown = 3
		var texts []string
		for _, p := range rec.Problems[:min(shown, len(rec.Problems))] {
			texts = append(texts, fmt.Sprintf("line %d: %s", p.Line, p.Text))
		}
		if more := n - len(texts); more > 0 {
			texts = append(texts, fmt.Sprintf("and %d more", more))
		}
		add("%s skipped: %s", were(n, "line"), strings.Join(texts, "; "))
	}
	if rec.Unknown > 0 {
		add("%s of a kind that this corerace doesn't know", were(rec.Unknown, "line"))
	}
	if !afterWarmUp(rec) {
		add("nothing was measured after the warm-up")
	}
	warnings = append(warnings, importedWarning(rec.Run)...)
	warnings = append(warnings, clockWarning(rec)...)
	warnings = append(warnings, s.Conditions.Warnings(rec)...)
	warnings = append(warnings, conditions.ChangeWarnings(rec)...)
	if slowest := s.Conditions.SlowestCore; slowest < evenSpeeds {
		add("the slowest core had %.0f %% of the speed of the fastest: speedups are against the mean speed of the "+
			"cores", 100*slowest)
	}
	return warnings
}

// were counts things: "1 line was", "2 lines were".
func were(n int, thing string) string {
	if n == 1 {
		return "1 " + thing + " was"
	}
	return fmt.Sprintf("%d %ss were", n, thing)
}

// coresThere is how many cores there are, in words.
func coresThere(n float64) string {
	if n == 1 {
		return "1 core there is"
	}
	return fmt.Sprintf("%g cores there are", n)
}

// afterWarmUp is whether a record has a sample after the warm-up.
func afterWarmUp(rec *results.Record) bool {
	for _, s := range rec.Briefs() {
		if s.Round > 0 {
			return true
		}
	}
	return false
}

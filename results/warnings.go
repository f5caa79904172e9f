package results

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Bounds that an estimate doesn't cross on a sound machine with a sound workload.
const (
	maxPerCore = 1.05 // speedup a core
	minCPU     = 0.8  // CPU time, of the baseline's
)

// noisy is the share of the cores that others may take before wall times are doubted.
const noisy = 0.1

// cellWarnings are doubts about the estimates of one cell.
func (t *table) cellWarnings(c, base *cellSamples, s CellSummary, cores float64) []string {
	warnings := []string{}
	add := func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
	if c.excluded > 0 {
		more := ""
		if c.excluded > 1 {
			more = fmt.Sprintf("; and %d more", c.excluded-1)
		}
		add("%s left out: %s%s", were(c.excluded, "sample"), c.reason, more)
	}
	mine, theirs := pairs(c, base)
	if len(mine) == 0 && len(c.sound) > 0 {
		add("no speedup: no round has a sound sample of %s that did as much work", label(c.baselineCell(), c.baseline))
	}
	if s.Measured.HasInterval() && cores > 0 && s.Measured.Lo > maxPerCore*cores {
		add("the lower end of the speedup, %.2f, is above %.2f × the %g cores there are", s.Measured.Lo, maxPerCore, cores)
	}
	cpuOf := func(s *Sample) time.Duration { return s.CPU.Workers }
	if cpu := PairedRatio(seconds(mine, cpuOf), seconds(theirs, cpuOf)); cpu.N > 0 && cpu.Center < minCPU {
		add("its CPU time is %.2f of that of %s: is work missing?", cpu.Center, label(c.baselineCell(), c.baseline))
	}
	r := lag1(logRatios(seconds(theirs, wallOf), seconds(mine, wallOf)))
	if alike(r, len(mine)) {
		add("neighbouring rounds are alike (lag-1 autocorrelation %.2f), so the interval is too narrow", r)
	}
	return append(warnings, sampleWarnings(c.sound)...)
}

// alike reports whether an autocorrelation is more than chance would give in one of a hundred cells. Independent
// rounds give one of about ±1 ÷ √n; correlated ones make a 95 % interval cover three times in four.
func alike(r float64, n int) bool {
	const z, enough = 2.33, 10
	return n >= enough && r > z/math.Sqrt(float64(n))
}

// sampleWarnings are the warnings of samples, each once, with how many samples have it.
func sampleWarnings(samples []*Sample) []string {
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
func recordWarnings(rec *Record, s *Summary, cores float64) []string {
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
	for _, n := range rec.Notes {
		add("%s", n.Text)
	}
	if rec.Unknown > 0 {
		add("%s of a kind that this corerace doesn't know", were(rec.Unknown, "line"))
	}
	if !slices.ContainsFunc(rec.Samples, func(s Sample) bool { return s.Round > 0 }) {
		add("nothing was measured after the warm-up")
	}
	if taken := s.Conditions.Others + s.Conditions.Steal; cores > 0 && taken > noisy*cores {
		add("the machine was busy: others took %.1f of its %g cores, so modes that need several look slower than they are",
			taken, cores)
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

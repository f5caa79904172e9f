package verdict

import (
	"fmt"
	"math"
	"strconv"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// Sentence says the verdict in one sentence, the same wherever it is shown. A sentence that one mode beat another
// rests on those two modes' own ratio, and where that can't decide, it says so. Where it stands on this program's own
// CPU time alone, a second sentence says that.
func (v Verdict) Sentence() string {
	s := v.sentence()
	if v.OwnShare > 0 {
		s += fmt.Sprintf(" This system doesn't show what other programs use: that the cores were ours rests on our "+
			"own CPU "+
			"time, which was %.0f %% of the wall time or more.", math.Floor(100*min(1, v.OwnShare)))
	}
	return s
}

func (v Verdict) sentence() string {
	best, next := label(v.Best, v.Baseline), label(v.Next, v.Baseline)
	switch {
	case v.Best == results.Cell{}:
		return v.Workload + ": no verdict: there is no sound sample after the warm-up."
	case v.Next == results.Cell{}:
		return fmt.Sprintf("%s: no verdict: there is nothing to compare %s with.", v.Workload, best)
	case v.Ratio.N == 0:
		if v.Unpaired {
			return fmt.Sprintf("%s: no verdict: %s and %s have no times in common that can be compared.", v.Workload, best,
				next)
		}
		return fmt.Sprintf("%s: no verdict: no round has a sound sample of both %s and %s.", v.Workload, best, next)
	case v.Unpaired:
		return v.unpairedSentence(best, next)
	case v.Busy || v.Unknown:
		return v.noClaim(best, next)
	case !v.Ratio.HasInterval():
		return fmt.Sprintf("%s: no verdict: %s measured, an interval needs %d.",
			v.Workload, were(v.Ratio.N, "round"), stats.MinRounds)
	case !v.Decided:
		return v.undecided(best, next)
	case v.Best == v.serial():
		return fmt.Sprintf("%s: no mode beat %s: %s came closest and took %s times as long.",
			v.Workload, best, next, v.Ratio)
	case v.Next == v.serial():
		return fmt.Sprintf("%s: %s won, %s times as fast as %s, the runner-up.", v.Workload, best, v.Ratio, next)
	}
	return fmt.Sprintf("%s: %s won%s, and beat %s, the runner-up, by a factor of %s.",
		v.Workload, best, v.asFast(), next, v.Ratio)
}

// undecided is the sentence for two modes that weren't told apart: they are equal, or no further apart than the noise
// floor, or it takes more rounds.
func (v Verdict) undecided(best, next string) string {
	both := fmt.Sprintf("%s: %s%s and %s%s", v.Workload, best, speedup(v.BestMeasured), next, speedup(v.NextMeasured))
	if v.Equivalent {
		return fmt.Sprintf("%s are equal within %s: after %d rounds their ratio is %s, with %.0f %% confidence.",
			both, percent(stats.Margin), v.Ratio.N, v.Ratio90.AroundOne(), 100*stats.EquivalenceLevel)
	}
	s := fmt.Sprintf("%s can't be told apart after %d rounds: their ratio is ", both, v.Ratio.N)
	switch {
	case v.belowNoise():
		s += v.Ratio.AroundOne() + ", below today's noise floor of " + percent(v.NoiseFloor)
	case v.HolmLevel > 0:
		s += askedOf(v.Ratio, v.RatioHolm, v.HolmLevel, Plural(v.Family, "verdict")+" ask for")
	default:
		s += v.Ratio.AroundOne()
	}
	switch {
	case v.RoundsNeeded >= stats.MaxNeeded:
		return s + "; a difference this small would take a million rounds or more to show."
	case v.RoundsNeeded > 0:
		return s + "; about " + roughly(v.RoundsNeeded) + " rounds would show a difference this small."
	}
	return s + "."
}

// askedOf is a ratio whose own interval leaves out 1, where that isn't enough beside others that are decided with it: the
// interval is the one that was judged by, or why there is none.
func askedOf(alone, judged stats.Estimate, level float64, whoAsks string) string {
	if !judged.HasInterval() {
		return fmt.Sprintf("%s with %s confidence, and %s %s, which %d rounds can't have", alone.AroundOne(),
			confidence(stats.Level), whoAsks, confidence(level), alone.N)
	}
	return fmt.Sprintf("%s, with the %s confidence that %s", judged.AroundOne(), confidence(level), whoAsks)
}

// confidence is a level in percent, of which what is missing has two figures: "95 %", "99.62 %".
func confidence(level float64) string {
	missing := 100 * (1 - level)
	decimals := max(0, 1-int(math.Floor(math.Log10(missing))))
	scale := math.Pow10(decimals)
	return strconv.FormatFloat(math.Floor((100-missing)*scale+1e-6)/scale, 'f', -1, 64) + " %"
}

// percent is a share in percent with as many decimals as it needs, at most one: "5 %", "2.1 %".
func percent(share float64) string {
	return strconv.FormatFloat(math.Ceil(share*1000-1e-9)/10, 'f', -1, 64) + " %"
}

// serial is the cell that the speedups are taken against.
func (v Verdict) serial() results.Cell {
	return results.Cell{Workload: v.Workload, Mode: v.Baseline, Workers: 1, Build: v.Best.Build}
}

// asFast is ", 1.96× as fast as serial", or nothing where the baseline wasn't measured.
func (v Verdict) asFast() string {
	if v.BestMeasured.N == 0 {
		return ""
	}
	return fmt.Sprintf(", %s× as fast as %s", stats.Times(v.BestMeasured.Center), v.Baseline)
}

// speedup is " (1.97×)", or nothing where there is none.
func speedup(e stats.Estimate) string {
	if e.N == 0 {
		return ""
	}
	return " (" + stats.Times(e.Center) + "×)"
}

// label is a cell for people, without its workload: "goroutines ×2". The baseline is its mode alone.
func label(c results.Cell, baseline string) string {
	if c.Mode == baseline && c.Workers == 1 {
		return c.Mode
	}
	return fmt.Sprintf("%s ×%d", c.Mode, c.Workers)
}

// roughly rounds a number up to two digits that count, with commas: 12,000.
func roughly(n int) string {
	step := 1
	for n/step >= 100 {
		step *= 10
	}
	s := strconv.Itoa((n + step - 1) / step * step)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// noClaim is the sentence of a verdict that the conditions don't carry.
func (v Verdict) noClaim(best, next string) string {
	if v.Unknown {
		return fmt.Sprintf("%s: no verdict, conditions unknown: %s, so no claim about wall times is made.", v.Workload,
			v.Why)
	}
	s := v.Workload + ": inconclusive, " + v.Why
	switch {
	case v.Why != conditions.ReasonBusy: // and a projection would rest on CPU time that isn't the work's
		return s + ": no claim about wall times is made."
	case v.BestProjected.N == 0 || v.NextProjected.N == 0:
		return s + ": other programs had too much of its cores for any claim about wall times."
	}
	return s + ". Projected to an idle machine, " + v.projection(best, next)
}

// projection says how fast the two modes would be on an idle machine, the faster one first.
func (v Verdict) projection(best, next string) string {
	ahead, behind := v.Best.Mode, v.Next.Mode
	faster, slower := v.BestProjected.Center, v.NextProjected.Center
	serialWins, serialLoses := v.Best == v.serial(), v.Next == v.serial()
	if slower > faster { // against each other the two came out the other way round
		faster, slower, best, next = slower, faster, next, best
		ahead, behind = behind, ahead
		serialWins, serialLoses = serialLoses, serialWins
	}
	if serialWins {
		return fmt.Sprintf("no mode beats %s: %s %s closest, at %s×.", best, next, Agree(behind, "comes", "come"),
			stats.Times(slower))
	}
	s := fmt.Sprintf("%s %s %s× as fast as %s", best, Agree(ahead, "is", "are"), stats.Times(faster), v.Baseline)
	if serialLoses {
		return s + "."
	}
	return s + fmt.Sprintf(", %s %s×.", next, stats.Times(slower))
}

package stats

// Margin is how far from 1 a ratio may be, as a factor either way, for two modes to be called equal.
const Margin = 0.05

// EquivalenceLevel is the confidence of the interval that Equivalent needs: 1 − 2α for two one-sided tests, each with
// an α of 5 %.
const EquivalenceLevel = 0.90

// Equivalent reports whether an estimate shows that the ratio is 1, give or take the margin: whether an interval of
// at least 90 % confidence lies between 1 ÷ (1 + margin) and 1 + margin. For a margin of 0.05 that is 0.952 to 1.05.
// Only then may anyone say "no speedup": that a difference wasn't seen doesn't show that there is none.
//
// The interval is that of PairedRatioAt(num, den, EquivalenceLevel). Its ends are those of the two one-sided
// signed-rank tests at 5 % (or sign tests, where the median is the headline), so that "equal" is wrong at most one
// time in twenty. A 95 % interval may be given too; it asks for more.
//
// Source: Schuirmann, A comparison of the two one-sided tests procedure and the power approach, Journal of
// Pharmacokinetics and Biopharmaceutics 15 (1987).
func Equivalent(e Estimate, margin float64) bool {
	return e.Confidence >= EquivalenceLevel && e.Lo >= 1/(1+margin) && e.Hi <= 1+margin
}

package scaling

import (
	"fmt"

	"corerace/results/stats"
)

// words says in sentences what the fit says, and above all what it can't.
func (f *Fit) words() []string {
	words := append([]string{}, f.a.s.LeftOut...)
	add := func(format string, args ...any) { words = append(words, fmt.Sprintf(format, args...)) }
	n, most := f.a.s.distinct(), f.a.s.most()
	switch {
	case n == 0:
		add("There is nothing to fit.")
		return words
	case n < 2:
		add("There is only one number of workers, %d: a law of scaling needs more.", most)
		return words
	}
	words = append(words, f.fractionWords()...)
	if f.Amdahl.Sigma.N > 0 && f.Amdahl.Sigma.Center == 0 {
		add("Amdahl: no serial part shows: the fit is at its bound 0, a straight line through the origin.")
	}
	words = append(words, f.uslWords(n, most)...)
	if w := f.comparison(); w != "" {
		words = append(words, w)
	}
	return words
}

// fractionWords are about the serial fraction.
func (f *Fit) fractionWords() []string {
	k := f.KarpFlatt
	if len(k.Fractions) == 0 {
		return []string{"Karp–Flatt: there is no measurement with one worker to take a speedup against."}
	}
	last := k.Fractions[len(k.Fractions)-1]
	words := []string{fmt.Sprintf("Karp–Flatt: at %d workers the mode acts as if a part of %s of the work were serial.",
		last.Workers, show(last.Serial))}
	switch {
	case last.Serial.Center > 1:
		words[0] = fmt.Sprintf("Karp–Flatt: %d workers are slower than one; the serial fraction is above 1, at %s.",
			last.Workers, show(last.Serial))
	case last.Serial.Center < 0:
		words[0] = fmt.Sprintf("Karp–Flatt: at %d workers the speedup is above the workers; the serial fraction is %s.",
			last.Workers, show(last.Serial))
	}
	switch k.Trend {
	case trendRising:
		words = append(words, "The serial fraction rises with the workers: that is overhead, not only a serial part.")
	case trendFlat:
		words = append(words, "The serial fraction stays the same: no overhead that grows with the workers shows.")
	case trendFalling:
		words = append(words, "The serial fraction falls with the workers: something is shared better among more of "+
			"them.")
	case trendUndecided:
		words = append(words, "Whether the serial fraction rises with the workers can't be told from these rounds.")
	}
	return words
}

// uslWords are about the USL, and why it isn't identifiable where it isn't.
func (f *Fit) uslWords(n, most int) []string {
	k := f.USL.Kappa
	var w string
	switch {
	case n < minPoints:
		w = fmt.Sprintf("The USL has three parameters and needs at least %d numbers of workers for an interval, "+
			"better %d on both sides of the knee; there are %d. No peak is given, and no prediction beyond %d workers.",
			minPoints, goodPoints, n, most)
	case k.Center == 0:
		w = fmt.Sprintf("USL: κ is at its bound 0, so the USL falls back to Amdahl's law: "+
			"up to %d workers no cost of coordination shows. There is no peak to give.", most)
	case !k.HasInterval():
		w = "USL: κ has no upper end, so the points don't settle it. No peak is given."
	case k.Lo <= 0:
		w = fmt.Sprintf("USL: κ is %s, and the interval holds 0, so the points don't settle whether there is a peak. "+
			"No prediction beyond %d workers is given.", show(k), most)
	case !f.Identifiable:
		w = "USL: the peak has no upper end, so it isn't given."
	case f.Peak.Center <= 1:
		w = "USL (model): throughput falls from the first worker on."
	case f.Peak.Center > float64(most):
		w = fmt.Sprintf("USL (model): throughput would peak at %s workers; at most %d were measured.", show(f.Peak),
			most)
	default:
		w = fmt.Sprintf("USL (model): throughput peaks at %s workers.", show(f.Peak))
	}
	words := []string{w}
	if n >= minPoints && n < goodPoints {
		words = append(words, fmt.Sprintf("The USL is fitted through %d numbers of workers; %d or more are better.",
			n, goodPoints))
	}
	if m := f.a.usl; m != nil && m.misfit {
		words = append(words, "The USL misses the points by more than the rounds' noise explains, "+
			"so its intervals come from the misses.")
	}
	return words
}

// comparison says whether the points prefer the USL or Amdahl's law. Below a difference of 2 both are well supported.
//
// Source: Burnham and Anderson (2002), section 2.6.
func (f *Fit) comparison() string {
	if f.USL.AICc == nil || f.Amdahl.AICc == nil || f.USL.Kappa.Center == 0 {
		return ""
	}
	switch d := *f.Amdahl.AICc - *f.USL.AICc; {
	case d >= 2:
		return fmt.Sprintf("The points prefer the USL to Amdahl's law (AICc lower by %.1f).", d)
	case d <= -2:
		return fmt.Sprintf("AICc, which is strict with %s, prefers Amdahl's law to the USL (lower by %.1f).",
			plural(len(f.Points), "point"), -d)
	}
	return "The points don't tell the USL from Amdahl's law (AICc within 2)."
}

// show is an estimate for people, with digits that count: "0.0277 (0.00241 to 0.0531)".
func show(e stats.Estimate) string {
	digits := func(x float64) string { return stats.Digits(x, 3) }
	if !e.HasInterval() {
		return digits(e.Center)
	}
	return digits(e.Center) + " (" + digits(e.Lo) + " to " + digits(e.Hi) + ")"
}

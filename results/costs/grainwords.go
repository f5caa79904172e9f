package costs

import (
	"fmt"
	"math"

	"corerace/results/stats"
	"corerace/results/verdict"
)

// grainMoved says what the costs leave out.
const grainMoved = "Nothing is moved yet: a share is two numbers and its result " +
	"one. What moving a byte costs isn't measured."

// sentence says from where a mode pays.
func (m GrainMode) sentence(near bool) string {
	workers := verdict.Plural(m.Workers, "worker")
	switch {
	case m.Limit.N == 0 || len(m.Points) == 0:
		return m.Mode + ": nothing was measured that tells."
	case !m.gains() && m.Limit.HasInterval() && m.Limit.Hi > grainGain:
		return fmt.Sprintf("%s: whether "+verdict.Agree(m.Mode, "it beats",
			"they beat")+" serial by 5 %% can't be told: on %s, shares without a cost would reach %s×.", m.Mode,
			workers, m.Limit)
	case !m.gains():
		return fmt.Sprintf("%s %s beat serial by 5 %% at any share length: on %s, shares without a cost would reach "+
			"%s×.",
			m.Mode, verdict.Agree(m.Mode, "doesn't", "don't"), workers, m.Limit)
	}
	verb := verdict.Agree(m.Mode, "beats", "beat")
	longest := "even with shares of " + Seconds(m.Points[0].Length.Seconds())
	s := m.Mode
	switch first := m.Points[0].Speedup; {
	case m.Beats.N == 0 && !(first.HasInterval() && first.Hi < 1):
		s += fmt.Sprintf(" on %s: from where %s serial can't be told", workers,
			verdict.Agree(m.Mode, "it beats", "they beat"))
	case m.Beats.N == 0:
		s += fmt.Sprintf(" on %s %s beat serial %s", workers, verdict.Agree(m.Mode, "doesn't", "don't"), longest)
	default:
		s += fmt.Sprintf(" %s serial on %s %s", verb, workers, fromWords("shares", m.Beats))
	}
	switch {
	case near && m.Near.N == 0 && !(m.Behind.HasInterval() && m.Behind.Lo > 1+grainNear):
		s += ", whether within 5 % of goroutines can't be told"
	case near && m.Near.N == 0:
		s += ", not within 5 % of goroutines " + longest
	case near:
		s += ", within 5 % of goroutines " + fromWords("shares", m.Near)
	}
	return s + "; starting the workers pays " + fromWords("jobs", m.Pays) + "."
}

// fromWords is where something begins: "from shares of 40 ns (35–48 ns)".
func fromWords(what string, e stats.Estimate) string {
	switch {
	case e.N == 0:
		return "at no length"
	case e.Center == 0 && (!e.HasInterval() || e.Hi == 0):
		return "at any length"
	}
	return "from " + what + " of " + lengthWords(e)
}

// lengthWords is an estimate in seconds for people: "40 ns (35–48 ns)".
func lengthWords(e stats.Estimate) string {
	if e.N > 0 && !e.HasInterval() && e.N < stats.MinRounds {
		return fmt.Sprintf("%s (no interval: needs %d rounds)", Seconds(e.Center), stats.MinRounds)
	}
	return SecondsOf(e)
}

// SecondsOf is an estimate in seconds for people: "40 ns (35–48 ns)", or "not measured". It has as many decimals, up to
// two, as tell the ends of the interval apart.
func SecondsOf(e stats.Estimate) string {
	switch {
	case e.N == 0:
		return "not measured"
	case !e.HasInterval():
		return Seconds(e.Center)
	}
	unit, by := unitOf(max(math.Abs(e.Center), math.Abs(e.Lo)/10, math.Abs(e.Hi)/10))
	decimals := 0
	if math.Abs(e.Center*by) < 9.95 {
		decimals = 1
	}
	for decimals < 2 && stats.Hides(e.Lo*by, e.Hi*by, decimals) {
		decimals++
	}
	if e.Lo >= 0 && e.Center > 0 && e.Center*by < 0.05 { // beside so wide an interval it would be nothing
		return fmt.Sprintf("%s (%s–%s)", Seconds(e.Center), Seconds(e.Lo), Seconds(e.Hi))
	}
	center, to := stats.Fixed(e.Center*by, decimals)+" "+unit, "–"
	if e.Lo < 0 {
		to = " to " // a dash beside a sign is read as one
	}
	if e.Lo < 0 && e.Hi >= 0 {
		center = "too small to be seen"
	}
	return fmt.Sprintf("%s (%s%s%s %s)", center, stats.Fixed(e.Lo*by, decimals), to, stats.Fixed(e.Hi*by, decimals),
		unit)
}

// Seconds is a length of time for people, with its unit: "40 ns", "3.1 ms".
func Seconds(s float64) string {
	unit, by := unitOf(math.Abs(s))
	if math.Abs(s*by) < 9.95 && s != 0 {
		return stats.Fixed(s*by, 1) + " " + unit
	}
	return stats.Fixed(s*by, 0) + " " + unit
}

// unitOf is the unit that a length of time is shown in, and how many of it make a second.
func unitOf(seconds float64) (unit string, perSecond float64) {
	switch {
	case seconds < 0.9995e-6:
		return "ns", 1e9
	case seconds < 0.9995e-3:
		return "µs", 1e6
	case seconds < 0.9995:
		return "ms", 1e3
	}
	return "s", 1
}

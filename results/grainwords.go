package results

import (
	"fmt"
	"math"
	"strconv"
)

// grainMoved says what the costs leave out.
const grainMoved = "Nothing is moved yet: a share is two numbers and its result one. What moving a byte costs isn't measured."

// sentence says from where a mode pays.
func (m GrainMode) sentence(near bool) string {
	workers := plural(m.Workers, "worker")
	switch {
	case m.Limit.N == 0:
		return m.Mode + ": nothing was measured that tells."
	case !m.gains():
		return fmt.Sprintf("%s doesn't beat serial by 5 %% at any share length: on %s, shares without a cost would reach %s×.", m.Mode, workers, m.Limit)
	}
	verb := "beats"
	if m.Mode == "goroutines" || m.Mode == "processes" || m.Mode == "threads" {
		verb = "beat"
	}
	s := fmt.Sprintf("%s %s serial on %s %s", m.Mode, verb, workers, fromWords("shares", m.Beats))
	if near {
		s += ", within 5 % of goroutines " + fromWords("", m.Near)
	}
	return s + "; starting the workers pays " + fromWords("jobs", m.Pays) + "."
}

// fromWords is where something begins: "from shares of 40 ns (35 ns–48 ns)".
func fromWords(what string, e Estimate) string {
	if what != "" {
		what += " of "
	}
	switch {
	case e.N == 0:
		return "at no length that can be told"
	case e.Center == 0 && (!e.HasInterval() || e.Hi == 0):
		return "at any length"
	}
	return "from " + what + lengthWords(e)
}

// lengthWords is an estimate in seconds for people: "40 ns (35 ns–48 ns)".
func lengthWords(e Estimate) string {
	switch {
	case e.N == 0:
		return "not measured"
	case e.HasInterval():
		return fmt.Sprintf("%s (%s–%s)", Seconds(e.Center), Seconds(e.Lo), Seconds(e.Hi))
	case e.N < MinRounds:
		return fmt.Sprintf("%s (no interval: needs %d rounds)", Seconds(e.Center), MinRounds)
	}
	return Seconds(e.Center) + " (no interval)"
}

// Seconds is a length of time for people, with two or three digits and its unit: "40 ns", "3.1 ms".
func Seconds(s float64) string {
	a := math.Abs(s)
	unit, by := "s", 1.0
	switch {
	case a == 0:
		return "0"
	case a < 0.9995e-6:
		unit, by = "ns", 1e9
	case a < 0.9995e-3:
		unit, by = "µs", 1e6
	case a < 0.9995:
		unit, by = "ms", 1e3
	}
	decimals := 0
	if a*by < 9.95 {
		decimals = 1
	}
	return strconv.FormatFloat(s*by, 'f', decimals, 64) + " " + unit
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

package stats

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// MinRounds is the fewest rounds for which a 95 % signed-rank interval exists.
const MinRounds = 6

// Methods of an Estimate.
const (
	MethodHodgesLehmann = "hodges-lehmann"
	MethodMedian        = "median"
)

// An Estimate is a number with its interval. The zero Estimate rests on no round and says nothing.
type Estimate struct {
	Center float64 `json:"center"`
	Lo     float64 `json:"lo"` // meaningless where Confidence is 0
	Hi     float64 `json:"hi"`
	// Confidence is the probability that the method's interval covers, exact but for a bootstrap; 0 where there are
	// too few rounds for an interval.
	Confidence float64 `json:"confidence"`
	N          int     `json:"n"`      // rounds that it rests on
	Method     string  `json:"method"` // "hodges-lehmann", "median" or "bootstrap"
}

// HasInterval reports whether there were enough rounds for an interval, so that Lo and Hi mean something.
func (e Estimate) HasInterval() bool { return e.Confidence > 0 }

// String is the estimate for people: "1.97 (1.95–1.99)", "1.97 (no interval: needs 6 rounds)" or "not measured".
//
// It has two decimals, and up to four where two would print an interval of no width, or an end of it as 1.00
// although it leaves out 1.
func (e Estimate) String() string {
	if e.N == 0 {
		return "not measured"
	}
	if !e.HasInterval() && e.N < MinRounds {
		return fmt.Sprintf("%s (no interval: needs %d rounds)", Ratio(e.Center, 2), MinRounds)
	}
	if !e.HasInterval() {
		return Ratio(e.Center, 2) + " (no interval)"
	}
	return e.format(e.Decimals(), e.Decimals())
}

// format prints the center and the interval, each with its decimals.
func (e Estimate) format(center, interval int) string {
	return Ratio(e.Center, center) + " (" + Ratio(e.Lo, interval) + "–" + Ratio(e.Hi, interval) + ")"
}

// Decimals is how many decimals an interval takes, from 2 to 4, so that it isn't printed with no width, nor with an end
// of 1.00 where it leaves out 1.
func (e Estimate) Decimals() int {
	d := 2
	for d < 4 && (Hides(e.Lo, e.Hi, d) || e.Lo > 1 && Hides(1, e.Lo, d) || e.Hi < 1 && Hides(e.Hi, 1, d)) {
		d++
	}
	return d
}

// Hides reports whether two different numbers print alike with d decimals.
func Hides(a, b float64, d int) bool { return a != b && Fixed(a, d) == Fixed(b, d) }

// Ratio is Fixed for what is above 0: a small one has the decimals that its first two figures take, and none is printed
// as 0.00.
func Ratio(x float64, decimals int) string {
	const most = 6
	for decimals < most && x > 0 && x < 9.5*math.Pow10(-decimals) {
		decimals++
	}
	if x > 0 && x < 9.5*math.Pow10(-most) {
		return strconv.FormatFloat(x, 'g', 2, 64)
	}
	return Fixed(x, decimals)
}

// Times is a speedup for people, without its sign: "1.97", "12.4" from ten on, "180" from a hundred on, or "0.0012".
func Times(x float64) string {
	switch {
	case x >= 99.95:
		return Fixed(x, 0)
	case x >= 9.995:
		return Fixed(x, 1)
	}
	return Ratio(x, 2)
}

// Fixed prints a number with decimals decimals, and none where it is so large that nobody measures them.
func Fixed(x float64, decimals int) string {
	if math.Abs(x) >= 1000 {
		decimals = 0
	}
	return strconv.FormatFloat(x, 'f', decimals, 64)
}

// Scaled is the estimate of a multiple.
func (e Estimate) Scaled(by float64) Estimate {
	e.Center *= by
	e.Lo *= by
	e.Hi *= by
	return e
}

// estimateJSON is an Estimate with null for what it can't say.
type estimateJSON struct {
	Center     *float64 `json:"center"`
	Lo         *float64 `json:"lo"`
	Hi         *float64 `json:"hi"`
	Confidence float64  `json:"confidence"`
	N          int      `json:"n"`
	Method     string   `json:"method"`
}

// MarshalJSON writes null for lo and hi where there is no interval, and for center where there is no round.
func (e Estimate) MarshalJSON() ([]byte, error) {
	j := estimateJSON{Confidence: e.Confidence, N: e.N, Method: e.Method}
	if e.N > 0 {
		j.Center = &e.Center
	}
	if e.HasInterval() {
		j.Lo, j.Hi = &e.Lo, &e.Hi
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes. An interval with an end missing is no interval.
func (e *Estimate) UnmarshalJSON(data []byte) error {
	var j estimateJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*e = Estimate{N: j.N, Method: j.Method}
	if j.Center != nil {
		e.Center = *j.Center
	}
	if j.Lo != nil && j.Hi != nil {
		e.Lo, e.Hi, e.Confidence = *j.Lo, *j.Hi, j.Confidence
	}
	return nil
}

// HalfWidth is half the width of the interval of a ratio, as a ratio less 1: √(Hi ÷ Lo) − 1, so that 0.02 is 2 %
// either way. It is infinite where there is no interval.
func (e Estimate) HalfWidth() float64 {
	if !e.HasInterval() {
		return math.Inf(1)
	}
	return math.Sqrt(e.Hi/e.Lo) - 1
}

// AroundOne is the estimate of a ratio near 1, its center with at least three decimals and its interval with those
// that show on which side of 1 each end lies.
func (e Estimate) AroundOne() string {
	d := 2
	for d < 4 && (Hides(e.Lo, 1, d) || Hides(1, e.Hi, d)) {
		d++
	}
	return e.format(max(3, d), d)
}

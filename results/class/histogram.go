package class

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"corerace/results"
	"corerace/results/conditions"
)

// A Topic is what is known of a question besides its answers, where its lesson is at hand.
type Topic struct {
	Lesson  string // its title
	Text    string // of the question
	Choices []Choice
}

// A Choice is one of the answers to a question. It is right where a measurement lies from Lo up to Hi.
type Choice struct {
	ID, Text string
	Lo, Hi   float64
}

// A Bin is a row of a histogram: an answer, or a stretch of numbers.
type Bin struct {
	Label           string
	Predicted       int // who answered so
	Measured        int // whose machine said so
	Lo, Hi          float64
	matches, saysSo func(Answer) bool
}

// A Histogram is predictions against measurements.
type Histogram struct {
	Bins []Bin
	// Unclear counts the machines that can't tell: noisy, or with an interval that holds two answers. Without counts
	// those who answered and have measured nothing.
	Unclear, Without int
}

// Most is the largest count of a bin, at least 1.
func (h Histogram) Most() int {
	most := 1
	for _, b := range h.Bins {
		most = max(most, b.Predicted, b.Measured)
	}
	return most
}

// Histogram counts the answers to a question. The topic may be nil: then its choices have the names that their answers
// have, and a machine is counted where its owner's answer was right.
func (q Question) Histogram(t *Topic) Histogram {
	var h Histogram
	switch {
	case t != nil && len(t.Choices) > 0:
		h.Bins = ofChoices(t.Choices)
	case q.numbers():
		h.Bins = q.ofNumbers()
	default:
		h.Bins = q.ofTexts()
	}
	for _, a := range q.Answers {
		h.count(a)
	}
	return h
}

// count counts an answer, and what was measured of it.
func (h *Histogram) count(a Answer) {
	told := false
	for i := range h.Bins {
		b := &h.Bins[i]
		if b.matches(a) {
			b.Predicted++
		}
		if a.bears() && b.saysSo(a) {
			b.Measured, told = b.Measured+1, true
		}
	}
	switch {
	case a.Outcome == "":
		h.Without++
	case !told:
		h.Unclear++
	}
}

// bears is whether what was measured may be held against an answer.
func (a Answer) bears() bool {
	return a.Outcome != "" && a.Outcome != results.OutcomeUnclear && a.Conditions != conditions.Inconclusive &&
		a.Conditions != conditions.Unknown
}

// numbers is whether numbers were answered.
func (q Question) numbers() bool {
	return slices.ContainsFunc(q.Answers, func(a Answer) bool { return a.Number != nil })
}

// ofChoices are the rows of a question whose choices are known. A machine said one where its whole interval lies in it.
func ofChoices(choices []Choice) (bins []Bin) {
	for _, c := range choices {
		bins = append(bins, Bin{Label: cmp.Or(c.Text, c.ID), Lo: c.Lo, Hi: c.Hi,
			matches: func(a Answer) bool { return a.Text == c.ID },
			saysSo: func(a Answer) bool {
				if a.Measured == nil || c.Lo == c.Hi { // a check, which a fact decides and no measurement
					return a.Text == c.ID && a.Outcome == results.OutcomeRight
				}
				return a.Measured.Lo >= c.Lo && a.Measured.Hi < c.Hi
			}})
	}
	return bins
}

// mostTexts is how many different answers have a row of their own.
const mostTexts = 12

// ofTexts are the rows of a question whose choices aren't known: what was answered, the most frequent first.
func (q Question) ofTexts() (bins []Bin) {
	counts := map[string]int{}
	var texts []string
	for _, a := range q.Answers {
		if counts[a.Text]++; counts[a.Text] == 1 {
			texts = append(texts, a.Text)
		}
	}
	slices.SortFunc(texts, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	for _, text := range texts[:min(len(texts), mostTexts)] {
		bins = append(bins, Bin{Label: text, matches: func(a Answer) bool { return a.Text == text },
			saysSo: func(a Answer) bool { return a.Text == text && a.Outcome == results.OutcomeRight }})
	}
	if len(texts) > mostTexts {
		rest := texts[mostTexts:]
		others := func(a Answer) bool { return slices.Contains(rest, a.Text) }
		bins = append(bins, Bin{Label: "something else", matches: others,
			saysSo: func(a Answer) bool { return others(a) && a.Outcome == results.OutcomeRight }})
	}
	return bins
}

// About so many rows have numbers, and they go up to some times the middle of all.
const (
	mostNumbers = 8
	reach       = 4
)

// ofNumbers are the rows of a question for a number: of equal width, up to some times the middle of what was answered
// and measured. What is above, as a joke may be, is in the last one; what is below 0 in the first.
func (q Question) ofNumbers() (bins []Bin) {
	var all []float64
	for _, a := range q.Answers {
		if a.Number != nil {
			all = append(all, *a.Number)
		}
		if a.Measured != nil {
			all = append(all, a.Measured.Value)
		}
	}
	slices.Sort(all)
	largest := all[len(all)-1]
	top := max(0, min(largest, reach*all[len(all)/2]))
	step := roundStep(top / mostNumbers)
	n := min(int(top/step), 2*mostNumbers) + 1
	for i := range n {
		b := Bin{Lo: float64(i) * step, Hi: float64(i+1) * step}
		b.Label = plain(b.Lo) + " to " + plain(b.Hi) + " " + q.Unit
		if i == n-1 && largest >= b.Hi {
			b.Label, b.Hi = plain(b.Lo)+" "+q.Unit+" or more", math.Inf(1)
		}
		if i == 0 && all[0] < 0 {
			b.Label, b.Lo = "less than "+plain(b.Hi)+" "+q.Unit, math.Inf(-1)
		}
		in := func(x float64) bool { return x >= b.Lo && x < b.Hi }
		b.matches = func(a Answer) bool { return a.Number != nil && in(*a.Number) }
		b.saysSo = func(a Answer) bool { return a.Measured != nil && in(a.Measured.Value) }
		bins = append(bins, b)
	}
	return bins
}

// roundStep is the next width from x up that people count in: 1, 2 or 5 times a power of ten.
func roundStep(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 0) {
		return 1
	}
	ten := math.Pow(10, math.Floor(math.Log10(x)))
	if ten == 0 { // x is next to nothing
		return 1
	}
	for _, f := range []float64{1, 2, 5} {
		if x <= f*ten*1.0001 {
			return f * ten
		}
	}
	return 10 * ten
}

// plain is a number with four digits at most.
func plain(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }

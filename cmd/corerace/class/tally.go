package class

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
)

// A tally is a histogram: how many believed each answer, and how many machines measured it.
type tally struct {
	Rows    []bin
	Most    int // of either, at least 1
	Unclear int // machines whose interval holds two answers, or that were too busy
}

// A bin is a row of a histogram.
type bin struct {
	Label              string
	Believed, Measured int
	Mine, MineMeasured bool // a student's own is among them
}

// tallyOf counts the answers to the question that the class is at.
func tallyOf(v room.View, own room.Own) tally {
	if v.Question == nil {
		return tally{Most: 1}
	}
	bins := choicesOf(v.Question)
	if v.Question.Number() {
		bins = numbersOf(v)
	}
	t := tally{Most: 1}
	for _, b := range bins {
		row := bin{Label: b.label}
		for _, a := range v.Answers {
			if b.believed(a) {
				row.Believed++
			}
		}
		for _, a := range v.Measured {
			if b.measured(a) {
				row.Measured++
			}
		}
		row.Mine = own.Answer != nil && b.believed(*own.Answer)
		row.MineMeasured = own.Measured != nil && b.measured(*own.Measured)
		t.Most = max(t.Most, row.Believed, row.Measured)
		t.Rows = append(t.Rows, row)
	}
	for _, a := range v.Measured {
		if !slices.ContainsFunc(bins, func(b binning) bool { return b.measured(a) }) {
			t.Unclear++
		}
	}
	return t
}

// A binning says what falls into a row.
type binning struct {
	label              string
	believed, measured func(results.Answer) bool
}

// choicesOf are the rows of a question with choices. A machine measured one where its whole interval lies in it.
func choicesOf(q *lesson.Question) (bins []binning) {
	for i, c := range q.Choices {
		bins = append(bins, binning{
			label:    lesson.Letter(i) + "  " + c.Text,
			believed: func(a results.Answer) bool { return a.Text == c.ID },
			measured: func(a results.Answer) bool {
				m := *a.Measured
				return a.Outcome != results.OutcomeUnclear && m.Lo >= c.Lo && m.Hi < c.Hi
			},
		})
	}
	return bins
}

// mostBins is about how many rows numbers are put into, and reach how many times their middle the rows go up to.
const (
	mostBins = 8
	reach    = 4
)

// numbersOf are the rows of a question for a number: of equal width, up to some times the middle of what was believed and
// measured. What is above, as a joke may be, is in the last one.
func numbersOf(v room.View) (bins []binning) {
	var all []float64
	for _, a := range v.Answers {
		if a.Number != nil {
			all = append(all, *a.Number)
		}
	}
	for _, a := range v.Measured {
		all = append(all, a.Measured.Value)
	}
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	top := min(all[len(all)-1], reach*all[len(all)/2])
	step := roundStep(top / mostBins)
	for i, n := 0, int(top/step)+1; i < n; i++ {
		lo, hi := float64(i)*step, float64(i+1)*step
		label := fmt.Sprintf("%s to %s %s", number(lo), number(hi), v.Question.Unit)
		if i == n-1 && all[len(all)-1] >= hi {
			label, hi = fmt.Sprintf("%s %s or more", number(lo), v.Question.Unit), math.Inf(1)
		}
		in := func(x float64) bool { return x >= lo && x < hi }
		bins = append(bins, binning{
			label:    label,
			believed: func(a results.Answer) bool { return a.Number != nil && in(*a.Number) },
			measured: func(a results.Answer) bool {
				return a.Outcome != results.OutcomeUnclear && in(a.Measured.Value)
			},
		})
	}
	return bins
}

// roundStep is the next width above x that people count in: 1, 2 or 5 times a power of ten.
func roundStep(x float64) float64 {
	if x <= 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return 1
	}
	ten := math.Pow(10, math.Floor(math.Log10(x)))
	for _, f := range []float64{1, 2, 5} {
		if x <= f*ten*1.0001 {
			return f * ten
		}
	}
	return 10 * ten
}

// number spells a figure with four digits at most.
func number(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }

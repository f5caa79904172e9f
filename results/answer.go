package results

import (
	"math"
	"slices"
	"time"
)

// Outcomes of an answer, once there is a measurement to hold it against.
const (
	OutcomeRight   = "right"   // the measurement bears it
	OutcomeHigh    = "high"    // it is above what was measured
	OutcomeLow     = "low"     // it is below what was measured
	OutcomeOther   = "other"   // another choice is right, and which of them is more can't be said
	OutcomeUnclear = "unclear" // the measurement can't tell
)

// An Answer is what somebody answered to a question of a lesson. It is written down before what it is about is
// measured. A second line of the same answer, with what was measured and how the two compare, follows the measurement:
// [Answers] has the last one of each.
type Answer struct {
	At       time.Time `json:"at"` // when it was given; the second line repeats it
	Lesson   string    `json:"lesson"`
	Question string    `json:"question"`
	Attempt  int       `json:"attempt"`           // 0 is the first one; further ones are those after another run
	Student  string    `json:"student,omitempty"` // a pseudonym; "" where nobody said one
	Language string    `json:"language,omitempty"`
	// Text is the id of the choice, or what was typed: at most maxAnswer bytes.
	Text   string   `json:"text"`
	Number *float64 `json:"number,omitempty"` // nil where the answer is a choice
	// From and To are between which figures a choice is right; nil where that end is open, and of a number.
	From *float64 `json:"from,omitempty"`
	To   *float64 `json:"to,omitempty"`
	Unit string   `json:"unit,omitempty"` // of the number and of Measured: "x", "ms", "%"
	// Measured is what the answer is held against; nil where that isn't known, or not yet.
	Measured *Range `json:"measured,omitempty"`
	Outcome  string `json:"outcome,omitempty"` // "": nothing was measured yet
}

// A Range is an estimate with its interval.
type Range struct {
	Value float64 `json:"value"`
	Lo    float64 `json:"lo"`
	Hi    float64 `json:"hi"`
}

const (
	maxAnswer   = 256 // bytes
	maxAttempts = 1000
)

// Answers returns the answers of a record as they stand in the end: of the lines about one answer the last, in the
// order of the first.
func Answers(lines []Answer) []Answer {
	type key struct {
		lesson, question, student string
		attempt                   int
	}
	at := map[key]int{}
	var out []Answer
	for _, a := range lines {
		k := key{a.Lesson, a.Question, a.Student, a.Attempt}
		i, ok := at[k]
		if !ok {
			at[k] = len(out)
			out = append(out, a)
			continue
		}
		out[i] = a
	}
	return out
}

func (a Answer) check() error {
	var c checker
	if y := a.At.UTC().Year(); y < 0 || y > 9999 {
		c.fail("at is in the year %d", y)
	}
	c.needed("lesson", a.Lesson)
	c.needed("question", a.Question)
	c.between("attempt", a.Attempt, 0, maxAttempts)
	c.name("student", a.Student, maxName)
	c.name("language", a.Language, maxName)
	c.name("unit", a.Unit, maxName)
	c.maybe("number", a.Number, -math.MaxFloat64, math.MaxFloat64)
	c.maybe("from", a.From, -math.MaxFloat64, math.MaxFloat64)
	c.maybe("to", a.To, -math.MaxFloat64, math.MaxFloat64)
	if a.From != nil && a.To != nil && *a.From > *a.To {
		c.fail("from is above to")
	}
	a.Measured.check(&c)
	outcomes := []string{"", OutcomeRight, OutcomeHigh, OutcomeLow, OutcomeOther, OutcomeUnclear}
	if !slices.Contains(outcomes, a.Outcome) {
		c.fail("outcome is none of right, high, low, other and unclear")
	}
	return c.err
}

func (r *Range) check(c *checker) {
	if r == nil {
		return
	}
	c.float("measured: value", r.Value, -math.MaxFloat64, math.MaxFloat64)
	c.float("measured: lo", r.Lo, -math.MaxFloat64, math.MaxFloat64)
	c.float("measured: hi", r.Hi, -math.MaxFloat64, math.MaxFloat64)
	if r.Lo > r.Hi {
		c.fail("measured: lo is above hi")
	}
}

func (a Answer) tidy() Answer {
	a.At = a.At.UTC()
	a.Text = cut(tidyText(a.Text), maxAnswer)
	return a
}

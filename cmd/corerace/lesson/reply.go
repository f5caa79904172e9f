package lesson

import (
	"math"
	"strconv"
	"strings"

	"corerace/results"
)

// Read understands what was typed as an answer: a letter or an id for a choice; a number with a point or a comma, with
// its unit or without.
func (q *Question) Read(typed string) (Reply, bool) {
	s := strings.ToLower(strings.TrimSpace(typed))
	if q.Number() {
		for _, unit := range append([]string{"×"}, units...) {
			s = strings.TrimSuffix(s, unit)
		}
		x, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(s), ",", ".", 1), 64)
		return Reply{Number: x}, err == nil && x >= 0 && x <= math.MaxInt32
	}
	s = strings.Trim(s, ".() ")
	for i, c := range q.Choices {
		if s == Letter(i) || s == c.ID {
			return Reply{Choice: c.ID}, true
		}
	}
	return Reply{}, false
}

// Letter is the key of a choice: a, b, c.
func Letter(i int) string { return string(rune('a' + i)) }

// Answer is a reply as a record has it. When it was given, by whom and what came of it are left to the caller.
func (q *Question) Answer(lesson string, r Reply, typed string) results.Answer {
	a := results.Answer{Lesson: lesson, Question: q.ID, Attempt: q.Attempt, Text: r.Choice, Unit: q.Unit}
	if q.Number() {
		a.Text, a.Number = strings.TrimSpace(typed), &r.Number
	}
	if c := q.Choice(r.Choice); c != nil && q.Quantity != "" {
		a.From, a.To = finite(c.Lo), finite(c.Hi)
	}
	return a
}

// finite is an end of a range; nil where it is open.
func finite(x float64) *float64 {
	if math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// ReplyOf is the reply that an answer of a record stands for, and whether it still is one.
func (q *Question) ReplyOf(a results.Answer) (Reply, bool) {
	if q.Number() {
		if a.Number == nil {
			return Reply{}, false
		}
		return Reply{Number: *a.Number}, true
	}
	return Reply{Choice: a.Text}, q.Choice(a.Text) != nil
}

// units are those of quantities.
var units = []string{"x", "%", "ms", "µs", "us", "/s", "s"}

// KnownUnit is whether a figure may have a unit.
func KnownUnit(s string) bool {
	for _, u := range units {
		if s == u {
			return true
		}
	}
	return false
}

package class

import (
	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
	"corerace/results/class"
)

// A tally is the histogram of a question, as it is shown on a page.
type tally struct {
	class.Histogram
	Rows []row
}

// A row is a bin of it, and whether a student's own answer, or machine, is in it.
type row struct {
	class.Bin
	Letter        string // of a choice
	Mine, Machine bool
}

// tallyOf counts the answers to the question of a view. own may be nil.
func tallyOf(v room.View, own *results.Answer) (t tally) {
	if v.Question == nil || len(v.Asked.Answers) == 0 && v.Question.Number() {
		return t
	}
	t.Histogram = v.Asked.Histogram(topicOf(v.Lesson, v.Question))
	for i, b := range t.Bins {
		r := row{Bin: b}
		if !v.Question.Number() {
			r.Letter = lesson.Letter(i)
		}
		t.Rows = append(t.Rows, r)
	}
	if own != nil {
		t.mark(v, *own)
	}
	return t
}

// mark marks where a student's own answer is.
func (t *tally) mark(v room.View, own results.Answer) {
	alone := class.Question{Lesson: v.Asked.Lesson, ID: v.Asked.ID, Answers: []class.Answer{{Answer: own}}}
	if v.Question.Number() {
		for i, b := range t.Bins {
			t.Rows[i].Mine = own.Number != nil && *own.Number >= b.Lo && *own.Number < b.Hi
			t.Rows[i].Machine = own.Measured != nil && own.Outcome != results.OutcomeUnclear &&
				own.Measured.Value >= b.Lo && own.Measured.Value < b.Hi
		}
		return
	}
	for i, b := range alone.Histogram(topicOf(v.Lesson, v.Question)).Bins[:len(t.Rows)] {
		t.Rows[i].Mine, t.Rows[i].Machine = b.Predicted > 0, b.Measured > 0
	}
}

// topicOf is a question as those who draw know it.
func topicOf(l *lesson.Lesson, q *lesson.Question) *class.Topic {
	t := &class.Topic{Lesson: l.Title, Text: q.Text}
	for _, c := range q.Choices {
		t.Choices = append(t.Choices, class.Choice{ID: c.ID, Text: c.Text, Lo: c.Lo, Hi: c.Hi})
	}
	return t
}

package results

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

func anAnswer() Answer {
	return Answer{At: time.Date(2026, 2, 3, 9, 31, 0, 0, time.UTC), Lesson: "two-threads", Question: "speedup",
		Student: "otter", Language: "de", Text: "1,5", Number: new(1.5), Unit: "x"}
}

func TestAnswersComeBackAsTheyStandInTheEnd(t *testing.T) {
	first, again := anAnswer(), anAnswer()
	again.Attempt, again.Text, again.Number = 1, "same \x1b[31m"+strings.Repeat("é", 300), nil
	held := first
	held.Measured, held.Outcome = &Range{1.01, 0.98, 1.03}, OutcomeHigh
	var out bytes.Buffer
	w := NewWriter(&out)
	if err := firstOf(w.Run(Run{}), w.Answer(first), w.Answer(again), w.Answer(held)); err != nil {
		t.Fatal(err)
	}
	rec, err := Read(&out)
	if err != nil || rec.Skipped > 0 || rec.Unknown > 0 {
		t.Fatal(err, rec.Problems)
	}
	if len(rec.Answers) != 3 || !reflect.DeepEqual(rec.Answers[0], first) {
		t.Errorf("answers %+v", rec.Answers)
	}
	last := Answers(rec.Answers)
	if len(last) != 2 || !reflect.DeepEqual(last[0], held) || last[1].Attempt != 1 {
		t.Errorf("in the end they are %+v", last)
	}
	if strings.ContainsRune(last[1].Text, '\x1b') || len(last[1].Text) > maxAnswer {
		t.Errorf("a text of %d bytes: %q", len(last[1].Text), last[1].Text)
	}
}

func TestImpossibleAnswersAreRefused(t *testing.T) {
	for what, change := range map[string]func(*Answer){
		"lesson is missing":                func(a *Answer) { a.Lesson = "" },
		"question is longer than 128 byte": func(a *Answer) { a.Question = strings.Repeat("x", 129) },
		"attempt is negative":              func(a *Answer) { a.Attempt = -1 },
		"attempt is above 1000":            func(a *Answer) { a.Attempt = 1001 },
		"student has a character":          func(a *Answer) { a.Student = "\x1b[1m" },
		"number is not a number":           func(a *Answer) { a.Number = new(math.NaN()) },
		"number is above":                  func(a *Answer) { a.Number = new(math.Inf(1)) },
		"from is above to":                 func(a *Answer) { a.From, a.To = new(2.0), new(1.0) },
		"measured: lo is above hi":         func(a *Answer) { a.Measured = &Range{1, 2, 1} },
		"measured: value is not a number":  func(a *Answer) { a.Measured = &Range{math.NaN(), 0, 1} },
		"measured: hi is above":            func(a *Answer) { a.Measured = &Range{0, 0, math.Inf(1)} },
		"outcome is none of right":         func(a *Answer) { a.Outcome = "perfect" },
		"at is in the year 10000":          func(a *Answer) { a.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
	} {
		a := anAnswer()
		change(&a)
		if err := a.check(); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("error is %v, want %s", err, what)
		}
	}
}

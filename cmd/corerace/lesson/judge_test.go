package lesson

import (
	"math"
	"testing"

	"corerace/results"
)

func measured(lo, hi float64) Quantity {
	return Quantity{Unit: "x", Known: true, Range: results.Range{Value: (lo + hi) / 2, Lo: lo, Hi: hi}}
}

func TestAChoiceIsRightWhereTheWholeIntervalIsInItsRange(t *testing.T) {
	inf := math.Inf(1)
	q := &Question{Choices: []Choice{{ID: "less", Lo: -inf, Hi: 0.9}, {ID: "same", Lo: 0.9, Hi: 1.1}, {ID: "more", Lo: 1.1, Hi: inf}}}
	for _, c := range []struct {
		choice string
		lo, hi float64
		want   string
	}{
		{"same", 0.95, 1.05, "right"},
		{"less", 0.95, 1.05, "low"},
		{"more", 0.95, 1.05, "high"},
		{"same", 0.95, 1.15, "unclear"}, // it holds two answers
		{"more", 0.95, 1.15, "unclear"},
		{"less", 0.95, 1.15, "low"}, // wrong whatever the truth is
		{"same", 1.1, 1.2, "low"},   // the upper end isn't in the range
		{"less", 0.85, 0.9, "unclear"},
		{"more", 1.1, 9, "right"},
		{"more", 0.2, 0.3, "high"},
	} {
		if got := Judge(q, Reply{Choice: c.choice}, measured(c.lo, c.hi)); got != c.want {
			t.Errorf("%s against %g to %g is %s, want %s", c.choice, c.lo, c.hi, got, c.want)
		}
	}
}

func TestANumberStandsForARange(t *testing.T) {
	q := &Question{Tolerance: 0.2}
	for _, c := range []struct {
		number, lo, hi float64
		want           string
	}{
		{1, 0.95, 1.05, "right"},
		{1.1, 0.95, 1.05, "right"},
		{2, 0.95, 1.05, "high"},
		{0.5, 0.95, 1.05, "low"},
		{1.9, 1.7, 2.2, "right"},   // inside, and the interval is narrower than what the number stands for
		{1.9, 1, 2.2, "unclear"},   // too wide to bear it
		{1.5, 1.7, 2.2, "unclear"}, // its range reaches into the interval
		{0, 0, 0, "right"},
	} {
		if got := Judge(q, Reply{Number: c.number}, measured(c.lo, c.hi)); got != c.want {
			t.Errorf("%g against %g to %g is %s, want %s", c.number, c.lo, c.hi, got, c.want)
		}
	}
}

func TestNothingIsJudgedWhereNothingMayBeClaimed(t *testing.T) {
	q := &Question{Tolerance: 0.2}
	for _, m := range []Quantity{{}, {Known: true, Doubt: "busy"}, {Known: true, Missing: "python"}} {
		m.Range = results.Range{Value: 1, Lo: 0.99, Hi: 1.01}
		if got := Judge(q, Reply{Number: 5}, m); got != "unclear" {
			t.Errorf("%+v is %s", m, got)
		}
		if seen, why := (&Words{}).explanation("one-lock", m); seen+why != "" {
			t.Errorf("%+v is explained: %s %s", m, seen, why)
		}
	}
}

func TestAnswersAreUnderstood(t *testing.T) {
	number := &Question{ID: "n", Tolerance: 0.1, Unit: "x"}
	for typed, want := range map[string]float64{"1.5": 1.5, " 1,5 ": 1.5, "2×": 2, "2x": 2, "30 ms": 30, "0": 0, "1e3": 1000} {
		if r, ok := number.Read(typed); !ok || r.Number != want {
			t.Errorf("%q is read as %v, %v", typed, r, ok)
		}
	}
	for _, typed := range []string{"", "many", "-1", "NaN", "Inf", "1e300", "1;2"} {
		if r, ok := number.Read(typed); ok {
			t.Errorf("%q is read as %v", typed, r)
		}
	}
	choice := &Question{ID: "c", Choices: []Choice{{ID: "same"}, {ID: "twice"}}}
	for typed, want := range map[string]string{"a": "same", "B": "twice", "b)": "twice", " twice ": "twice"} {
		if r, ok := choice.Read(typed); !ok || r.Choice != want {
			t.Errorf("%q is read as %v, %v", typed, r, ok)
		}
	}
	for _, typed := range []string{"", "c", "2", "ab", "?"} {
		if r, ok := choice.Read(typed); ok {
			t.Errorf("%q is read as %v", typed, r)
		}
	}
	r, _ := number.Read("1,5")
	if a := number.Answer("l", r, "1,5\n"); a.Text != "1,5" || *a.Number != 1.5 || a.Lesson != "l" || a.Question != "n" {
		t.Errorf("%+v", a)
	}
}

package lesson

import (
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"corerace/docs/lessons"
	"corerace/results"
)

// built are the lessons of a language that are built in, and its sentences.
func built(t *testing.T, language string) ([]*Lesson, *Words) {
	t.Helper()
	all, err := Load(lessons.Files, language, language)
	if err != nil {
		t.Fatal(err)
	}
	w, err := ReadWords(lessons.Files, language)
	if err != nil {
		t.Fatal(err)
	}
	return all, w
}

func TestEveryLanguageHasTheSameSentencesWithTheSameFigures(t *testing.T) {
	_, en := built(t, "en")
	figure := regexp.MustCompile(`\{[a-z]+\}`)
	for _, language := range Languages[1:] {
		_, w := built(t, language)
		for _, key := range en.Keys() {
			if !w.Has(key) {
				t.Errorf("%s has no %s", language, key)
				continue
			}
			a, b := figure.FindAllString(en.texts[key], -1), figure.FindAllString(w.texts[key], -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s of %s has the figures %v, %v expected", key, language, b, a)
			}
			if strings.Contains(en.texts[key], " | ") != strings.Contains(w.texts[key], " | ") {
				t.Errorf("%s of %s has another number of parts", key, language)
			}
			if w.texts[key] == en.texts[key] && len(w.texts[key]) > 40 {
				t.Errorf("%s of %s isn't translated", key, language)
			}
		}
		for _, key := range w.Keys() {
			if !en.Has(key) {
				t.Errorf("%s has %s, which en hasn't", language, key)
			}
		}
	}
}

func TestEverySentenceThatMayBeSaidIsThere(t *testing.T) {
	for _, language := range Languages {
		_, w := built(t, language)
		for _, topic := range topics() {
			for _, c := range topic.Cases {
				key := "explain." + topic.Name + "." + c.Name
				if !w.Has(key) || !strings.Contains(w.texts[key], "{value}") || !strings.Contains(w.texts[key], " | ") {
					t.Errorf("%s has no %s with a value and a bar", language, key)
				}
			}
		}
		for n := range needs {
			if !w.Has("needs." + n) {
				t.Errorf("%s has no needs.%s", language, n)
			}
		}
		source, err := os.ReadDir(".")
		if err != nil {
			t.Fatal(err)
		}
		used := map[string]bool{}
		said := regexp.MustCompile(`"((?:play|chart|doubt|missing|outcome|sheet|list|level)\.[a-z.-]+[a-z])"`)
		for _, f := range source {
			text, err := os.ReadFile(f.Name())
			if err != nil || !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
				continue
			}
			for _, m := range said.FindAllStringSubmatch(string(text), -1) {
				used[m[1]] = true
				if !w.Has(m[1]) {
					t.Errorf("%s has no %s", language, m[1])
				}
			}
		}
		for _, key := range w.Keys() {
			if strings.HasPrefix(key, "play.") && !used[key] {
				t.Errorf("%s is said nowhere", key)
			}
		}
	}
}

func TestLessonsAreAlikeInEveryLanguage(t *testing.T) {
	en, _ := built(t, "en")
	if len(en) != 16 {
		t.Fatalf("%d lessons, 16 expected", len(en))
	}
	for _, language := range Languages[1:] {
		other, _ := built(t, language)
		if len(other) != len(en) {
			t.Fatalf("%d lessons in %s, %d expected", len(other), language, len(en))
		}
		for i, l := range en {
			compare(t, l, other[i])
		}
	}
}

// compare holds a translation to the lesson: all but the words is the same.
func compare(t *testing.T, l, o *Lesson) {
	t.Helper()
	if o.ID != l.ID || o.Minutes != l.Minutes || o.Level != l.Level || len(o.Goals) != len(l.Goals) ||
		!slices.Equal(o.Needs, l.Needs) || len(o.Steps) != len(l.Steps) {
		t.Errorf("%s in %s has another head or other steps than in %s", o.ID, o.Language, l.Language)
		return
	}
	if o.Title == l.Title || o.Misconception == l.Misconception {
		t.Errorf("%s isn't translated", o.ID)
	}
	for i := range l.Steps {
		a, b := l.Steps[i], o.Steps[i]
		same := a.Kind == b.Kind && a.Topic == b.Topic && slices.Equal(a.Quantities, b.Quantities)
		if a.Trial != nil && b.Trial != nil {
			same = same && a.Trial.Name == b.Trial.Name && a.Trial.Seconds == b.Trial.Seconds && len(a.Trial.Args) == len(b.Trial.Args)
			for name, v := range a.Trial.Args {
				same = same && b.Trial.Args[name] == v
			}
		}
		if a.Question != nil && b.Question != nil {
			p, q := a.Question, b.Question
			same = same && p.ID == q.ID && p.Attempt == q.Attempt && p.Quantity == q.Quantity && p.Unit == q.Unit &&
				p.Tolerance == q.Tolerance && len(p.Choices) == len(q.Choices)
			for k := range p.Choices {
				c, d := p.Choices[k], q.Choices[min(k, len(q.Choices)-1)]
				same = same && c.ID == d.ID && c.Lo == d.Lo && c.Hi == d.Hi && c.Right == d.Right
			}
		}
		if !same {
			t.Errorf("%s: step %d in %s (line %d) isn't that of %s", o.ID, i+1, o.Language, b.Line, l.Language)
		}
	}
}

// A reader takes so many words a minute, and so many seconds for a question.
const (
	wordsAMinute     = 130
	secondsAQuestion = 15
)

func TestALessonFitsItsMinutes(t *testing.T) {
	for _, language := range Languages {
		all, w := built(t, language)
		for _, l := range all {
			words, questions := 0, len(l.Questions())
			for _, s := range l.Steps {
				words += len(strings.Fields(s.Text))
				if s.Topic != "" {
					topic, _ := TopicOf(s.Topic)
					longest := 0
					for _, c := range topic.Cases {
						longest = max(longest, len(strings.Fields(w.texts["explain."+s.Topic+"."+c.Name])))
					}
					words += longest + 40 // and how the two compare
				}
			}
			for _, q := range l.Questions() {
				words += len(strings.Fields(q.Text))
				for _, c := range q.Choices {
					words += len(strings.Fields(c.Text))
				}
			}
			seconds := l.Seconds() + words*60/wordsAMinute + questions*secondsAQuestion
			if seconds > l.Minutes*60 || seconds < l.Minutes*60/3 {
				t.Errorf("%s in %s takes about %d s, and says %d minutes", l.ID, language, seconds, l.Minutes)
			}
		}
	}
}

func TestAnExplanationIsOfTheCaseThatTheIntervalLiesIn(t *testing.T) {
	_, w := built(t, "en")
	for _, topic := range topics() {
		for i, c := range topic.Cases {
			lo, hi := c.Lo, c.Hi
			if math.IsInf(lo, -1) {
				lo = 0
			}
			if math.IsInf(hi, 1) {
				hi = 1.5*max(lo, 1) + 1
			}
			inside := Quantity{Unit: "x", Known: true, Range: results.Range{Value: (lo + hi) / 2, Lo: lo, Hi: (lo + hi) / 2}}
			if got := topic.Case(inside); got != c.Name {
				t.Errorf("%s from %g to %g is %q, want %s", topic.Name, inside.Lo, inside.Hi, got, c.Name)
			}
			if i+1 < len(topic.Cases) {
				across := inside
				across.Hi = hi // which belongs to the next case
				seen, why := w.explanation(topic.Name, across)
				if topic.Case(across) != "" || why != "" || !strings.Contains(seen, "neither is given") {
					t.Errorf("%s from %g to %g is explained: %s %s", topic.Name, across.Lo, across.Hi, seen, why)
				}
			}
		}
	}
}

func TestFiguresAreSpeltAsTheLanguageDoes(t *testing.T) {
	for language, want := range map[string]string{"en": "1.93× 12.5 % 123 ms", "de": "1,93× 12,5 % 123 ms"} {
		w := &Words{Language: language}
		if got := w.Figure(1.926, "x") + " " + w.Figure(12.49, "%") + " " + w.Figure(123.4, "ms"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestASmallFigureIsNoZero(t *testing.T) {
	w := &Words{Language: "en"}
	for x, want := range map[float64]string{0: "0.00 %", 0.01: "0.01 %", 0.00123: "0.0012 %", -4.2e-5: "-0.000042 %"} {
		if got := w.Figure(x, "%"); got != want {
			t.Errorf("%g is %q, want %q", x, got, want)
		}
	}
}

// finds is whether a trial finds a quantity: a cell of a race, or one case of an experiment on locks.
func finds(trial *Trial, quantity string) bool {
	list := func(name, otherwise string) []string {
		return strings.FieldsFunc(trial.Arg(name, otherwise), func(r rune) bool { return r == ',' || r == ' ' })
	}
	before, after := "", "*"+trial.Arg("threads", "2")
	if as := trial.Arg("as", ""); as != "" {
		before = as + ":"
	}
	for _, subject := range list("subjects", "") {
		if quantity == before+trial.Arg("experiment", "slowdown")+":"+subject+after {
			return true
		}
	}
	for _, mode := range list("modes", "") {
		for _, n := range list("workers", "2") {
			cell := mode + "*" + n
			if quantity == before+cell {
				return true
			}
			for _, w := range list("workload", "") {
				if quantity == before+w+"/"+cell {
					return true
				}
			}
		}
	}
	return false
}

func TestNothingIsToldBeforeItIsAskedFor(t *testing.T) {
	for _, language := range Languages {
		all, _ := built(t, language)
		for _, l := range all {
			for i, s := range l.Steps {
				if s.Kind != Predict && s.Kind != Modify {
					continue
				}
				for _, earlier := range l.Steps[:i] {
					told := earlier.Kind == Show && slices.Contains(earlier.Quantities, s.Question.Quantity)
					if told || earlier.Trial != nil && finds(earlier.Trial, s.Question.Quantity) {
						t.Errorf("%s in %s: line %d asks for %s, which line %d tells", l.ID, language, s.Line,
							s.Question.Quantity, earlier.Line)
					}
				}
			}
		}
	}
}

package lesson

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"corerace/docs/lessons"
	"corerace/results"
)

// A fakeBench finds what it is told.
type fakeBench struct {
	found    []Quantity
	err      error
	measured []Trial
	given    [][]results.Answer
	judged   [][]results.Answer
	during   func() // is called while it measures
	recorded []Quantity
}

func (b *fakeBench) Measure(ctx context.Context, t *Trial, k Keeping) ([]Quantity, error) {
	b.measured = append(b.measured, *t)
	b.given = append(b.given, k.Answers)
	if b.during != nil {
		b.during()
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if k.Judge != nil {
		b.judged = append(b.judged, k.Judge(b.found))
	}
	if k.Progress != nil {
		k.Progress(11 * time.Second)
	}
	return b.found, b.err
}

func (b *fakeBench) Replay(*Trial) ([]Quantity, Machine, bool) {
	return b.recorded, Machine{"A CPU", 2, "2026-01-02"}, b.recorded != nil
}

// A sitting is somebody who goes through a lesson.
type sitting struct {
	*Player
	out bytes.Buffer
}

func fixed() time.Time { return time.Date(2026, 2, 3, 9, 30, 0, 0, time.UTC) }

func sit(t *testing.T, b Bench, at *Progress, typed string) *sitting {
	t.Helper()
	l, err := parse("small.md", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	l.Language = "en"
	w, err := ReadWords(lessons.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	if at == nil {
		at = NewProgress(t.TempDir(), l, "", "otter", fixed())
	}
	s := &sitting{}
	s.Player = &Player{Passage: Passage{Lesson: l, Words: w, State: at, Now: fixed}, Bench: b,
		In: NewLines(strings.NewReader(typed)), Out: &s.out, Width: 60, Echo: true}
	return s
}

// aloneAndBoth is what a quiet machine finds.
func aloneAndBoth() []Quantity {
	gil, free := measured(0.98, 1.02), measured(1.9, 2)
	gil.Name, free.Name = "gil*2", "goroutines*2"
	gil.Busy = 1
	return []Quantity{gil, free}
}

// said is what was said, in one line.
func (s *sitting) said() string { return strings.Join(strings.Fields(s.out.String()), " ") }

func TestALessonIsGoneThrough(t *testing.T) {
	b := &fakeBench{found: aloneAndBoth()}
	s := sit(t, b, nil, "a\n\nb\n1,9\na\n")
	if err := s.Play(t.Context()); err != nil {
		t.Fatal(err, s.out.String())
	}
	for _, want := range []string{"Your prediction fits: it was 1.00×, with an interval of 0.98× to 1.02×.",
		"Only the thread that holds the lock computes.", "Meanwhile the program kept 1.00 cores busy.",
		"11 of 20 s", "Kept: 1.90×", "That's right.", "What this machine showed: - Threads behind one lock were as fast"} {
		if !strings.Contains(s.said(), want) && want != "11 of 20 s" {
			t.Errorf("%q isn't said in\n%s", want, s.out.String())
		}
	}
	p, err := ReadProgress(s.State.Dir())
	if err != nil || !p.Done || len(p.Answers) != 4 {
		t.Fatalf("%v: %+v", err, p)
	}
	first := p.Answers[0]
	if first.Question != "lock" || first.Text != "same" || first.Outcome != "right" || first.Student != "otter" ||
		!first.At.Equal(fixed()) || first.Measured == nil || first.From != nil || *first.To != 1.2 {
		t.Errorf("%+v", first)
	}
	if again := p.Answers[1]; again.Attempt != 1 || again.Outcome != "" { // nothing was measured of it
		t.Errorf("%+v", again)
	}
	if len(b.given[0]) != 1 || b.given[0][0].Outcome != "" || b.judged[0][0].Outcome != "right" {
		t.Errorf("given %+v, judged %+v", b.given, b.judged)
	}
}

func TestTooHighTooLowAndTooNoisyAreSaid(t *testing.T) {
	for _, c := range []struct {
		typed  string
		change func(*Quantity)
		want   []string
		never  []string
	}{
		{"b", func(*Quantity) {}, []string{"You predicted more than was measured", "as fast as one thread: 1.00×"}, nil},
		{"a", func(q *Quantity) { q.Lo, q.Hi, q.Value = 1.7, 1.8, 1.75 },
			[]string{"You predicted less", "One lock alone doesn't explain that"}, []string{"take turns"}},
		{"a", func(q *Quantity) { q.Lo, q.Hi = 0.7, 1.3 },
			[]string{"The measurement doesn't tell", "neither is given"}, []string{"Only the thread that holds"}},
		{"a", func(q *Quantity) { q.Doubt, q.Share, q.Projected = "busy", 63, 1.01 },
			[]string{"Too noisy to tell: other programs had 63 %", "it would have been about 1.01×", "gil ×2: not known",
				"showed nothing that a claim can rest on"},
			[]string{"fits", "Only the thread that holds", "1.00×"}},
		{"a", func(q *Quantity) { *q = Quantity{Name: "gil*2", Missing: "python"} }, []string{"No Python was found"},
			[]string{"fits", "Only the thread"}},
		{"a", func(q *Quantity) { q.Name = "other" }, []string{"There is no sound measurement"}, []string{"fits"}},
	} {
		found := aloneAndBoth()
		c.change(&found[0])
		s := sit(t, &fakeBench{found: found}, nil, c.typed+"\n\na\n2\na\n")
		if err := s.Play(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(s.said(), want) {
				t.Errorf("%s: %q isn't said in\n%s", c.typed, want, s.out.String())
			}
		}
		for _, never := range c.never {
			if strings.Contains(s.said(), never) {
				t.Errorf("%s: %q is said in\n%s", c.typed, never, s.out.String())
			}
		}
		if a := s.State.Answers[0]; found[0].Doubt != "" && (a.Measured != nil || a.Outcome != "unclear") {
			t.Errorf("an answer has what the conditions don't bear: %+v", a)
		}
	}
}

func TestAgainMeasuresForLongerAndReplayIsLabelled(t *testing.T) {
	b := &fakeBench{found: aloneAndBoth(), recorded: aloneAndBoth()}
	s := sit(t, b, nil, "a\nagain\nAGAIN\nreplay\n\nb\n2\na\n")
	if err := s.Play(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(b.measured) != 3 || b.measured[1].Seconds != 40 || b.measured[2].Seconds != 80 {
		t.Errorf("measured %+v", b.measured)
	}
	if len(b.given[2]) != 1 || b.given[2][0].Outcome != "" {
		t.Errorf("measured again for %+v", b.given[2])
	}
	if !strings.Contains(s.said(), "A recording, and not this machine: A CPU, 2 cores, 2026-01-02.") {
		t.Errorf("the recording isn't labelled:\n%s", s.out.String())
	}
}

func TestAnExperimentThatFailsIsNamedAndTheLessonGoesOn(t *testing.T) {
	b := &fakeBench{err: errors.New("no more processes")}
	s := sit(t, b, nil, "a\n\nb\n2\na\n")
	if err := s.Play(t.Context()); err != nil || !strings.Contains(s.said(), "couldn't be measured: no more processes") {
		t.Errorf("%v\n%s", err, s.out.String())
	}
}

// What was found is on the disk before the next question, whatever becomes of the program meanwhile.
func TestWhatAgainFoundIsKeptAtOnce(t *testing.T) {
	s := sit(t, &fakeBench{found: aloneAndBoth()}, nil, "a\nagain\nq\n")
	kept := -1
	s.After = func(string) error {
		p, err := ReadProgress(s.State.Dir())
		if err != nil {
			t.Fatal(err)
		}
		kept = len(p.Found)
		return nil
	}
	if err := s.Play(t.Context()); !errors.Is(err, ErrStopped) {
		t.Fatal(err)
	}
	if kept != len(aloneAndBoth()) {
		t.Errorf("%d quantities are on the disk when the page is drawn", kept)
	}
}

func TestAScreenEndsWhereSomethingIsAsked(t *testing.T) {
	s := sit(t, nil, nil, "")
	kinds := ""
	for i := 0; i < len(s.Lesson.Steps); {
		from, stop := s.Lesson.Screen(i)
		if from != i {
			t.Errorf("the screen of step %d begins at %d", i, from)
		}
		for ; from <= stop && from < len(s.Lesson.Steps); from++ {
			kinds += string(s.Lesson.Steps[from].Kind) + " "
		}
		kinds += "/ "
		i = stop + 1
	}
	if want := "say predict / run / show explain / modify / predict / check / "; kinds != want {
		t.Errorf("the screens are %s", kinds)
	}
}

func TestAPageThatFailsIsNamedAndTheLessonGoesOn(t *testing.T) {
	s := sit(t, &fakeBench{found: aloneAndBoth()}, nil, "a\n\nb\n2\na\n")
	s.After = func(string) error { return errors.New("no space left") }
	if err := s.Play(t.Context()); err != nil || !strings.Contains(s.said(), "page couldn't be drawn: no space left") {
		t.Errorf("%v\n%s", err, s.out.String())
	}
}

func TestLinesFitTheWidth(t *testing.T) {
	for _, language := range Languages {
		all, w := built(t, language)
		for _, l := range all {
			widths := []int{60}
			if l.Number == 1 || l.Number == 5 {
				widths = []int{40, 60, 80}
			}
			for _, width := range widths {
				b := &fakeBench{}
				for _, q := range l.Questions() {
					m := measured(0.98, 1.02)
					m.Name, m.Busy = q.Quantity, 1.97
					b.found = append(b.found, m)
				}
				s := &sitting{}
				at := NewProgress(t.TempDir(), l, "", "", fixed())
				s.Player = &Player{Passage: Passage{Lesson: l, Words: w, State: at, Now: fixed}, Bench: b,
					In: NewLines(endless{}), Out: &s.out, Width: width, Echo: true, Next: "the-next-one"}
				if err := s.Play(t.Context()); err != nil {
					t.Fatalf("%s: %v", l.ID, err)
				}
				for line := range strings.Lines(s.out.String()) {
					line = strings.TrimSuffix(line, "\n")
					long := utf8.RuneCountInString(line) > width
					if long && strings.Contains(strings.TrimSpace(line), " ") || strings.HasSuffix(line, " ") && line != "> " {
						t.Errorf("%s in %s at %d: %q", l.ID, language, width, line)
					}
				}
				if strings.Contains(s.out.String(), "{") || strings.Contains(s.out.String(), "[explain") {
					t.Errorf("%s in %s: something wasn't filled in:\n%s", l.ID, language, s.out.String())
				}
			}
		}
	}
}

// endless types a choice, a number, and so on.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, "b\n1\n"), nil }

func TestAProgressFromElsewhereIsChecked(t *testing.T) {
	dir := t.TempDir()
	for _, text := range []string{"", "{", `{"format":2,"lesson":"l"}`, `{"format":1}`, `{"format":1,"lesson":"l","step":-1}`,
		`{"format":1,"lesson":"l","step":1000}`, `[]`} {
		if err := os.WriteFile(dir+"/"+progressFile, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if p, err := ReadProgress(dir); err == nil || !strings.Contains(err.Error(), progressFile) {
			t.Errorf("%q is read as %+v, %v", text, p, err)
		}
	}
}

func TestASheetHasTheQuestionsAndTheKeyTheAnswers(t *testing.T) {
	s := sit(t, nil, nil, "")
	for _, c := range []struct {
		sheet       Sheet
		want, never []string
	}{
		{Handout(s.Lesson, s.Words), []string{"How fast?", "a) As fast.", "________ times", "Measured: ____", "Name: ___"},
			[]string{"[x]", "1.00×"}},
		{Key(s.Lesson, s.Words, func(name string) Quantity {
			for _, m := range aloneAndBoth() {
				if m.Name == name {
					return m
				}
			}
			return Quantity{}
		}), []string{"[x] a) As fast.", "Measured here: 1.00×", "[x] a) Yes.", "Only the thread that holds the lock",
			"There is no sound measurement"}, []string{"Name: ___", "Measured: ____"}},
	} {
		var md, page bytes.Buffer
		if err := errors.Join(c.sheet.Markdown(&md), c.sheet.HTML(&page)); err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(md.String(), want) {
				t.Errorf("%q isn't in\n%s", want, md.String())
			}
		}
		for _, never := range c.never {
			if strings.Contains(md.String(), never) {
				t.Errorf("%q is in\n%s", never, md.String())
			}
		}
		if !strings.Contains(page.String(), "<h1>A small one</h1>") {
			t.Error(page.String())
		}
	}
}

func TestTheEndOfALongLineIsLeftOut(t *testing.T) {
	in := NewLines(strings.NewReader(strings.Repeat("x", 1<<20) + "\nnext\n\xff\n"))
	for i, want := range []int{maxTyped, len("next"), len("�")} {
		if s, err := in.Next(t.Context()); err != nil || len(s) > want {
			t.Errorf("line %d: %d bytes, %v", i, len(s), err)
		}
	}
	if _, err := in.Next(t.Context()); err != io.EOF {
		t.Error(err)
	}
}

package lesson

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestAnAnswerIsOnTheDiskBeforeAnythingRuns(t *testing.T) {
	s := sit(t, nil, nil, "b\n")
	b := &fakeBench{during: func() {
		if p, err := ReadProgress(s.State.Dir()); err != nil || len(p.Answers) != 1 || p.Answers[0].Text != "twice" {
			t.Errorf("%v: %+v", err, p)
		}
	}}
	s.Bench = b
	if err := s.Play(t.Context()); !errors.Is(err, ErrInput) || len(b.measured) != 1 {
		t.Error(err)
	}
}

// lines are a whole lesson as it may be typed, with an empty line and nonsense where something is asked.
var typedLines = []string{"", "nonsense", "a", "again", "", "z", "b", "\x1b[31m", "1.9", "no"}

func TestWhateverEndsALessonItGoesOnAtTheStep(t *testing.T) {
	for n := range len(typedLines) + 1 {
		for _, how := range []string{"eof", "quit", "interrupt"} {
			typed := strings.Join(typedLines[:n], "\n") + "\n"
			if n == 0 {
				typed = ""
			}
			ctx, stop := context.WithCancelCause(t.Context())
			b := &fakeBench{found: aloneAndBoth()}
			s := sit(t, b, nil, typed)
			want := ErrInput
			switch how {
			case "quit":
				s.In, want = NewLines(strings.NewReader(typed+"q\n")), ErrStopped
			case "interrupt":
				end := func() { stop(errors.New("interrupt")) }
				s.In, want = NewLines(&interrupting{strings.NewReader(typed), end}), ErrInterrupted
			}
			err := s.Play(ctx)
			stop(nil)
			if n == len(typedLines) && err == nil {
				continue // the lesson was done
			}
			if !errors.Is(err, want) {
				t.Fatalf("after %d lines, %s: %v\n%s", n, how, err, s.out.String())
			}
			if !strings.Contains(s.said(), "Everything is kept: corerace lesson resume") {
				t.Errorf("after %d lines, %s: not said how it goes on", n, how)
			}
			at, err := ReadProgress(s.State.Dir())
			if err != nil {
				t.Fatal(err)
			}
			answers := len(at.Answers)
			more := sit(t, b, at, "a\n2\n\na\n2\na\n2\n\na\n2\na\na\n")
			if err := more.Play(t.Context()); err != nil {
				t.Fatalf("resumed after %d lines: %v\n%s", n, err, more.out.String())
			}
			if len(at.Answers) != 4 || answers > 4 {
				t.Errorf("resumed after %d lines: %d answers, %d before", n, len(at.Answers), answers)
			}
			if n > 3 && strings.Contains(more.said(), "How fast? a") {
				t.Errorf("resumed after %d lines: what was answered is asked again", n)
			}
		}
	}
}

// interrupting is an input at whose end there is an interrupt.
type interrupting struct {
	io.Reader
	interrupt func()
}

func (r *interrupting) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err == io.EOF {
		r.interrupt()
	}
	return n, err
}

func TestAnInterruptWhileItMeasuresLosesNothing(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	s := sit(t, nil, nil, "a\n")
	s.Bench = &fakeBench{during: func() { stop(errors.New("interrupt")) }}
	if err := s.Play(ctx); !errors.Is(err, ErrInterrupted) {
		t.Fatal(err)
	}
	at, err := ReadProgress(s.State.Dir())
	if err != nil || len(at.Answers) != 1 || s.Lesson.Steps[at.Step].Kind != Run {
		t.Fatalf("%v: %+v", err, at)
	}
	b := &fakeBench{found: aloneAndBoth()}
	more := sit(t, b, at, "\nb\n2\na\n")
	if err := more.Play(t.Context()); err != nil || len(b.measured) != 1 || at.Answers[0].Outcome != "right" {
		t.Errorf("%v: measured %d times, %+v", err, len(b.measured), at.Answers)
	}
}

// What is measured again by another process, after a resume, is about the answers that it was about before, and takes
// longer still.
func TestAnExperimentThatIsDoneAgainAfterAResumeKnowsItsAnswers(t *testing.T) {
	b := &fakeBench{found: aloneAndBoth()}
	s := sit(t, b, nil, "a\nagain\n")
	if err := s.Play(t.Context()); !errors.Is(err, ErrInput) {
		t.Fatal(err)
	}
	at, err := ReadProgress(s.State.Dir())
	if err != nil {
		t.Fatal(err)
	}
	s = sit(t, b, at, "again\n")
	if err := s.Play(t.Context()); !errors.Is(err, ErrInput) {
		t.Fatal(err)
	}
	for i, given := range b.given {
		if len(given) != 1 || given[0].Question != "lock" || given[0].Outcome != "" {
			t.Errorf("experiment %d is about %+v", i, given)
		}
	}
	first, last := b.measured[0].Seconds, b.measured[2].Seconds
	if b.measured[1].Seconds != 2*first || last != 4*first {
		t.Errorf("%d s, %d s and %d s", first, b.measured[1].Seconds, last)
	}
}

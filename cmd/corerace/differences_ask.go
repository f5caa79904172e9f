package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	lab "corerace/bench/lab/differences"
	"corerace/docs/differences"
	"corerace/report/legible"
	"corerace/report/studies"
	"corerace/report/text"
)

// A differencesSession asks one question after the other, and shows what is seen.
//
//	question ──> what is expected ──> the experiment ──> what was seen, and why
type differencesSession struct {
	flags          *differencesFlags
	experiments    []*lab.Experiment
	subjects       []lab.Subject
	words          differences.Words
	noPython       bool
	ask            bool
	answers        <-chan string // closed at the end of the input
	stdout, stderr io.Writer

	told   studies.Differences
	failed int // observations that should have been made, and weren't
}

// errEnough is that of a reader who ends it, or whose input has ended.
var errEnough = errors.New("enough")

// run asks and shows all. What was seen until an interrupt is delivered.
func (s *differencesSession) run(ctx context.Context) error {
	takesLonger(ctx, 10*time.Second) // processes and folders
	if err := s.begin(); err != nil {
		return err
	}
	var err error
	for i, e := range s.experiments {
		if s.quiet() {
			fmt.Fprintln(s.stderr, s.words.Fill("progress", map[string]string{"name": e.Name, "n": strconv.Itoa(i + 1),
				"all": strconv.Itoa(len(s.experiments))}))
		}
		if err = s.one(ctx, i, e); err != nil {
			break
		}
	}
	if ctx.Err() != nil {
		err = errors.New("interrupted: what was seen until then is kept")
	} else if errors.Is(err, errEnough) {
		err = nil
	} else if err == nil && s.failed > 0 {
		err = fmt.Errorf("%s couldn't be made", legible.Count(s.failed, "observation"))
	}
	return errors.Join(err, s.deliver())
}

// begin shows what holds for all of it.
func (s *differencesSession) begin() error {
	if s.quiet() {
		return nil
	}
	return text.DifferencesHead(s.stdout, &s.told, tableOptions(s.stdout).Options)
}

// quiet is whether what is seen is shown in the end only.
func (s *differencesSession) quiet() bool { return s.flags.json || s.flags.table }

// one asks one question, does the experiment, and shows what was seen.
func (s *differencesSession) one(ctx context.Context, i int, e *lab.Experiment) error {
	said, err := differences.Read(e.Name, s.flags.lang)
	if err != nil {
		return err
	}
	x := studies.Difference{Name: e.Name, Title: said.Title}
	x.Question, _ = differences.Fill(said.Question, knownBefore)
	for _, c := range e.Choices {
		x.Choices = append(x.Choices, studies.DifferenceChoice{Name: c.Name, Text: said.Choices[c.Name]})
	}
	if !s.quiet() {
		place := fmt.Sprintf("%d/%d", i+1, len(s.experiments))
		if err := text.DifferenceQuestion(s.stdout, x, place, tableOptions(s.stdout).Options); err != nil {
			return err
		}
		fmt.Fprintln(s.stdout)
	}
	if s.ask {
		if err := s.expect(ctx, &x); err != nil {
			return err
		}
	}
	seen := e.Observe(ctx, s.subjects)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.tell(&x, e, said, seen)
	s.told.Differences = append(s.told.Differences, x)
	if s.quiet() {
		return nil
	}
	return text.DifferenceSeen(s.stdout, x, tableOptions(s.stdout).Options)
}

// knownBefore are the facts that a question may ask for.
var knownBefore = map[string]string{"work": strconv.Itoa(lab.SpinMillis)}

// expect takes what the reader expects, which is a number, or s for no expectation.
func (s *differencesSession) expect(ctx context.Context, x *studies.Difference) error {
	n := strconv.Itoa(len(x.Choices))
	out := plain(s.stdout)
	for {
		fmt.Fprintln(out, s.words.Fill("ask", map[string]string{"n": n}))
		var answer string
		var more bool
		select {
		case <-ctx.Done():
			return ctx.Err()
		case answer, more = <-s.answers:
		}
		if !more {
			return s.enough(out, "stopped")
		}
		switch k, err := strconv.Atoi(answer); {
		case err == nil && k >= 1 && k <= len(x.Choices):
			x.Choices[k-1].Expected = true
			fmt.Fprintln(out)
			return nil
		case answer == "s":
			fmt.Fprintln(out)
			return nil
		case answer == "q":
			return s.enough(out, "quit")
		}
		fmt.Fprintln(out, s.words.Fill("again", map[string]string{"n": n, "answer": legible.Clean(answer, 40)}))
	}
}

// enough ends the questions.
func (s *differencesSession) enough(out io.Writer, word string) error {
	fmt.Fprintln(out, s.words.Fill(word, map[string]string{"done": strconv.Itoa(len(s.told.Differences)),
		"all": strconv.Itoa(len(s.experiments))}))
	return errEnough
}

// linesOf are the lines of a reader, trimmed. A line that is longer than any answer ends them.
func linesOf(r io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(r); in.Scan(); {
			lines <- strings.TrimSpace(in.Text())
		}
	}()
	return lines
}

package lesson

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// check says what a step lacks.
func (s *Step) check() error {
	q := s.Question
	switch {
	case s.Kind == Run && s.Trial.Seconds == 0:
		return errors.New("seconds are missing")
	case s.Kind == Say && s.Text == "":
		return errors.New("there is no text")
	case s.Kind == Show && len(s.Quantities) == 0:
		return errors.New("quantities are missing")
	case q == nil || s.Kind == Explain:
		return nil
	case q.Text == "":
		return errors.New("there is no question")
	case s.Kind == Check:
		right := 0
		for _, c := range q.Choices {
			if c.Right {
				right++
			}
		}
		if right != 1 || len(q.Choices) < 2 {
			return fmt.Errorf("%d choices, %d of them right: two or more and one right expected", len(q.Choices), right)
		}
		return nil
	case q.Quantity == "":
		return errors.New("the quantity is missing")
	case len(q.Choices) == 1:
		return errors.New("one choice is no choice")
	case q.Number() && q.Tolerance == 0:
		return errors.New("a question for a number needs a tolerance, such as 20%")
	}
	return nil
}

// claim is a figure with a unit of something measured. Bytes aren't: they are said of a task.
var claim = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[0-9] ?(×|%|ms\b|µs\b|us\b|ns\b|s\b|x\b|times\b|seconds?\b|percent\b|` +
		`Prozent\b|Sekunden?\b|-?mal\b)`)
})

// checkClaim refuses a text that says what comes out.
func checkClaim(s string) error {
	if m := claim().FindString(s); m != "" {
		return fmt.Errorf("%q looks like a measured figure: a lesson asks, and what was measured is said by explain", m)
	}
	return nil
}

// checkQuantity bounds the name of a quantity, of which only an experiment knows whether there is one.
func checkQuantity(name string) error {
	if len(name) > maxName {
		return fmt.Errorf("a name of at most %d bytes expected", maxName)
	}
	return nil
}

// checkWord holds names to what fits in a file's name and on a command line.
func checkWord(s string) error {
	if s == "" || len(s) > maxWord || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || s[0] == '-' {
		return fmt.Errorf("the name %q must be made of a-z, 0-9 and -, at most %d of them", s, maxWord)
	}
	return nil
}

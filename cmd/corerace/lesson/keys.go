package lesson

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// setting is a line that sets something: "seconds: 20".
var setting = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([a-z][a-z0-9-]*): +(\S.*)$`) })

// set reads a setting of a step.
func (p *parser) set(key, value string) (err error) {
	s := p.step
	switch {
	case s.Kind == Run && key == "seconds":
		s.Trial.Seconds, err = whole(value, 1, maxSeconds)
	case s.Kind == Run:
		if _, there := s.Trial.Args[key]; there || len(value) > maxWord*4 {
			return fmt.Errorf("%s is there twice, or longer than %d bytes", key, maxWord*4)
		}
		s.Trial.Args[key] = value
	case s.Kind == Explain && key == "topic":
		if s.Topic = value; !KnownTopic(value) {
			err = fmt.Errorf("one of %s expected", strings.Join(topicNames(), ", "))
		}
	case s.Kind == Show && key == "quantities":
		if s.Quantities = list(value); len(s.Quantities) > maxShown {
			return fmt.Errorf("%s: more than %d of them", key, maxShown)
		}
		for _, name := range s.Quantities {
			err = errors.Join(err, checkQuantity(name))
		}
	case (s.Kind == Predict || s.Kind == Modify) && key == "quantity":
		s.Question.Quantity, err = value, checkQuantity(value)
	case s.Kind == Predict && key == "unit":
		if s.Question.Unit = value; !KnownUnit(value) {
			err = fmt.Errorf("one of %s expected", strings.Join(units, ", "))
		}
	case s.Kind == Predict && key == "tolerance":
		var percent int
		percent, err = whole(strings.TrimSuffix(value, "%"), 1, 1000)
		s.Question.Tolerance = float64(percent) / 100
	default:
		return fmt.Errorf("%s has no setting %q", s.Kind, key)
	}
	if err != nil {
		return fmt.Errorf("%s: %q: %w", key, value, err)
	}
	return nil
}

// choice reads an answer: "same | 0.9..1.15 | It stays as it is.", and of a check "threads | right | Threads.".
func (p *parser) choice(s string) error {
	q := p.step.Question
	if p.step.Kind == Modify {
		return errors.New("modify asks with the choices of its question")
	}
	if len(q.Choices) >= maxChoices {
		return fmt.Errorf("more than %d choices", maxChoices)
	}
	parts := strings.SplitN(s, "|", 3)
	if len(parts) != 3 {
		return errors.New("- id | range | text expected, as in - same | 0.9..1.15 | as before")
	}
	c := Choice{ID: strings.TrimSpace(parts[0]), Text: strings.TrimSpace(parts[2])}
	if err := checkWord(c.ID); err != nil {
		return err
	}
	if q.Choice(c.ID) != nil {
		return fmt.Errorf("the choice %s is there twice", c.ID)
	}
	if c.Text == "" {
		return fmt.Errorf("the choice %s has no text", c.ID)
	}
	var err error
	between := strings.TrimSpace(parts[1])
	if p.step.Kind == Check {
		if c.Right = between == "right"; !c.Right && between != "wrong" {
			return fmt.Errorf("%q: right or wrong expected", between)
		}
	} else if c.Lo, c.Hi, err = bounds(between); err != nil {
		return err
	} else if n := len(q.Choices); n > 0 && q.Choices[n-1].Hi != c.Lo {
		return fmt.Errorf("the range of %s begins elsewhere than that of %s ends", c.ID, q.Choices[n-1].ID)
	}
	q.Choices = append(q.Choices, c)
	return nil
}

// bounds reads a range: "0.9..1.15", "..0.9", "1.15..".
func bounds(s string) (lo, hi float64, err error) {
	from, to, ok := strings.Cut(s, "..")
	lo, hi = math.Inf(-1), math.Inf(1)
	if ok && from != "" {
		lo, err = strconv.ParseFloat(from, 64)
	}
	if ok && to != "" && err == nil {
		hi, err = strconv.ParseFloat(to, 64)
	}
	if !ok || err != nil || !(lo < hi) {
		return 0, 0, fmt.Errorf("%q: a range such as 0.9..1.15, ..0.9 or 1.15.. expected", s)
	}
	return lo, hi, nil
}

func whole(s string, lo, hi int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < lo || n > hi {
		return 0, fmt.Errorf("%q: %d to %d expected", s, lo, hi)
	}
	return n, nil
}

// list are words between commas.
func list(s string) (words []string) {
	for w := range strings.SplitSeq(s, ",") {
		if w = strings.TrimSpace(w); w != "" {
			words = append(words, w)
		}
	}
	return words
}

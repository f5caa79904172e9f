package differences

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"corerace/bench/child"
)

// A teller writes what an experiment sees, in lines:
//
//	fact NAME VALUE   something that was seen
//	waiting           what comes next may last for ever
//	saw OUTCOME       the end of it
type teller struct{ w io.Writer }

// Bounds of what an experiment may tell.
const (
	mostLines = 32
	mostValue = 200 // bytes
	mostName  = 40  // bytes, of an outcome that isn't known
)

// startFact is what every program of Python tells: the start method that it has.
const startFact = "start"

// A story is what an experiment has told so far.
type story struct {
	facts   map[string]string
	lines   int
	waiting bool
	outcome string // "" until the end
}

// take takes a line, which isn't trusted: a fact must be one of those that the experiment has, and nothing follows the
// outcome.
func (s *story) take(e *Experiment, line string) error {
	word, rest, _ := strings.Cut(line, " ")
	s.lines++
	switch {
	case s.lines > mostLines:
		return fmt.Errorf("it wrote more than %d lines", mostLines)
	case s.outcome != "":
		return fmt.Errorf("it wrote %.40q after its end", line)
	case word == "fact":
		return s.fact(e, rest)
	case line == "waiting" && !s.waiting:
		s.waiting = true
		return nil
	case word == "saw" && rest != "" && len(rest) <= mostName && child.Plain(rest) == rest:
		s.outcome = rest
		return nil
	}
	return fmt.Errorf("it wrote %.40q: a fact, waiting or an outcome expected", line)
}

func (s *story) fact(e *Experiment, rest string) error {
	name, value, _ := strings.Cut(rest, " ")
	if name != startFact && !slices.Contains(e.Facts, name) {
		return fmt.Errorf("it wrote the fact %.40q, which %s hasn't", name, e.Name)
	}
	if _, twice := s.facts[name]; twice {
		return fmt.Errorf("it wrote the fact %s twice", name)
	}
	if s.facts == nil {
		s.facts = map[string]string{}
	}
	s.facts[name] = child.Plain(value[:min(len(value), mostValue)])
	return nil
}

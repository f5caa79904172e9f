package lesson

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a lesson's file.
const (
	maxFile    = 256 << 10 // bytes
	maxSteps   = 100
	maxChoices = 9 // one key each
	maxWord    = 64
	maxName    = 160 // bytes of a quantity's
	maxShown   = 16  // quantities of a chart
	maxMinutes = 90
	maxSeconds = 600
)

// Parse reads a lesson:
//
//	---
//	id: two-threads
//	minutes: 10
//	level: first
//	goal: …                     as often as wanted
//	misconception: …
//	needs: cores2
//	---
//	# Two threads, one lock
//
//	A text is a step by itself.
//
//	## predict lock
//	quantity: gil*2
//	What becomes of the time?
//	- slower | ..0.9 | It takes longer.
//	- same | 0.9..1.15 | It stays as it is.
//	- half | 1.15.. | It halves.
//
//	## run race
//	seconds: 20
//	modes: serial, gil
//
//	## explain lock
//	topic: one-lock
//
// An error names the file, the line and what was expected.
func Parse(file string, text []byte) (*Lesson, error) {
	p := &parser{file: file, l: &Lesson{}}
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s: longer than %d bytes", file, maxFile)
	}
	if !utf8.Valid(text) {
		return nil, fmt.Errorf("%s: not text in UTF-8", file)
	}
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	lines.Buffer(nil, maxFile+1)
	for lines.Scan() {
		p.n++
		if err := p.line(strings.TrimRightFunc(lines.Text(), unicode.IsSpace)); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", file, p.n, err)
		}
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	return p.l, nil
}

// A parser is at a line of a file.
type parser struct {
	file string
	n    int
	l    *Lesson
	head int    // dashed lines so far: 2 is past the head
	step *Step  // that is being read
	args bool   // the next lines may be settings of it
	para string // the paragraph that is being read
}

func (p *parser) line(s string) error {
	for _, r := range s {
		if r != '\t' && !unicode.IsPrint(r) {
			return fmt.Errorf("a character that can't be printed: %q", r)
		}
	}
	switch {
	case s == "---" && p.head < 2:
		p.head++
		return nil
	case p.head == 0:
		if s == "" {
			return nil
		}
		return errors.New("a lesson begins with ---, and lines such as id: two-threads")
	case p.head == 1:
		return p.header(s)
	case strings.HasPrefix(s, "## "):
		return p.begin(strings.Fields(s[3:]))
	case strings.HasPrefix(s, "# "):
		if p.l.Title != "" {
			return errors.New("a second title")
		}
		p.l.Title = strings.TrimSpace(s[2:])
		return nil
	case s == "":
		p.args = false
		p.paragraph()
		return nil
	}
	return p.body(s)
}

// header reads a line of the head.
func (p *parser) header(s string) error {
	if s == "" {
		return nil
	}
	key, value, ok := strings.Cut(s, ":")
	value = strings.TrimSpace(value)
	if !ok || value == "" {
		return fmt.Errorf("%q: key: value expected", s)
	}
	var err error
	switch key {
	case "id":
		p.l.ID, err = value, checkWord(value)
	case "number":
		p.l.Number, err = whole(value, 1, 1000)
	case "minutes":
		p.l.Minutes, err = whole(value, 1, maxMinutes)
	case "level":
		p.l.Level = value
		if value != LevelFirst && value != LevelSecond && value != LevelThird {
			err = fmt.Errorf("%q: %s, %s or %s expected", value, LevelFirst, LevelSecond, LevelThird)
		}
	case "language":
		p.l.Language, err = value, checkWord(value)
	case "goal":
		p.l.Goals, err = append(p.l.Goals, value), checkClaim(value)
	case "misconception":
		p.l.Misconception, err = value, checkClaim(value)
	case "needs":
		for _, n := range list(value) {
			if _, known := needs[n]; !known {
				return fmt.Errorf("needs %q: one of %s expected", n, strings.Join(knownNeeds(), ", "))
			}
			p.l.Needs = append(p.l.Needs, n)
		}
	default:
		err = errors.New("id, number, minutes, level, language, goal, misconception or needs expected")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

// begin begins a step: "## predict lock".
func (p *parser) begin(words []string) error {
	if err := p.finish(); err != nil {
		return err
	}
	if len(p.l.Steps) >= maxSteps {
		return fmt.Errorf("more than %d steps", maxSteps)
	}
	if len(words) == 0 || len(words) > 2 {
		return errors.New("## and a kind of step with at most one name expected, such as ## predict lock")
	}
	s, name := &Step{Kind: Kind(words[0]), Line: p.n}, ""
	if len(words) == 2 {
		name = words[1]
		if err := checkWord(name); err != nil {
			return err
		}
	}
	switch s.Kind {
	case Say, Show:
		if name != "" {
			return fmt.Errorf("%s has no name", s.Kind)
		}
	case Predict, Check:
		s.Question = &Question{ID: name}
		if p.asked(name) != nil {
			return fmt.Errorf("the question %s is there twice: modify asks again", name)
		}
	case Modify, Explain:
		q := p.asked(name)
		if q == nil {
			return fmt.Errorf("%s: no question %q was asked before", s.Kind, name)
		}
		if s.Question = q; s.Kind == Modify {
			again := *q
			again.Attempt++
			again.Text = ""
			s.Question = &again
		}
	case Run:
		s.Trial = &Trial{Name: name, Args: map[string]string{}}
	default:
		return fmt.Errorf("step %q: say, predict, run, show, explain, modify or check expected", words[0])
	}
	if name == "" && s.Kind != Say && s.Kind != Show {
		return fmt.Errorf("%s needs a name", s.Kind)
	}
	p.step, p.args = s, true
	return nil
}

// asked is the question of an id as it was asked last; nil where it wasn't.
func (p *parser) asked(id string) (last *Question) {
	for _, q := range p.l.Questions() {
		if q.ID == id {
			last = q
		}
	}
	return last
}

// body reads a line of a step.
func (p *parser) body(s string) error {
	if p.step == nil {
		p.step = &Step{Kind: Say, Line: p.n} // a text before the first ##
	}
	if m := setting().FindStringSubmatch(s); m != nil && p.args {
		return p.set(m[1], m[2])
	}
	if rest, ok := strings.CutPrefix(s, "- "); ok && p.step.Question != nil && p.step.Kind != Explain {
		p.args = false
		return p.choice(rest)
	}
	p.args = false
	switch p.step.Kind {
	case Run, Show, Explain:
		return fmt.Errorf("%s has no text of its own: what is measured is said by corerace", p.step.Kind)
	}
	if err := checkClaim(s); err != nil {
		return err
	}
	if p.para != "" {
		p.para += " "
	}
	p.para += strings.TrimSpace(s)
	return nil
}

// paragraph ends a paragraph.
func (p *parser) paragraph() {
	if p.para == "" || p.step == nil {
		return
	}
	to := &p.step.Text
	if p.step.Question != nil {
		to = &p.step.Question.Text
	}
	if *to != "" {
		*to += "\n\n"
	}
	*to += p.para
	p.para = ""
}

// finish ends a step, and says what it lacks.
func (p *parser) finish() error {
	p.paragraph()
	s := p.step
	p.step = nil
	if s == nil {
		return nil
	}
	if err := s.check(); err != nil {
		return fmt.Errorf("%s, which begins in line %d: %w", s.Kind, s.Line, err)
	}
	p.l.Steps = append(p.l.Steps, *s)
	return nil
}

// end checks the lesson as a whole.
func (p *parser) end() error {
	if err := p.finish(); err != nil {
		return fmt.Errorf("%s: %w", p.file, err)
	}
	missing := ""
	switch l := p.l; {
	case l.ID == "":
		missing = "an id"
	case l.Title == "":
		missing = "a title, # and what it is called"
	case l.Minutes == 0:
		missing = "minutes"
	case l.Level == "":
		missing = "a level"
	case len(l.Goals) == 0:
		missing = "a goal"
	case l.Misconception == "":
		missing = "a misconception"
	case len(l.Questions()) == 0:
		missing = "a question"
	case l.Seconds() > l.Minutes*60:
		return fmt.Errorf("%s: it measures for %d s, which is longer than its %d minutes", p.file, l.Seconds(), l.Minutes)
	}
	if missing != "" {
		return fmt.Errorf("%s: %s is missing", p.file, missing)
	}
	return nil
}

package lesson

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
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

// setting is a line that sets something: "seconds: 20".
var setting = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([a-z][a-z0-9-]*): +(\S.*)$`) })

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

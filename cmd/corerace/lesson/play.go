package lesson

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"corerace/results"
)

// A Bench does the experiments of lessons.
type Bench interface {
	// Measure does a trial, and returns what was found by the names that lessons use.
	Measure(ctx context.Context, t *Trial, k Keeping) ([]Quantity, error)
	// Replay is what a recording says in the place of a trial, and of which machine it is.
	Replay(t *Trial) (found []Quantity, of Machine, ok bool)
}

// A Machine is where and when a recording was made.
type Machine struct {
	CPU   string
	Cores int
	Date  string
}

// A Keeping is what a trial leaves.
type Keeping struct {
	Dir string // of the record, which isn't there yet
	// Answers are those that were given before, which stand in the record before anything that is measured; Judge says
	// how they compare with what was found, and its lines stand behind that.
	Answers []results.Answer
	Judge   func([]Quantity) []results.Answer
	// Progress is told now and then how long it has been measured.
	Progress func(time.Duration)
}

// Why a lesson ended before its end.
var (
	ErrStopped     = errors.New("stopped")
	ErrInput       = errors.New("the input ended")
	ErrInterrupted = errors.New("interrupted")
)

// A Player goes through a lesson line by line.
type Player struct {
	Lesson *Lesson
	Words  *Words
	Bench  Bench
	State  *Progress
	In     *Lines
	Out    io.Writer
	Width  int  // of a line, in characters
	Echo   bool // what was typed is shown, because no terminal did
	Next   string
	Now    func() time.Time
	// After is told the folder of a record that is whole; it draws the page.
	After func(dir string) error
	// Open are the needs that this machine hasn't.
	Open []string

	last []string // quantities that the last experiment found
	err  error    // of writing
}

// Play goes through the lesson from where it stands, and keeps after every step how far it is. The error says why it
// ended before its end; what was answered and measured until then is kept.
func (p *Player) Play(ctx context.Context) error {
	p.begin()
	for p.State.Step < len(p.Lesson.Steps) {
		s := &p.Lesson.Steps[p.State.Step]
		if err := p.step(ctx, s); err != nil {
			return p.stopped(ctx, err)
		}
		p.State.Step++
		if s.Kind != Say && s.Kind != Show { // what was only shown may be shown again
			if err := p.State.Save(); err != nil {
				return err
			}
		}
		if p.err != nil {
			return p.err
		}
	}
	p.end()
	p.State.Done = true
	return errors.Join(p.State.Save(), p.err)
}

// stopped says where the lesson stopped, and how it goes on.
func (p *Player) stopped(ctx context.Context, err error) error {
	why := ""
	switch {
	case ctx.Err() != nil:
		why, err = "play.interrupted", ErrInterrupted
	case errors.Is(err, io.EOF):
		why, err = "play.eof", ErrInput
	case errors.Is(err, ErrStopped):
		why = "play.stopped"
	default:
		return errors.Join(err, p.State.Save())
	}
	p.line("\n")
	p.say(p.Words.Say(why, "step", strconv.Itoa(p.State.Step+1), "steps", strconv.Itoa(len(p.Lesson.Steps))))
	return errors.Join(err, p.State.Save())
}

func (p *Player) begin() {
	l := p.Lesson
	pairs := []string{"number", strconv.Itoa(l.Number), "title", l.Title, "minutes", strconv.Itoa(l.Minutes),
		"level", p.Words.Say("level." + l.Level), "step", strconv.Itoa(p.State.Step + 1), "steps", strconv.Itoa(len(l.Steps))}
	if p.State.Step > 0 {
		p.say(p.Words.Say("play.resume", pairs...))
		return
	}
	p.say(p.Words.Say("play.begin", pairs...))
	p.line("\n" + wrap(p.Words.Say("play.goals"), "", "", p.Width))
	for _, g := range l.Goals {
		p.line(wrap(g, "- ", "  ", p.Width))
	}
	for _, n := range p.Open {
		p.line("\n")
		p.say(p.Words.Say("play.lacks", "what", p.Words.Say("needs."+n)))
	}
}

// step does one step.
func (p *Player) step(ctx context.Context, s *Step) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	p.line("\n")
	switch s.Kind {
	case Say:
		p.say(s.Text)
	case Predict, Modify:
		return p.predict(ctx, s)
	case Run:
		p.last = nil
		return p.run(ctx, s.Trial, s.Trial.Seconds)
	case Show:
		p.chart(s.Quantities)
	case Explain:
		return p.explain(ctx, s)
	case Check:
		return p.check(ctx, s)
	}
	return nil
}

// predict asks, and keeps the answer before anything else happens.
func (p *Player) predict(ctx context.Context, s *Step) error {
	if s.Text != "" {
		p.say(s.Text)
	}
	r, typed, err := p.ask(ctx, s.Question)
	if err != nil {
		return err
	}
	p.State.keep(s.Question, p.answer(s.Question, r, typed))
	if err := p.State.Save(); err != nil {
		return err
	}
	p.say(p.Words.Say("play.kept", "prediction", p.Words.Prediction(s.Question, r)))
	return nil
}

// answer is a reply with what only the player knows.
func (p *Player) answer(q *Question, r Reply, typed string) results.Answer {
	a := q.Answer(p.Lesson.ID, r, typed)
	a.At, a.Student, a.Language = p.Now().UTC().Truncate(time.Second), p.State.Student, p.Lesson.Language
	return a
}

// ask asks until an answer is understood.
func (p *Player) ask(ctx context.Context, q *Question) (Reply, string, error) {
	p.say(q.Text)
	var keys []string
	for i, c := range q.Choices {
		keys = append(keys, Letter(i))
		p.line(wrap(c.Text, "  "+Letter(i)+"  ", "     ", p.Width))
	}
	choose := "play.choose"
	if q.Quantity == "" {
		choose = "play.choose-check"
	}
	prompt, again := p.Words.Say(choose, "keys", strings.Join(keys, ", ")), "play.again-choice"
	if q.Number() {
		prompt, again = p.Words.Say("play.number", "unit", p.Words.unit(q)), "play.again-number"
	}
	for {
		typed, err := p.prompt(ctx, prompt)
		if err != nil {
			return Reply{}, "", err
		}
		if r, ok := q.Read(typed); ok {
			return r, typed, nil
		}
		p.say(p.Words.Say(again, "keys", strings.Join(keys, ", ")))
	}
}

// prompt asks for a line.
func (p *Player) prompt(ctx context.Context, text string) (string, error) {
	p.say(text)
	p.line("> ")
	typed, err := p.In.Next(ctx)
	if err != nil {
		p.line("\n")
		return "", err
	}
	if p.Echo {
		p.line(strings.ToValidUTF8(printable(typed), "") + "\n")
	}
	if s := strings.ToLower(strings.TrimSpace(typed)); s == "q" || s == "quit" {
		return "", ErrStopped
	}
	return typed, nil
}

// run does an experiment, and holds the answers that were given against what it found.
func (p *Player) run(ctx context.Context, t *Trial, seconds int) error {
	p.State.Runs++
	if err := p.State.Save(); err != nil {
		return err
	}
	p.say(p.Words.Say("play.run", "seconds", strconv.Itoa(seconds)))
	dir := filepath.Join(p.State.dir, fmt.Sprintf("%d-%s", p.State.Runs, t.Name))
	longer := *t
	longer.Seconds = seconds
	found, err := p.Bench.Measure(ctx, &longer, Keeping{Dir: dir, Answers: p.given(), Judge: p.judge,
		Progress: p.progress(seconds)})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		p.say(p.Words.Say("play.failed", "error", err.Error()))
	}
	p.State.find(found)
	p.last = nil
	for _, m := range found {
		p.last = append(p.last, m.Name)
	}
	p.State.Answers = append(p.State.Answers, p.judge(found)...)
	p.State.Answers = results.Answers(p.State.Answers)
	if err := p.State.Save(); err != nil { // a question may come next, and its input may never
		return err
	}
	if err == nil {
		p.say(p.Words.Say("play.record", "path", filepath.Join(dir, "run.jsonl")))
		p.draw(dir)
	}
	return nil
}

// draw draws the page of a record. Where that fails the lesson goes on: the record is there.
func (p *Player) draw(dir string) {
	if p.After == nil {
		return
	}
	if err := p.After(dir); err != nil {
		p.say(p.Words.Say("play.no-page", "error", err.Error()))
	}
}

// given are the answers that an experiment is about: those that nothing was held against yet, and where it is done
// again those that it was about before.
func (p *Player) given() (all []results.Answer) {
	for _, q := range p.Lesson.Questions() {
		a := p.State.Answer(q)
		if a == nil || a.Outcome != "" && !slices.Contains(p.last, q.Quantity) {
			continue
		}
		open := *a
		open.Measured, open.Outcome = nil, ""
		all = append(all, open)
	}
	return all
}

// judge holds the answers against what was found: those whose quantity is among it.
func (p *Player) judge(found []Quantity) (judged []results.Answer) {
	for _, q := range p.Lesson.Questions() {
		i := slices.IndexFunc(found, func(m Quantity) bool { return m.Name == q.Quantity })
		a := p.State.Answer(q)
		if i < 0 || a == nil {
			continue
		}
		if r, ok := q.ReplyOf(*a); ok {
			judged = append(judged, Judged(*a, q, r, found[i]))
		}
	}
	return judged
}

// Judged is an answer with what it was held against.
func Judged(a results.Answer, q *Question, r Reply, m Quantity) results.Answer {
	a.Outcome = Judge(q, r, m)
	if m.Claimable() {
		a.Measured, a.Unit = &m.Range, m.Unit
	}
	return a
}

// progress says every ten seconds how long it has been measured.
func (p *Player) progress(seconds int) func(time.Duration) {
	const every = 10 * time.Second
	next := every
	return func(done time.Duration) {
		if done >= next && done < time.Duration(seconds)*time.Second {
			p.say(p.Words.Say("play.progress", "done", strconv.Itoa(int(done.Seconds())), "seconds", strconv.Itoa(seconds)))
			next = done.Truncate(every) + every
		}
	}
}

// explain says how prediction and measurement compare, and what the numbers bear, and offers to measure once more.
func (p *Player) explain(ctx context.Context, s *Step) error {
	seconds := 0
	t := p.trialOf(s)
	for {
		p.explanation(s, p.State.Quantity(s.Question.Quantity))
		pause := "play.pause"
		if _, _, ok := p.recorded(s, t); ok {
			pause = "play.pause-replay"
		}
		typed, err := p.prompt(ctx, p.Words.Say(pause))
		for err == nil && strings.EqualFold(strings.TrimSpace(typed), "replay") {
			p.replay(s, t)
			typed, err = p.prompt(ctx, p.Words.Say(pause))
		}
		if err != nil {
			return err
		}
		if !strings.EqualFold(strings.TrimSpace(typed), "again") || t == nil {
			return nil
		}
		seconds = min(2*max(seconds, t.Seconds), maxSeconds) // more rounds make narrower intervals
		if err := p.run(ctx, t, seconds); err != nil {
			return err
		}
		p.chart([]string{s.Question.Quantity})
	}
}

// trialOf is the experiment that came before a step.
func (p *Player) trialOf(s *Step) (t *Trial) {
	for i := range p.Lesson.Steps {
		if &p.Lesson.Steps[i] == s {
			break
		}
		if p.Lesson.Steps[i].Trial != nil {
			t = p.Lesson.Steps[i].Trial
		}
	}
	return t
}

// explanation says what may be said of a quantity.
func (p *Player) explanation(s *Step, m Quantity) {
	q := s.Question
	if a := p.State.Answer(q); a == nil {
		p.say(p.Words.Outcome("none", q, Reply{}, m))
	} else if r, ok := q.ReplyOf(*a); ok {
		p.say(p.Words.Outcome(Judge(q, r, m), q, r, m))
	}
	if m.Doubt != "" && m.Projected > 0 {
		p.say(p.Words.Say("doubt.projected", "value", p.Words.Figure(m.Projected, m.Unit)))
	}
	seen, why := p.Words.Explanation(s.Topic, m)
	if seen != "" {
		p.say(strings.TrimSpace(seen + " " + why))
	}
	if m.Claimable() && m.Busy > 0 {
		p.say(p.Words.Say("busy", "busy", p.Words.Number(m.Busy)))
	}
}

// replay shows what a recording says, which is never taken for this machine's.
func (p *Player) replay(s *Step, t *Trial) {
	m, of, ok := p.recorded(s, t)
	if !ok {
		p.say(p.Words.Say("play.no-replay"))
		return
	}
	p.say(p.Words.Say("play.replay", "cpu", of.CPU, "cores", strconv.Itoa(of.Cores), "date", of.Date))
	p.explanation(s, m)
}

// recorded is what a recording says of a step's quantity, and what it is of.
func (p *Player) recorded(s *Step, t *Trial) (m Quantity, of Machine, ok bool) {
	if t == nil {
		return m, of, false
	}
	found, of, ok := p.Bench.Replay(t)
	i := slices.IndexFunc(found, func(m Quantity) bool { return m.Name == s.Question.Quantity })
	if !ok || i < 0 {
		return m, of, false
	}
	return found[i], of, true
}

// check asks what was learnt.
func (p *Player) check(ctx context.Context, s *Step) error {
	if s.Text != "" {
		p.say(s.Text)
	}
	r, typed, err := p.ask(ctx, s.Question)
	if err != nil {
		return err
	}
	a := p.answer(s.Question, r, typed)
	a.Outcome = JudgeCheck(s.Question, r)
	p.State.keep(s.Question, a)
	if a.Outcome == results.OutcomeRight {
		p.say(p.Words.Say("play.right"))
		return nil
	}
	for _, c := range s.Question.Choices {
		if c.Right {
			p.say(p.Words.Say("play.wrong", "right", c.Text))
		}
	}
	return nil
}

// end says what this machine showed, in sentences that its numbers bear.
func (p *Player) end() {
	p.line("\n")
	seen := p.Seen()
	if len(seen) == 0 {
		p.say(p.Words.Say("play.end-nothing"))
	} else {
		p.say(p.Words.Say("play.end"))
	}
	for _, s := range seen {
		p.line(wrap(s, "- ", "  ", p.Width))
	}
	p.line("\n")
	key := "play.done"
	if p.Next == "" {
		key = "play.last"
	}
	p.say(p.Words.Say(key, "title", p.Lesson.Title, "next", p.Next))
}

// Seen are the sentences on what this machine showed, each once.
func (p *Player) Seen() (all []string) {
	for i := range p.Lesson.Steps {
		s := &p.Lesson.Steps[i]
		if s.Kind != Explain {
			continue
		}
		m := p.State.Quantity(s.Question.Quantity)
		if t, ok := TopicOf(s.Topic); ok && t.Case(m) != "" {
			if seen, _ := p.Words.Explanation(s.Topic, m); seen != "" && !slices.Contains(all, seen) {
				all = append(all, seen)
			}
		}
	}
	return all
}

// say writes paragraphs, broken into lines.
func (p *Player) say(text string) { p.line(wrap(text, "", "", p.Width)) }

// line writes, and keeps the first error.
func (p *Player) line(s string) {
	if _, err := io.WriteString(p.Out, s); err != nil && p.err == nil {
		p.err = err
	}
}

// printable is a line without what would steer a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// Measure does all experiments of a lesson without asking anything.
func Measure(ctx context.Context, l *Lesson, b Bench, p *Progress) error {
	for i := range l.Steps {
		t := l.Steps[i].Trial
		if t == nil {
			continue
		}
		p.Runs++
		found, err := b.Measure(ctx, t, Keeping{Dir: filepath.Join(p.dir, fmt.Sprintf("%d-%s", p.Runs, t.Name))})
		if ctx.Err() != nil {
			return ErrInterrupted
		}
		if err != nil {
			return err
		}
		p.find(found)
	}
	p.Step, p.Done = len(l.Steps), true
	return p.Save()
}

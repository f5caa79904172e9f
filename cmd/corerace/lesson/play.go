package lesson

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Why a lesson ended before its end.
var (
	ErrStopped     = errors.New("stopped")
	ErrInput       = errors.New("the input ended")
	ErrInterrupted = errors.New("interrupted")
)

// A Player goes through a lesson line by line.
type Player struct {
	Passage
	Bench Bench
	In    *Lines
	Out   io.Writer
	Width int  // of a line, in characters
	Echo  bool // what was typed is shown, because no terminal did
	Next  string
	// After is told the folder of a record that is whole; it draws the page.
	After func(dir string) error
	// Open are the needs that this machine hasn't.
	Open []string

	err error // of writing
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
		return p.run(ctx, s.Trial, false)
	case Show:
		p.chart(s.Quantities)
	case Explain:
		return p.explain(ctx, s)
	case Check:
		return p.check(ctx, s)
	}
	return nil
}

// answered asks the question of a step, and keeps the answer before anything else happens.
func (p *Player) answered(ctx context.Context, s *Step) (r Reply, err error) {
	if s.Text != "" {
		p.say(s.Text)
	}
	r, typed, err := p.ask(ctx, s.Question)
	if err != nil {
		return r, err
	}
	return r, p.Keep(s.Question, r, typed)
}

// predict asks for a prediction.
func (p *Player) predict(ctx context.Context, s *Step) error {
	r, err := p.answered(ctx, s)
	if err != nil {
		return err
	}
	p.say(p.Words.Say("play.kept", "prediction", p.Words.Prediction(s.Question, r)))
	return nil
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
		prompt, again = p.Words.Say("play.number", "unit", p.Words.Unit(q)), "play.again-number"
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

// run does an experiment, or does it again.
func (p *Player) run(ctx context.Context, t *Trial, again bool) error {
	seconds := p.Seconds(t, again)
	p.say(p.Words.Say("play.run", "seconds", strconv.Itoa(seconds)))
	m, err := p.Measure(ctx, p.Bench, t, again, p.progress(seconds))
	switch {
	case err != nil:
		return err
	case m.Failed != nil:
		p.say(p.Words.Say("play.failed", "error", m.Failed.Error()))
	default:
		p.say(p.Words.Say("play.record", "path", filepath.Join(m.Dir, "run.jsonl")))
		p.draw(m.Dir)
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
	t := p.Lesson.trialBefore(s)
	for {
		p.explanation(s, p.State.Quantity(s.Question.Quantity))
		pause := "play.pause"
		if _, _, ok := p.Recorded(s, p.Bench.Replay); ok {
			pause = "play.pause-replay"
		}
		typed, err := p.prompt(ctx, p.Words.Say(pause))
		for err == nil && strings.EqualFold(strings.TrimSpace(typed), "replay") {
			p.replay(s)
			typed, err = p.prompt(ctx, p.Words.Say(pause))
		}
		if err != nil {
			return err
		}
		if !strings.EqualFold(strings.TrimSpace(typed), "again") || t == nil {
			return nil
		}
		if err := p.run(ctx, t, true); err != nil {
			return err
		}
		p.chart([]string{s.Question.Quantity})
	}
}

// explanation says what may be said of a quantity.
func (p *Player) explanation(s *Step, m Quantity) {
	for _, text := range p.Explained(s, m) {
		if text != "" {
			p.say(text)
		}
	}
}

// replay shows what a recording says.
func (p *Player) replay(s *Step) {
	m, of, ok := p.Recorded(s, p.Bench.Replay)
	if !ok {
		p.say(p.Words.Say("play.no-replay"))
		return
	}
	p.say(p.Words.Replayed(of))
	p.explanation(s, m)
}

// check asks what was learnt.
func (p *Player) check(ctx context.Context, s *Step) error {
	r, err := p.answered(ctx, s)
	if err != nil {
		return err
	}
	p.say(p.Words.Checked(s.Question, r))
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

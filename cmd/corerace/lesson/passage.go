package lesson

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"corerace/results"
)

// A Passage is somebody's way through a lesson: what was answered and found, and what may be said of that. It shows
// nothing: a [Player] does so line by line, and a page screen by screen.
type Passage struct {
	Lesson *Lesson
	Words  *Words
	State  *Progress
	Now    func() time.Time
}

// Keep keeps an answer, on the disk before anything else happens. That to a check is judged.
func (p *Passage) Keep(q *Question, r Reply, typed string) error {
	a := q.Answer(p.Lesson.ID, r, typed)
	a.At, a.Student, a.Language = p.Now().UTC().Truncate(time.Second), p.State.Student, p.Lesson.Language
	if q.Quantity == "" {
		a.Outcome = judgeCheck(q, r)
	}
	p.State.keep(q, a)
	return p.State.Save()
}

// Checked says whether a reply to a check is right, and what is where it isn't.
func (w *Words) Checked(q *Question, r Reply) string {
	if judgeCheck(q, r) == results.OutcomeRight {
		return w.Say("play.right")
	}
	return w.Say("play.wrong", "right", q.Solution())
}

// Solution is the right choice of a check, for people.
func (q *Question) Solution() string {
	i := slices.IndexFunc(q.Choices, func(c Choice) bool { return c.Right })
	if i < 0 {
		return ""
	}
	return q.Choices[i].Text
}

// Past notes that a step is done. A lesson is done once it asks nothing more of its reader.
func (p *Passage) Past(step int) error {
	p.State.Step = step + 1
	if _, stop := p.Lesson.Screen(p.State.Step); stop == len(p.Lesson.Steps) {
		p.State.Step, p.State.Done = stop, true
	}
	return p.State.Save()
}

// Seconds are how long an experiment may take: as long as its lesson says, and where it is done again twice as long as
// the last time, since more rounds make narrower intervals.
func (p *Passage) Seconds(t *Trial, again bool) int {
	if !again {
		return t.Seconds
	}
	return min(2*max(p.State.Last.Seconds, t.Seconds), maxSeconds)
}

// A Measured is what came of an experiment.
type Measured struct {
	Dir    string // of its record
	Failed error  // why it couldn't be done; the lesson goes on without it
}

// Measure does an experiment, or does it again, and holds the answers that were given against what it found. Its error
// is that of the context, or says that nothing can be kept.
func (p *Passage) Measure(ctx context.Context, b Bench, t *Trial, again bool, progress func(time.Duration)) (m Measured,
	err error) {
	longer := *t
	longer.Seconds = p.Seconds(t, again)
	if !again {
		p.State.Last = Experiment{}
	}
	p.State.Runs++
	if err := p.State.Save(); err != nil {
		return m, err
	}
	m.Dir = filepath.Join(p.State.dir, fmt.Sprintf("%d-%s", p.State.Runs, t.Name))
	found, failed := b.Measure(ctx, &longer, Keeping{Dir: m.Dir, Answers: p.given(), Judge: p.judge, Progress: progress})
	if ctx.Err() != nil {
		return m, context.Cause(ctx)
	}
	m.Failed = failed
	p.State.find(found)
	p.State.Last = Experiment{Seconds: longer.Seconds}
	for _, q := range found {
		p.State.Last.Found = append(p.State.Last.Found, q.Name)
	}
	p.State.Answers = append(p.State.Answers, p.judge(found)...)
	p.State.Answers = results.Answers(p.State.Answers)
	return m, p.State.Save() // a question may come next, and its input may never
}

// given are the answers that an experiment is about: those that nothing was held against yet, and where it is done
// again those that it was about before.
func (p *Passage) given() (all []results.Answer) {
	for _, q := range p.Lesson.Questions() {
		a := p.State.Answer(q)
		if a == nil || a.Outcome != "" && !slices.Contains(p.State.Last.Found, q.Quantity) {
			continue
		}
		open := *a
		open.Measured, open.Outcome = nil, ""
		all = append(all, open)
	}
	return all
}

// judge holds the answers against what was found: those whose quantity is among it.
func (p *Passage) judge(found []Quantity) (judged []results.Answer) {
	for _, q := range p.Lesson.Questions() {
		i := slices.IndexFunc(found, func(m Quantity) bool { return m.Name == q.Quantity })
		a := p.State.Answer(q)
		if i < 0 || a == nil {
			continue
		}
		if r, ok := q.ReplyOf(*a); ok {
			judged = append(judged, against(*a, q, r, found[i]))
		}
	}
	return judged
}

// against is an answer with what it was held against.
func against(a results.Answer, q *Question, r Reply, m Quantity) results.Answer {
	a.Outcome = Judge(q, r, m)
	if m.Claimable() {
		a.Measured, a.Unit = &m.Range, m.Unit
	}
	return a
}

// Explained is what is said at a step that explains: how prediction and measurement compare, and what the numbers bear.
func (p *Passage) Explained(s *Step, m Quantity) []string {
	return append([]string{p.Words.Compared(s.Question, p.State.Answer(s.Question), m)}, p.Words.Borne(s.Topic, m)...)
}

// Compared says how an answer, which may be nil, and a measurement compare; "" where the answer is none to the question.
func (w *Words) Compared(q *Question, a *results.Answer, m Quantity) string {
	if a == nil {
		return w.outcome("none", q, Reply{}, m)
	}
	r, ok := q.ReplyOf(*a)
	if !ok {
		return ""
	}
	return w.outcome(Judge(q, r, m), q, r, m)
}

// Borne are the sentences that a measurement bears of a topic, a paragraph each.
func (w *Words) Borne(topic string, m Quantity) (all []string) {
	if m.Doubt != "" && m.Projected > 0 {
		all = append(all, w.Say("doubt.projected", "value", w.Figure(m.Projected, m.Unit)))
	}
	if seen, why := w.explanation(topic, m); seen != "" {
		all = append(all, strings.TrimSpace(seen+" "+why))
	}
	if m.Claimable() && m.Busy > 0 {
		all = append(all, w.Say("busy", "busy", w.Number(m.Busy)))
	}
	return all
}

// Recorded is what a recording says of the quantity that a step explains, and what it is of. It is never taken for this
// machine's.
func (p *Passage) Recorded(s *Step, replay func(*Trial) ([]Quantity, Machine, bool)) (m Quantity, of Machine, ok bool) {
	t := p.Lesson.trialBefore(s)
	if t == nil {
		return m, of, false
	}
	found, of, ok := replay(t)
	i := slices.IndexFunc(found, func(m Quantity) bool { return m.Name == s.Question.Quantity })
	if !ok || i < 0 {
		return m, of, false
	}
	return found[i], of, true
}

// Replayed says what a recording is of.
func (w *Words) Replayed(of Machine) string {
	return w.Say("play.replay", "cpu", of.CPU, "cores", strconv.Itoa(of.Cores), "date", of.Date)
}

// Seen are the sentences on what this machine showed, each once.
func (p *Passage) Seen() (all []string) {
	for i := range p.Lesson.Steps {
		s := &p.Lesson.Steps[i]
		if s.Kind != Explain {
			continue
		}
		m := p.State.Quantity(s.Question.Quantity)
		if t, ok := TopicOf(s.Topic); ok && t.Case(m) != "" {
			if seen, _ := p.Words.explanation(s.Topic, m); seen != "" && !slices.Contains(all, seen) {
				all = append(all, seen)
			}
		}
	}
	return all
}

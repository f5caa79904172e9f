package class

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
)

// An explanation is what is said of a question after the reveal: by the sentences of lessons, and no others.
type explanation struct {
	Head  string // whose measurement it is, or that there is none
	Chart *chartView
	Texts []string
}

// explanations are what a student is told after the reveal, whose own answer is given, or the wall, without one: what
// the student's own machine showed, and what explains the question in the class.
func (s *Server) explanations(ctx context.Context, v room.View, own *results.Answer) (all []explanation) {
	q := v.Question
	if v.Step.Phase != room.Revealed || q == nil {
		return nil
	}
	if q.Quantity == "" {
		return []explanation{{Texts: []string{s.solution(q, own)}}}
	}
	topic := ""
	_, explains, _ := v.Lesson.Around(q)
	if len(explains) > 0 {
		topic = explains[0].Topic
	}
	if own != nil && sound(own) {
		all = append(all, s.explanation(s.course.Words.Say("web.by-yours"), q, topic, own, quantityOf(q, *own)))
	}
	head, m, ok := s.shown(ctx, v, topic)
	if !ok {
		return append(all, explanation{Head: head})
	}
	if len(all) > 0 {
		own = nil // it was compared with what their own machine showed
	}
	return append(all, s.explanation(head, q, topic, own, m))
}

// explanation is what a measurement bears, and how an answer, which may be nil, compares with it.
func (s *Server) explanation(head string, q *lesson.Question, topic string, own *results.Answer, m lesson.Quantity) explanation {
	e, words := explanation{Head: head}, s.course.Words
	if own != nil {
		if r, ok := q.ReplyOf(*own); ok {
			e.Texts = append(e.Texts, words.Compared(q, own, m))
			c := chartViewOf(lesson.ChartOf(m, words.Mark(q, r)), words)
			e.Chart = &c
		}
	}
	if doubt := words.Doubt(m); doubt != "" && len(e.Texts) == 0 {
		e.Texts = append(e.Texts, doubt)
	}
	e.Texts = append(e.Texts, words.Borne(topic, m)...)
	return e
}

// solution is the answer to a question that nothing is measured for.
func (s *Server) solution(q *lesson.Question, own *results.Answer) string {
	if own != nil {
		if r, ok := q.ReplyOf(*own); ok {
			return s.course.Words.Checked(q, r)
		}
	}
	return s.course.Words.Say("web.solution", "right", q.Solution())
}

// shown is the measurement that explains a question in the class, and whose it is; or why there is none.
func (s *Server) shown(ctx context.Context, v room.View, topic string) (head string, m lesson.Quantity, ok bool) {
	words := s.course.Words
	switch v.Step.By {
	case "":
		return s.usual(v, topic)
	case room.ByHere:
		if m, ok = s.here.of(v.Lesson, v.Question.Quantity); ok {
			return words.Say("web.by-here"), m, true
		}
		return words.Say("web.none-here"), m, false
	case room.ByRecording:
		f, err := s.facts.of(ctx, v.Lesson)
		if err != nil {
			s.log("%v", err)
		}
		_, explains, _ := v.Lesson.Around(v.Question)
		p := lesson.Passage{Lesson: v.Lesson, Words: words}
		for _, st := range explains {
			if m, of, ok := p.Recorded(st, f.Replay(v.Lesson)); ok {
				return words.Replayed(of), m, true
			}
		}
		return words.Say("play.no-replay"), m, false
	}
	for _, src := range v.Sources {
		if src.By == v.Step.By {
			return words.Say("web.by-record"), quantityOf(v.Question, src.Measured), true
		}
	}
	return words.Say("web.none-record"), m, false
}

// usual is what most machines of the class showed, of the cases of a topic: the one in the middle of those, by name of
// nobody.
func (s *Server) usual(v room.View, topic string) (head string, m lesson.Quantity, ok bool) {
	cases, of := map[string][]lesson.Quantity{}, 0
	t, _ := lesson.TopicOf(topic)
	most := ""
	for _, a := range v.Asked.Answers {
		if !sound(&a.Answer) {
			continue
		}
		of++
		q := quantityOf(v.Question, a.Answer)
		name := t.Case(q)
		cases[name] = append(cases[name], q)
		if len(cases[name]) > len(cases[most]) {
			most = name
		}
	}
	if of == 0 {
		return s.course.Words.Say("web.none-room"), m, false
	}
	list := cases[most]
	slices.SortFunc(list, func(a, b lesson.Quantity) int { return cmp.Compare(a.Value, b.Value) })
	head = s.course.Words.Say("web.by-room", "n", strconv.Itoa(len(list)), "of", strconv.Itoa(of))
	return head, list[(len(list)-1)/2], true
}

// sound is whether an answer has something measured beside it that can be spoken of.
func sound(a *results.Answer) bool {
	m := a.Measured
	return m != nil && m.Lo >= 0 && m.Lo <= m.Value && m.Value <= m.Hi && m.Hi < 1e9
}

// quantityOf is what was measured beside an answer. Its unit is one of ours, whatever a record says.
func quantityOf(q *lesson.Question, a results.Answer) lesson.Quantity {
	m := lesson.Quantity{Name: q.Quantity, Unit: a.Unit, Range: *a.Measured, Known: true}
	if !lesson.KnownUnit(a.Unit) {
		m.Unit = q.Unit
	}
	return m
}

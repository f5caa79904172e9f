package room

import (
	"slices"
	"strconv"

	"corerace/cmd/corerace/lesson"
	"corerace/results"
	"corerace/results/class"
)

// A View is what the pages show of a class at one time.
type View struct {
	Title    string
	Code     string
	Step     Step
	Lesson   *lesson.Lesson
	Question *lesson.Question // nil where the lesson is no longer there
	Number   int              // of the question, from 1
	Students int
	Answered int // of them, this question
	Handed   int // of them, a record
	// Asked are the answers to the question, one of each who gave one, with what their machines measured for it.
	Asked  class.Question
	People []Person
	// Sources are the records that measured what the question is about, the newest of each student.
	Sources []Source
}

// A Source is a record that a question can be explained by.
type Source struct {
	By       string // as [Step] has it
	Name     string // whose it is
	Measured results.Answer
}

// A Person is a student as the teacher sees them.
type Person struct {
	Name     string
	Answered bool // this question
	Records  int
	Cores    int
	Problem  string // of the last record
}

// View returns what there is to show.
func (r *Room) View() View {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.viewAt(r.step)
}

// Views are those of all questions that somebody answered or measured.
func (r *Room) Views() (all []View) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.lessons {
		for n := range l.Questions() {
			v := r.viewAt(Step{Lesson: l.ID, Question: n, Phase: Revealed})
			if len(v.Asked.Answers) > 0 {
				all = append(all, v)
			}
		}
	}
	return all
}

// viewAt is what there is to show at a step, with the lock held.
func (r *Room) viewAt(step Step) View {
	q := r.questionOf(step)
	v := View{Asked: class.Question{Lesson: q.lesson, ID: q.id, Attempt: q.attempt}, Title: r.Title, Code: r.Code,
		Step: step, Lesson: r.Lesson(step.Lesson), Number: step.Question + 1,
		Students: len(r.order) - r.away, Question: r.asked(q)}
	if v.Question != nil {
		v.Asked.Unit = v.Question.Unit
	}
	for _, s := range r.order {
		if s.away {
			continue
		}
		p := Person{Name: s.name, Records: len(s.records)}
		a, ok := r.whole(s, q)
		if ok {
			if answered(a) {
				p.Answered = true
				v.Answered++
			}
			v.Asked.Answers = append(v.Asked.Answers, class.Answer{Member: s.name, Answer: a})
		}
		for _, h := range s.records {
			if m, ok := h.Facts.measured(q); ok {
				src := Source{strconv.FormatInt(h.Seq, 10), s.name, m}
				if n := len(v.Sources); n > 0 && v.Sources[n-1].Name == s.name && v.Sources[n-1].By != step.By {
					v.Sources[n-1] = src
				} else {
					v.Sources = append(v.Sources, src)
				}
			}
		}
		if len(s.records) > 0 {
			v.Handed++
			last := s.records[len(s.records)-1].Facts
			p.Cores, p.Problem = last.Cores, last.Problem
		}
		v.People = append(v.People, p)
	}
	return v
}

// counts is the answer of a student to a question that counts: the last one before it was revealed.
func (r *Room) counts(s *student, q question) (a results.Answer, ok bool) {
	shown := r.revealed[q]
	for _, g := range s.answers[q] {
		if shown == 0 || g.Seq < shown {
			a, ok = g.Answer, true
		}
	}
	return a, ok
}

// measured is the answer to a question in the newest of a student's records that measured what it is about. One that
// was handed in after the reveal predicts nothing: of its answer only what was measured is left.
func (r *Room) measured(s *student, q question) (a results.Answer, ok bool) {
	shown := r.revealed[q]
	for _, h := range s.records {
		got, measured := h.Facts.measured(q)
		if !measured {
			continue
		}
		a, ok = got, true
		if shown > 0 && h.Seq > shown {
			a.Text, a.Number = "", nil
			if a.Outcome != results.OutcomeUnclear {
				a.Outcome = results.OutcomeOther
			}
		}
	}
	return a, ok
}

// measured is the last answer of a record to a question that has something measured beside it.
func (f Facts) measured(q question) (a results.Answer, ok bool) {
	for _, got := range f.Answers {
		if got.Measured != nil && (question{got.Lesson, got.Question, got.Attempt}) == q {
			a, ok = got, true
		}
	}
	return a, ok
}

// answered reports whether an answer predicts anything, and isn't a measurement alone.
func answered(a results.Answer) bool { return a.Text != "" || a.Number != nil }

// whole is the answer of a student with what their machine measured for it. Where they never sent the answer by itself
// it is the one in their record; where that is another one, it is judged anew.
func (r *Room) whole(s *student, q question) (a results.Answer, ok bool) {
	a, ok = r.counts(s, q)
	m, measured := r.measured(s, q)
	switch {
	case !ok:
		return m, measured
	case !measured:
		return a, true
	}
	a.Measured, a.Outcome = m.Measured, m.Outcome
	if asked := r.asked(q); asked != nil && m.Outcome != results.OutcomeUnclear && a.Text != m.Text {
		if reply, fits := asked.ReplyOf(a); fits {
			a.Outcome = lesson.Judge(asked, reply, lesson.Quantity{Unit: asked.Unit, Range: *m.Measured, Known: true})
		}
	}
	return a, true
}

// Own is what a student sees of themselves.
type Own struct {
	Name     string
	Answer   *results.Answer // to the question of now, with what was measured for it
	Answered bool            // and not only measured
	Records  int
}

// Own returns what a student has.
func (r *Room) Own(id string) Own {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.students[id]
	if s == nil {
		return Own{}
	}
	q := r.questionOf(r.step)
	o := Own{Name: s.name, Records: len(s.records)}
	if a, ok := r.whole(s, q); ok {
		o.Answer, o.Answered = &a, answered(a)
	}
	return o
}

// Now is the step of the class.
func (r *Room) Now() Step {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.step
}

// A Submission is what a student has handed in.
type Submission struct {
	Name    string
	Records []Handed
}

// Submissions are those of all students, in the order in which they came.
func (r *Room) Submissions() (all []Submission) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.order {
		if !s.away {
			all = append(all, Submission{s.name, slices.Clone(s.records)})
		}
	}
	return all
}

package room

import (
	"corerace/cmd/corerace/lesson"
	"corerace/results"
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
	// Answers are those to the question, one of each who gave one.
	Answers []results.Answer
	// Measured are what their machines measured for it.
	Measured []results.Answer
	People   []Person
}

// A Person is a student as the teacher sees them.
type Person struct {
	Name     string
	Answered bool // this question
	Records  int
	Cores    int
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
			if v.Answered > 0 || len(v.Measured) > 0 {
				all = append(all, v)
			}
		}
	}
	return all
}

// viewAt is what there is to show at a step, with the lock held.
func (r *Room) viewAt(step Step) View {
	q := r.questionOf(step)
	v := View{Title: r.Title, Code: r.Code, Step: step, Lesson: r.Lesson(step.Lesson), Number: step.Question + 1,
		Students: len(r.order), Question: r.asked(q)}
	for _, s := range r.order {
		p := Person{Name: s.name, Records: len(s.records)}
		if a, ok := r.counts(s, q); ok {
			p.Answered = true
			v.Answered++
			v.Answers = append(v.Answers, a)
		}
		if len(s.records) > 0 {
			v.Handed++
			p.Cores = s.records[len(s.records)-1].Facts.Cores
		}
		if m, ok := s.measured(q); ok {
			v.Measured = append(v.Measured, m)
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

// measured is the answer to a question in the newest of a student's records that measured what it is about.
func (s *student) measured(q question) (a results.Answer, ok bool) {
	for _, h := range s.records {
		for _, got := range h.Facts.Answers {
			if got.Measured != nil && (question{got.Lesson, got.Question, got.Attempt}) == q {
				a, ok = got, true
			}
		}
	}
	return a, ok
}

// Own is what a student sees of themselves.
type Own struct {
	Name     string
	Answer   *results.Answer // to the question of now
	Measured *results.Answer
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
	if a, ok := r.counts(s, q); ok {
		o.Answer = &a
	}
	if m, ok := s.measured(q); ok {
		o.Measured = &m
	}
	return o
}

// Now is the step of the class.
func (r *Room) Now() Step {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.step
}

// A Submission is something handed in, with whose it is.
type Submission struct {
	Student, Name string
	Named         bool
	Answers       []results.Answer // that count, to all questions
	Records       []Handed
}

// Submissions are all that was handed in, in the order in which the students came.
func (r *Room) Submissions() (all []Submission) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.order {
		sub := Submission{Student: s.id, Name: s.name, Named: s.named, Records: append([]Handed(nil), s.records...)}
		for _, l := range r.lessons {
			for _, asked := range l.Questions() {
				if a, ok := r.counts(s, question{l.ID, asked.ID, asked.Attempt}); ok {
					sub.Answers = append(sub.Answers, a)
				}
			}
		}
		all = append(all, sub)
	}
	return all
}

package class

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/verdict"
)

// A Builder puts a class together, record by record. It may be used from several goroutines at once. In whatever order
// they come, the answers and the runs are the same; of a run that is there twice the first that came counts. Its zero
// value is an empty class.
type Builder struct {
	mu      sync.Mutex
	members map[string]*member
	seen    map[runKey]string // whose a run is
	faults  []Fault
}

// A member is somebody whose records come one by one.
type member struct {
	name    string
	runs    []Run
	answers map[answerKey]kept
}

// A runKey is what tells a run from every other one.
type runKey struct {
	started time.Time
	seed    string
	samples int
	cpu     string
}

// An answerKey is what an answer is to. One that was kept in several records is one answer.
type answerKey struct {
	lesson, question, student string
	attempt                   int
}

// Add takes a record of somebody: its answers, its conditions and, where it is a race, its speedups. A record with
// nothing but answers is no run. A run that is there already, as a copy has it, is an error that says whose it is; its
// answers count all the same.
func (b *Builder) Add(name string, rec *results.Record) error { return b.add(name, partOf(rec)) }

// A part is what is kept of a record.
type part struct {
	key      runKey
	run      Run
	measured bool
	answers  []kept
}

// A kept answer has the start of the run that it stands in; the zero time where it is in none.
type kept struct {
	Answer
	in time.Time
}

func partOf(rec *results.Record) part {
	p := part{run: runOf(rec)}
	p.key = runKey{started: rec.Run.Started, seed: rec.Run.Seed, samples: rec.NumSamples() + len(rec.GIL),
		cpu: p.run.Machine.Model}
	p.measured = p.key.samples > 0 || len(rec.Rounds) > 0
	for _, a := range results.Answers(rec.Answers) {
		k := kept{Answer{Answer: a}, rec.Run.Started}
		if a.Outcome != "" && len(rec.Rounds) > 0 { // without rounds the lesson judged by other means
			k.Conditions = p.run.Conditions.Verdict
		}
		p.answers = append(p.answers, k)
	}
	return p
}

func (b *Builder) add(name string, p part) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	m := b.member(name)
	for _, a := range p.answers {
		m.answer(a)
	}
	if whose, ok := b.seen[p.key]; ok && p.key.samples > 0 {
		if whose == name {
			whose = "the same person"
		}
		return fmt.Errorf("the same run is there already, of %s", whose)
	}
	b.seen[p.key] = name
	if p.measured {
		m.runs = append(m.runs, p.run)
	}
	return nil
}

// Answer takes an answer that is in no record, as one who can't measure gives it.
func (b *Builder) Answer(name string, a results.Answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.member(name).answer(kept{Answer: Answer{Answer: a}})
}

// Fault keeps why a file was left out.
func (b *Builder) Fault(f Fault) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, f)
}

// member is who has a name; the caller holds b.mu.
func (b *Builder) member(name string) *member {
	if b.members == nil {
		b.members, b.seen = map[string]*member{}, map[runKey]string{}
	}
	m := b.members[name]
	if m == nil {
		m = &member{name: name, answers: map[answerKey]kept{}}
		b.members[name] = m
	}
	return m
}

// answer keeps one of the answers to one thing: the fullest, and of those that are as full the latest.
func (m *member) answer(a kept) {
	key := answerKey{a.Lesson, a.Question, a.Student, a.Attempt}
	if was, ok := m.answers[key]; !ok || later(a, was) {
		m.answers[key] = a
	}
}

// later is whether an answer counts in the place of another one. Of two it is always the same one that counts, whichever
// was there first: that which was held against a measurement whose conditions are known, else one that was held against
// any; then that of the later run, that which was given later, and last that of the later words.
func later(a, b kept) bool {
	return cmp.Or(cmp.Compare(fullness(a.Answer), fullness(b.Answer)), a.in.Compare(b.in), a.At.Compare(b.At),
		cmp.Compare(wordsOf(a), wordsOf(b))) > 0
}

// wordsOf is an answer as records have it.
func wordsOf(a kept) string {
	text, _ := json.Marshal(a.Answer.Answer) // checked when it was read, so it can be written
	return string(text) + a.Conditions
}

// fullness ranks an answer by what is known of it.
func fullness(a Answer) int {
	switch {
	case a.Outcome == "":
		return 0
	case a.Conditions == "":
		return 1
	}
	return 2
}

// Class is what there is so far.
func (b *Builder) Class() *Class {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := &Class{Faults: slices.Clone(b.faults)}
	slices.SortFunc(c.Faults, func(x, y Fault) int {
		return cmp.Or(natural(x.Member, y.Member), cmp.Compare(x.Path, y.Path))
	})
	questions := map[questionKey]*Question{}
	for _, m := range b.members {
		runs := slices.Clone(m.runs)
		slices.SortFunc(runs, func(x, y Run) int { return x.Started.Compare(y.Started) })
		c.Members = append(c.Members, &Member{m.name, runs})
		m.put(questions)
	}
	slices.SortFunc(c.Members, func(x, y *Member) int { return natural(x.Name, y.Name) })
	for _, q := range questions {
		slices.SortFunc(q.Answers, func(x, y Answer) int { return natural(x.Member, y.Member) })
		c.Questions = append(c.Questions, *q)
	}
	sortQuestions(c.Questions)
	return c
}

// A questionKey is what tells a question from every other one.
type questionKey struct {
	lesson, question string
	attempt          int
}

// put puts the answers of a member to their questions. Where several people answered in one folder each has a number.
func (m *member) put(questions map[questionKey]*Question) {
	var people []string
	for key := range m.answers {
		if !slices.Contains(people, key.student) {
			people = append(people, key.student)
		}
	}
	slices.Sort(people)
	for key, k := range m.answers {
		a := k.Answer
		q := questions[questionKey{key.lesson, key.question, key.attempt}]
		if q == nil {
			q = &Question{Lesson: key.lesson, ID: key.question, Attempt: key.attempt}
			questions[questionKey{key.lesson, key.question, key.attempt}] = q
		}
		if a.Member = m.name; len(people) > 1 {
			a.Member += "." + strconv.Itoa(1+slices.Index(people, key.student))
		}
		if q.Unit == "" {
			q.Unit = a.Unit
		}
		q.Answers = append(q.Answers, a)
	}
}

// sortQuestions puts lessons, and the questions of each, in the order in which they were first answered.
func sortQuestions(all []Question) {
	first := func(q Question) time.Time {
		t := q.Answers[0].At
		for _, a := range q.Answers {
			if a.At.Before(t) {
				t = a.At
			}
		}
		return t
	}
	lessons := map[string]time.Time{}
	for _, q := range all {
		if t, ok := lessons[q.Lesson]; !ok || first(q).Before(t) {
			lessons[q.Lesson] = first(q)
		}
	}
	slices.SortFunc(all, func(x, y Question) int {
		return cmp.Or(lessons[x.Lesson].Compare(lessons[y.Lesson]), cmp.Compare(x.Lesson, y.Lesson),
			first(x).Compare(first(y)), cmp.Compare(x.ID, y.ID), x.Attempt-y.Attempt)
	})
}

// runOf is what is drawn of a record.
func runOf(rec *results.Record) Run {
	r := Run{Started: rec.Run.Started}
	if len(rec.Run.Hosts) > 0 {
		h := rec.Run.Hosts[0]
		r.Machine = Machine{Model: h.CPUModel, Cores: h.CoresLogical, OS: h.OS}
		if n := len(h.CoresAllowed); n > 0 {
			r.Machine.Cores = n
		}
	}
	if rec.NumSamples() == 0 {
		r.Conditions, r.Rounds = conditions.OfRecord(rec), conditions.CompleteRounds(rec)
		return r
	}
	sum := verdict.Summarize(rec)
	r.Conditions, r.Rounds = sum.Conditions, sum.Rounds
	for _, c := range sum.Cells {
		if c.Mode == c.Baseline && c.Workers == 1 || c.Measured.N == 0 {
			continue
		}
		r.Cells = append(r.Cells, Cell{c.Cell, c.Baseline, c.Measured})
	}
	return r
}

// natural compares names with numbers in them as people do: 2 comes before 10.
func natural(a, b string) int {
	x, y := digitsFrom(a), digitsFrom(b)
	if a[:x] == b[:y] {
		m, errM := strconv.Atoi(a[x:])
		n, errN := strconv.Atoi(b[y:])
		if errM == nil && errN == nil {
			return cmp.Compare(m, n)
		}
	}
	return cmp.Compare(a, b)
}

// digitsFrom is where the digits at the end of a name begin.
func digitsFrom(s string) int {
	i := len(s)
	for i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
		i--
	}
	return i
}

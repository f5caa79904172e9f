package lesson

// A Lesson is what a file of lessons holds.
type Lesson struct {
	ID            string
	Number        int // its place in the list; 0 for one that has none
	Title         string
	Language      string // "en", "de"
	Minutes       int    // that it takes, reading and measuring
	Level         string // a key of the catalogue: LevelFirst, LevelSecond or LevelThird
	Goals         []string
	Misconception string   // the wrong idea that it is for
	Needs         []string // what it can't do without: keys of the catalogue, "needs.cores2"
	Steps         []Step
}

// Levels of a lesson.
const (
	LevelFirst  = "first"  // no program was written with threads yet
	LevelSecond = "second" // threads and processes are known as words
	LevelThird  = "third"  // a course on systems
)

// A Kind is what a step does.
type Kind string

// Kinds of steps.
const (
	Say     Kind = "say"
	Predict Kind = "predict"
	Run     Kind = "run"
	Show    Kind = "show"
	Explain Kind = "explain"
	Modify  Kind = "modify"
	Check   Kind = "check"
)

// A Step is one step of a lesson.
type Step struct {
	Kind Kind
	Line int    // in the file, from 1
	Text string // paragraphs, an empty line between two of them
	// Question is what predict, modify and check ask, and what explain is about; nil elsewhere.
	Question *Question
	// Topic chooses the sentences of explain; "" has none but how prediction and measurement compare.
	Topic string
	// Trial is what run measures; nil elsewhere.
	Trial *Trial
	// Quantities are what show draws, by their spelling.
	Quantities []string
}

// A Question is asked before something is measured, or at the end.
type Question struct {
	ID      string
	Attempt int // 0, and one more for every modify that asks it again
	Text    string
	// Quantity is what the answer is held against, as [Findings] spells it; "" for a check.
	Quantity string
	Unit     string // "x", "%", "ms"
	// Choices are what can be answered, in the order of the axis; none where a number is asked for.
	Choices []Choice
	// Tolerance is how far from the measurement a number may lie, as a ratio less 1.
	Tolerance float64
}

// Number is whether a number is asked for.
func (q *Question) Number() bool { return len(q.Choices) == 0 }

// Choice finds a choice by its id; nil where there is none.
func (q *Question) Choice(id string) *Choice {
	for i := range q.Choices {
		if q.Choices[i].ID == id {
			return &q.Choices[i]
		}
	}
	return nil
}

// A Choice is one of the answers to a question.
type Choice struct {
	ID   string
	Text string
	// Lo and Hi are between which figures it is right, the lower one included; an open end is infinite. A check's are 0.
	Lo, Hi float64
	Right  bool // of a check
}

// A Trial is an experiment with its setting.
type Trial struct {
	Name    string
	Args    map[string]string
	Seconds int // that it may take
}

// Arg is a setting, or what stands in for it where the file doesn't say.
func (t *Trial) Arg(name, otherwise string) string {
	if v, ok := t.Args[name]; ok {
		return v
	}
	return otherwise
}

// Seconds are how long a lesson measures, at most.
func (l *Lesson) Seconds() (sum int) {
	for _, s := range l.Steps {
		if s.Trial != nil {
			sum += s.Trial.Seconds
		}
	}
	return sum
}

// Questions are all that are asked, in order; a question that is asked again stands there for each attempt.
func (l *Lesson) Questions() (all []*Question) {
	for _, s := range l.Steps {
		if s.Kind == Predict || s.Kind == Modify || s.Kind == Check {
			all = append(all, s.Question)
		}
	}
	return all
}

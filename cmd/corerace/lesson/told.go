package lesson

// A Told is a line by which the command tells a page how an experiment goes: JSON on its standard output.
type Told struct {
	Seconds int    `json:"seconds,omitempty"` // that it may take, in its first line
	Done    int    `json:"done,omitempty"`    // seconds of them
	Failed  string `json:"failed,omitempty"`  // why it couldn't be measured
}

// Facts are what only the command can tell a page of a lesson.
type Facts struct {
	Lacks []string `json:"lacks,omitempty"` // what this machine hasn't of what the lesson needs
	// Recorded are recordings that stand in for its experiments, by the place of their steps.
	Recorded map[int]Recording `json:"recorded,omitempty"`
}

// A Recording is what one says in the place of an experiment.
type Recording struct {
	Of    Machine    `json:"of"`
	Found []Quantity `json:"found"`
}

// FactsOf are the facts of a lesson on a machine.
func FactsOf(l *Lesson, here Here, b Bench) Facts {
	f := Facts{Lacks: l.Lacks(here), Recorded: map[int]Recording{}}
	for i := range l.Steps {
		if t := l.Steps[i].Trial; t != nil {
			if found, of, ok := b.Replay(t); ok {
				f.Recorded[i] = Recording{of, found}
			}
		}
	}
	return f
}

// Replay is what a recording says in the place of an experiment of a lesson, as that of [Bench] is.
func (f Facts) Replay(l *Lesson) func(*Trial) ([]Quantity, Machine, bool) {
	return func(t *Trial) ([]Quantity, Machine, bool) {
		for i, r := range f.Recorded {
			if i < len(l.Steps) && l.Steps[i].Trial == t {
				return r.Found, r.Of, true
			}
		}
		return nil, Machine{}, false
	}
}

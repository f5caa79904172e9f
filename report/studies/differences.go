package studies

import (
	"slices"
	"strings"

	"corerace/report/legible"
)

// Differences are experiments on what threads and processes differ in, in words: all texts are in the reader's
// language, and the names beside them in none. Texts from other programs are bounded and clean.
type Differences struct {
	Lang        string       `json:"lang"`
	On          string       `json:"on"` // the system and its kernel, as a sentence
	System      string       `json:"system"`
	Kernel      string       `json:"kernel"` // "" where it isn't known
	Differences []Difference `json:"differences"`

	Title   string          `json:"-"`
	Lead    string          `json:"-"`
	Notes   []string        `json:"-"`
	Closing string          `json:"-"`
	Heads   DifferenceHeads `json:"-"`
}

// DifferenceHeads are the words that stand above what is shown.
type DifferenceHeads struct{ Choices, Expected, WasSeen, Way, What, Why, Question, Glance string }

// A Difference is a question, what may be expected, and what was seen.
type Difference struct {
	Name     string             `json:"name"`
	Title    string             `json:"title"`
	Question string             `json:"question"`
	Choices  []DifferenceChoice `json:"choices"`
	Verdict  string             `json:"verdict"` // what came of the expectation, or what was seen
	Seen     []DifferenceSeen   `json:"seen"`
}

// A DifferenceChoice is something that may be expected.
type DifferenceChoice struct {
	Name     string `json:"name"`
	Text     string `json:"text"`
	Expected bool   `json:"expected"` // it was chosen before anything was seen
	Right    bool   `json:"right"`    // it is what was seen
}

// A DifferenceSeen is what was seen of one way to have a worker.
type DifferenceSeen struct {
	Way     string            `json:"way"` // goroutine, process, python-thread or python-process
	WayText string            `json:"way_text"`
	Program string            `json:"program"`           // with its version
	Start   string            `json:"start,omitempty"`   // the start method of Python's processes
	Outcome string            `json:"outcome,omitempty"` // its name
	Known   bool              `json:"known"`             // the outcome is one of those that are known of this way
	Facts   map[string]string `json:"facts,omitempty"`   // what else was told
	What    string            `json:"what"`              // the outcome in a few words
	Why     string            `json:"why,omitempty"`     // the explanation, where the outcome bears one
	Error   string            `json:"error,omitempty"`   // why nothing was seen
	TookNS  int64             `json:"took_ns"`
}

// With is the program, and how it starts its processes.
func (s DifferenceSeen) With() string {
	if s.Start == "" {
		return s.Program
	}
	return s.Program + ", " + s.Start
}

// Asked is whether the reader was asked what they expect, and said so.
func (x Difference) Asked() bool {
	return slices.ContainsFunc(x.Choices, func(c DifferenceChoice) bool { return c.Expected })
}

// A DifferenceShown is what was seen alike of some.
type DifferenceShown struct{ Way, With, What, Why string }

// Shown is what was seen, once for all that it was alike of.
func (x Difference) Shown() (all []DifferenceShown) {
	for _, s := range x.Seen {
		i := slices.IndexFunc(all, func(d DifferenceShown) bool {
			return d.Way == s.WayText && d.What == s.What && d.Why == s.Why
		})
		if i < 0 {
			all = append(all, DifferenceShown{s.WayText, s.With(), s.What, s.Why})
			continue
		}
		all[i].With += "; " + s.With()
	}
	return all
}

// Column is the way, and for processes of Python how they are started.
func (s DifferenceSeen) Column() string {
	if s.Start == "" {
		return s.WayText
	}
	return s.WayText + ", " + s.Start
}

// DifferencesTable has a row an experiment and a column a way, with what was seen in a few words. Where versions
// differ, each says its own.
func DifferencesTable(d *Differences, question string) legible.Table {
	t := legible.Table{Header: []string{question}}
	for _, x := range d.Differences {
		for _, s := range x.Seen {
			if !slices.Contains(t.Header, s.Column()) {
				t.Header = append(t.Header, s.Column())
			}
		}
	}
	t.Left = len(t.Header)
	for _, x := range d.Differences {
		row := []string{x.Title}
		for _, column := range t.Header[1:] {
			row = append(row, differenceCell(x, column))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// differenceCell is what was seen in a column: once where all versions agree.
func differenceCell(x Difference, column string) string {
	var each, all []string
	for _, s := range x.Seen {
		if s.Column() != column {
			continue
		}
		each = append(each, strings.TrimPrefix(s.Program, "CPython ")+": "+s.What)
		if !slices.Contains(all, s.What) {
			all = append(all, s.What)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return strings.Join(each, "; ")
}

// DifferencePrograms are the programs and their versions, each once.
func DifferencePrograms(d *Differences) (all []string) {
	for _, x := range d.Differences {
		for _, s := range x.Seen {
			if !slices.Contains(all, s.Program) {
				all = append(all, s.Program)
			}
		}
	}
	return all
}

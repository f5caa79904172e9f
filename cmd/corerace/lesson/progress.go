package lesson

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"corerace/results"
)

// progressFile is the file in the folder of a lesson that says how far it is.
const progressFile = "lesson.json"

// maxProgress is how long such a file may be, in bytes: it may come from elsewhere.
const maxProgress = 4 << 20

// Progress is how far somebody is with a lesson, and all that was answered and found on the way.
type Progress struct {
	Format   int              `json:"format"` // 1
	Lesson   string           `json:"lesson"`
	Language string           `json:"language"`
	From     string           `json:"from,omitempty"` // the teacher's folder; "" for the lessons that are built in
	Student  string           `json:"student,omitempty"`
	Started  time.Time        `json:"started"`
	Step     int              `json:"step"`  // the next one, from 0
	Steps    int              `json:"steps"` // of the lesson
	Runs     int              `json:"runs"`  // experiments that were begun
	Done     bool             `json:"done"`
	Answers  []results.Answer `json:"answers"`
	Found    []Quantity       `json:"found"`
	Last     Experiment       `json:"last,omitzero"`

	dir string
}

// An Experiment is one that was done.
type Experiment struct {
	Seconds int      `json:"seconds"` // that it might take
	Found   []string `json:"found"`   // quantities, by their names
}

// NewProgress begins a lesson in a folder, which must be there.
func NewProgress(dir string, l *Lesson, from, student string, now time.Time) *Progress {
	return &Progress{Format: 1, Lesson: l.ID, Language: l.Language, From: from, Student: student,
		Started: now.UTC().Truncate(time.Second), Steps: len(l.Steps), dir: dir}
}

// Dir is the folder of the lesson.
func (p *Progress) Dir() string { return p.dir }

// Save writes the progress so that it is on the disk when Save returns, and so that there is a whole file whatever
// happens meanwhile.
func (p *Progress) Save() error {
	text, err := json.MarshalIndent(p, "", "\t")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(p.dir, ".lesson-*")
	if err != nil {
		return fmt.Errorf("keep the progress: %w", err)
	}
	_, err = f.Write(append(text, '\n'))
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(p.dir, progressFile))
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("keep the progress: %w", err)
	}
	syncFolder(p.dir)
	return nil
}

// syncFolder puts the names in a folder on the disk. There are systems that can't, and there the file is whole all the
// same, under its old name or its new one.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}

// ReadProgress reads the progress in a folder.
func ReadProgress(dir string) (*Progress, error) {
	path := filepath.Join(dir, progressFile)
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxProgress {
		return nil, fmt.Errorf("%s: a regular file of at most %d bytes expected", path, maxProgress)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p := &Progress{dir: dir}
	if err := json.NewDecoder(io.LimitReader(f, maxProgress)).Decode(p); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if p.Format != 1 || p.Lesson == "" || p.Step < 0 || p.Step > maxSteps || p.Runs < 0 {
		return nil, fmt.Errorf("%s: it isn't the progress of a lesson, or of a newer corerace", path)
	}
	return p, nil
}

// Answer is what was answered to a question; nil where nothing was yet.
func (p *Progress) Answer(q *Question) *results.Answer {
	for i := range p.Answers {
		if a := &p.Answers[i]; a.Question == q.ID && a.Attempt == q.Attempt {
			return a
		}
	}
	return nil
}

// keep keeps an answer in the place of an earlier one to the same question.
func (p *Progress) keep(q *Question, a results.Answer) {
	if was := p.Answer(q); was != nil {
		*was = a
		return
	}
	p.Answers = append(p.Answers, a)
}

// Quantity is what was found by a name; where nothing was, a quantity that isn't known.
func (p *Progress) Quantity(name string) Quantity {
	i := slices.IndexFunc(p.Found, func(q Quantity) bool { return q.Name == name })
	if i < 0 {
		return Quantity{Name: name}
	}
	return p.Found[i]
}

// find keeps what was found, in the place of what was found before by the same names.
func (p *Progress) find(found []Quantity) {
	for _, q := range found {
		i := slices.IndexFunc(p.Found, func(o Quantity) bool { return o.Name == q.Name })
		if i < 0 {
			p.Found = append(p.Found, q)
			continue
		}
		p.Found[i] = q
	}
}

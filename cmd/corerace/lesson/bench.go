package lesson

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"corerace/results"
)

// A Bench does the experiments of lessons.
type Bench interface {
	// Measure does a trial, and returns what was found by the names that lessons use.
	Measure(ctx context.Context, t *Trial, k Keeping) ([]Quantity, error)
	// Replay is what a recording says in the place of a trial, and of which machine it is.
	Replay(t *Trial) (found []Quantity, of Machine, ok bool)
}

// A Machine is where and when a recording was made.
type Machine struct {
	CPU   string `json:"cpu"`
	Cores int    `json:"cores"`
	Date  string `json:"date"`
}

// A Keeping is what a trial leaves.
type Keeping struct {
	Dir string // of the record, which isn't there yet
	// Answers are those that were given before, which stand in the record before anything that is measured; Judge says
	// how they compare with what was found, and its lines stand behind that.
	Answers []results.Answer
	Judge   func([]Quantity) []results.Answer
	// Progress is told now and then how long it has been measured.
	Progress func(time.Duration)
}

// Measure does all experiments of a lesson without asking anything.
func Measure(ctx context.Context, l *Lesson, b Bench, p *Progress) error {
	for i := range l.Steps {
		t := l.Steps[i].Trial
		if t == nil {
			continue
		}
		p.Runs++
		found, err := b.Measure(ctx, t, Keeping{Dir: filepath.Join(p.dir, fmt.Sprintf("%d-%s", p.Runs, t.Name))})
		if ctx.Err() != nil {
			return errInterrupted
		}
		if err != nil {
			return err
		}
		p.find(found)
	}
	p.Step, p.Done = len(l.Steps), true
	return p.Save()
}

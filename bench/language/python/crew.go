package python

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"time"
)

//go:embed race.py
var raceSource string

//go:embed worker.py
var workerSource string

// A Kind is how the workers of an interpreter run side by side.
type Kind string

// The kinds. Their names are those that the program knows.
const (
	Serial       Kind = "serial"       // one, in the main thread
	Threads      Kind = "threads"      // threading.Thread
	Processes    Kind = "processes"    // multiprocessing.Process
	Interpreters Kind = "interpreters" // sub-interpreters with locks of their own, each in a thread
)

// A Team says what workers are to be started.
type Team struct {
	Kind    Kind
	Method  string // how multiprocessing starts: "fork", "spawn" or "forkserver"
	Workers int
	Twin    string // source of a module that defines run(lo, hi)
	Size    int    // items in a pass
	Share   int    // items in a share
}

// A Crew is workers in an interpreter that are ready: each has loaded the twin and run one share.
type Crew struct {
	*Process
	team  Team
	setup []time.Duration
}

// StartCrew starts workers, and returns when all are ready or after within has passed.
func StartCrew(ctx context.Context, in *Interpreter, t Team, within time.Duration) (*Crew, error) {
	x, err := Start(ctx, in, Program{Source: raceSource, Args: []string{string(t.Kind), strconv.Itoa(t.Workers),
		strconv.Itoa(t.Size), strconv.Itoa(t.Share), t.Method, workerSource, t.Twin}})
	if err != nil {
		return nil, err
	}
	c := &Crew{Process: x, team: t, setup: make([]time.Duration, t.Workers)}
	began := time.Now()
	err = c.each(wordReady, 0, func() time.Duration { return max(0, within-time.Since(began)) }, func(l line) {
		c.setup[l.Worker] = l.Setup
	})
	return c, err
}

// Run lets the workers do a number of passes in shares. They are ended where they neither finish nor do a share for
// longer than deadline. The rows are in the order of the workers.
func (c *Crew) Run(share, passes int, deadline time.Duration) ([]Row, error) {
	perPass := (c.team.Size + share - 1) / share
	shares := uint64(perPass) * uint64(passes)
	rows := make([]Row, c.team.Workers)
	c.Send(fmt.Sprintf("job %d %d %d", c.team.Size, share, passes))
	err := c.each(wordRow, shares, func() time.Duration { return deadline }, func(l line) {
		l.Row.End, l.Row.Setup = time.Now(), c.setup[l.Worker]
		rows[l.Worker] = l.Row
	})
	return rows, err
}

// each takes one line of every worker that begins with word.
func (c *Crew) each(word string, shares uint64, limit func() time.Duration, take func(line)) error {
	seen := make([]bool, c.team.Workers)
	for range c.team.Workers {
		l, err := c.next(word, shares, limit)
		if err != nil {
			return err
		}
		if seen[l.Worker] {
			return c.Failed(fmt.Errorf("worker %d is %s twice", l.Worker, word))
		}
		seen[l.Worker] = true
		take(l)
	}
	return nil
}

// next returns the next line that begins with word, and takes signs of life on the way.
func (c *Crew) next(word string, shares uint64, limit func() time.Duration) (line, error) {
	for {
		b, err := c.Line(limit())
		if err != nil {
			return line{}, err
		}
		l, err := parseLine(b, c.team.Workers, shares)
		switch {
		case err != nil:
			return line{}, c.Failed(err)
		case l.word == word:
			return l, nil
		case l.word == wordAt:
		case l.word == wordFail:
			return line{}, c.Failed(fmt.Errorf("worker %d: %w", l.Worker, errors.New(l.text)))
		case l.word == wordDead:
			return line{}, c.Failed(fmt.Errorf("worker %d (pid %d): %s", l.Worker, l.PID, l.how()))
		default:
			return line{}, c.Failed(fmt.Errorf("it wrote %q, %q expected", l.word, word))
		}
	}
}

// CanFork returns why multiprocessing can't be used here, or nil.
func CanFork() error { return errFork }

package speak

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// A Team is what workers are to be started for.
type Team struct {
	Workers int
	Size    int // items in a pass
	Share   int // items in a share
}

// A Crew is the workers of a program that are ready: each has loaded the twin and run one share.
type Crew struct {
	*Process
	team  Team
	pids  []int // of the workers
	setup []time.Duration
}

// Ready waits until all workers of a program that was started are ready, or until within has passed.
func Ready(x *Process, t Team, within time.Duration) (*Crew, error) {
	c := &Crew{Process: x, team: t, setup: make([]time.Duration, t.Workers), pids: make([]int, t.Workers)}
	began := time.Now()
	err := c.each(wordReady, 0, func() time.Duration { return max(0, within-time.Since(began)) }, func(l line) {
		c.setup[l.Worker], c.pids[l.Worker] = l.Setup, l.PID
	})
	return c, err
}

// Done is what the workers did in a job.
type Done struct {
	Rows []Row // in the order of the workers
	// Helpers is the CPU time of what isn't a worker: compilers, collectors, threads that hand out work. Known says
	// whether it is; else Helpers is 0.
	Helpers time.Duration
	Known   bool
}

// Run lets the workers do a number of passes in shares. They are ended where they neither finish nor do a share for
// longer than deadline.
func (c *Crew) Run(share, passes int, deadline time.Duration) (Done, error) {
	perPass := (c.team.Size + share - 1) / share
	shares := uint64(perPass) * uint64(passes)
	d := Done{Rows: make([]Row, c.team.Workers)}
	if err := c.unasked(); err != nil {
		return d, err
	}
	before, sent := c.used(), time.Now()
	c.Send(fmt.Sprintf("job %d %d %d", c.team.Size, share, passes))
	c.hand(shares)
	var workers time.Duration
	err := c.each(wordRow, shares, func() time.Duration { return deadline }, func(l line) {
		l.Row.End, l.Row.Setup = time.Now(), c.setup[l.Worker]
		d.Rows[l.Worker] = l.Row
		workers += l.User + l.Sys
	})
	if err == nil {
		err = c.possible(d.Rows, sent)
	}
	if all, known := usedSince(before, c.used()); known {
		d.Helpers, d.Known = max(0, all-workers), true
	}
	return d, err
}

// unasked returns an error where something but a sign of life was written before a job: a row would be taken for that of
// the job, which then took no time.
func (c *Crew) unasked() error {
	for c.lines.Waiting() {
		b, err := c.Line(unaskedLine)
		if err != nil {
			return err
		}
		if l, err := parseLine(b, c.team.Workers, math.MaxUint64); err != nil || l.word != wordAt {
			return c.Failed(fmt.Errorf("it wrote %.40q, and wasn't asked", b))
		}
	}
	return nil
}

// unaskedLine is how long the rest of a line may take whose beginning is there.
const unaskedLine = time.Second

// possible returns an error where a worker says that it computed for longer than the time since its job was sent, as it
// does in a row of another job.
func (c *Crew) possible(rows []Row, sent time.Time) error {
	for _, r := range rows {
		if most := r.End.Sub(sent); r.Window > most+coarse {
			return c.Failed(fmt.Errorf("worker %d says that it computed for %v, in the %v since it was told to", r.Worker,
				r.Window, most))
		}
	}
	return nil
}

// coarse is by how much the clock of a language may be off.
const coarse = 20 * time.Millisecond

// A thread is one of a process.
type thread struct{ pid, tid int }

// usedSince is the CPU time that threads have used between two readings. It isn't known where one can't be read, or where
// a thread has ended meanwhile, which took its time along.
func usedSince(before, after map[thread]time.Duration) (total time.Duration, known bool) {
	for t, was := range before {
		if _, there := after[t]; !there {
			return 0, false
		}
		total -= was
	}
	for _, now := range after {
		total += now
	}
	return total, len(before) > 0
}

// hand hands out the numbers of the shares, and for each worker one that says that there are no more, where they are
// read from a pipe. Each is 16 bytes, so that one read is one number.
func (c *Crew) hand(shares uint64) {
	if c.claims == nil {
		return
	}
	go func() {
		const most = 256 // numbers in a write of 4096 bytes
		buf := make([]byte, 0, 16*most)
		for k := range shares + uint64(c.team.Workers) {
			if buf = fmt.Appendf(buf, "%015d\n", k); len(buf) == cap(buf) {
				c.claims.Write(buf) // where the program is gone, reading finds its last words
				buf = buf[:0]
			}
		}
		c.claims.Write(buf)
	}()
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
			return c.Failed(fmt.Errorf("worker %d wrote %q twice", l.Worker, word))
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
		case l.word == wordRow && l.PID != c.pids[l.Worker]:
			return line{}, c.Failed(fmt.Errorf("worker %d says that it is process %d, and was %d when it was ready",
				l.Worker, l.PID, c.pids[l.Worker]))
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

package jetstream

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"corerace/bench/child"
	"corerace/results"
)

// A parent is the program that started a worker, as the worker sees it: it watches the cores of a host for all of its
// workers. What is said to it are lines, from one goroutine, and what it answers is a line each.
type parent struct {
	out     io.Writer
	lines   chan []byte
	waiting bool
}

// A watched is the answer of a parent that was asked for a track.
type watched struct {
	Job   uint64         `json:"job"`
	Track *results.Track `json:"track"` // nil: it isn't known
}

// listen reads what the parent says, until it says no more.
func (p *parent) listen(r *bufio.Reader) {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return
		}
		select {
		case p.lines <- append([]byte(nil), line...):
		default: // nobody has asked
		}
	}
}

// waits says once why a worker waits.
func (p *parent) waits(why string) {
	if p != nil && !p.waiting {
		p.waiting = true
		fmt.Fprintln(p.out, "waits", child.Plain(why))
	}
}

func (p *parent) joined(session string) { fmt.Fprintln(p.out, "joined", session) }

// What a worker says to its parent of a job.
const (
	saidJob   = "job %d"
	saidTrack = "track %d %d" // the job, and the most that its track may weigh
)

// began says that a job has begun.
func (p *parent) began(job uint64) { fmt.Fprintf(p.out, saidJob+"\n", job) }

// trackWithin is how long a parent may take to tell what the cores did.
const trackWithin = 500 * time.Millisecond

// track asks what the cores did since a job began; nil where that isn't known.
func (p *parent) track(job uint64, most int) *results.Track {
	fmt.Fprintf(p.out, saidTrack+"\n", job, most)
	late := time.After(trackWithin)
	for {
		select {
		case line := <-p.lines:
			var w watched
			if json.Unmarshal(line, &w) == nil && w.Job == job {
				return w.Track
			}
		case <-late:
			return nil
		}
	}
}

// watching does what a worker says of jobs, and reports whether the line was such a word.
func (w *watch) watching(line string, answer func(line string) error) bool {
	var job uint64
	var most int
	switch {
	case strings.HasPrefix(line, "job ") && scanned(line, saidJob, &job):
		w.begin(job)
	case strings.HasPrefix(line, "track ") && scanned(line, saidTrack, &job, &most):
		answer(string(encode(watched{job, w.end(job, most)}))) // a worker that has gone doesn't need it
	default:
		return false
	}
	return true
}

func scanned(line, format string, to ...any) bool {
	n, err := fmt.Sscanf(line, format, to...)
	return err == nil && n == len(to)
}

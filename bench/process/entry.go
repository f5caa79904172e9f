package process

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"corerace/bench/child"
	"corerace/bench/mode"
	"corerace/bench/role"
	"corerace/bench/worker"
	"corerace/bench/worker/system"
)

// An Entry is how a worker process comes to a workload that is in no list: it is this program, started with arguments
// by which it goes its usual way up to where the workload is made. What it prints there is hidden, and shown where it
// fails.
type Entry struct {
	Args   []string
	Dir    string        // that it begins in
	Within time.Duration // it must have come there
	To     string        // what it comes to, for errors
}

// entries are the workloads that processes may be started for besides those of the hook's list, by name.
var entries sync.Map // string → *Entry

// AllowEntry makes this program able to be the worker process of a workload that is in no list, until undo is called.
// A program that does so calls [worker.Enter] before anything else, or it would start itself over and over.
func AllowEntry(workload string, e Entry) (undo func()) {
	entries.Store(workload, &e)
	return func() { entries.Delete(workload) }
}

// entryOf is the entry of a workload, nil where it has none.
func entryOf(workload string) *Entry {
	if e, ok := entries.Load(workload); ok {
		return e.(*Entry)
	}
	return nil
}

// haveEntries returns whether there is any entry.
func haveEntries() (some bool) {
	entries.Range(func(any, any) bool { some = true; return false })
	return some
}

// endGrace is how long a worker may take to end once it was told to: one that came by an entry has to leave what it
// went through, with its temporary folders.
func (p *process) endGrace() time.Duration {
	if p.entry == nil {
		return mode.EndGrace
	}
	return entryGrace
}

const entryGrace = 10 * mode.EndGrace

// A said is what a worker printed: the last of it.
type said struct {
	tail  child.Tail
	ended chan struct{}
}

// listen starts to read what a worker prints, and returns where it goes.
func listen() (*said, *os.File, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	s := &said{ended: make(chan struct{})}
	go func() {
		s.tail.Take(r)
		close(s.ended)
	}()
	return s, w, nil
}

// lines are the last that the worker printed, which has ended, each behind a bar; "" where it printed none.
func (s *said) lines() string {
	select {
	case <-s.ended:
	case <-time.After(mode.EndGrace): // somebody else has the other end
	}
	var b strings.Builder
	for line := range strings.Lines(string(s.tail.Bytes())) {
		if line = child.Plain(line); line != "" {
			b.WriteString("\n    | " + line)
		}
	}
	return b.String()
}

// enterBy makes a command that of a worker that comes by an entry.
func (p *process) enterBy(e *Entry, w *os.File) {
	p.entry = e
	p.cmd.Args = append(p.cmd.Args, e.Args...)
	p.cmd.Dir = e.Dir
	p.cmd.Stderr = w
	if system.WiresApart {
		p.cmd.Stdout = w
	}
}

// neverCame is what an entrant that ended before its hello failed at.
func (p *process) neverCame(what error) error {
	if p.entry == nil || p.arrived {
		return what
	}
	if what == nil {
		return fmt.Errorf("it never came to %s", p.entry.To)
	}
	return fmt.Errorf("on its way to %s: %w", p.entry.To, what)
}

// roleOf is the variable that makes a process the worker that it shall be.
func (p *process) roleOf(value string, stdin *os.File) string {
	if p.entry != nil {
		return role.Set(worker.EntryEnv, value, stdin)
	}
	return role.Set(worker.Env, value, stdin)
}

package class

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"corerace/bench/child"
	"corerace/cmd/corerace/class/gate"
	"corerace/cmd/corerace/lesson"
)

// A measuring is an experiment of a lesson, which the command does as a child: in the folder of the lesson, where it
// leaves what it found.
type measuring struct {
	folder string
	cmd    *exec.Cmd
	feed   *gate.Feed // of its own: what ended before is nobody's news

	mu      sync.Mutex
	seconds int // that it may take; 0 until it begins
	done    int
	said    []string // the last lines that were said beside
	failed  string
	stopped bool
	over    bool
	err     error
}

// A bench is where lessons are measured: one experiment at a time.
type bench struct {
	races  Races
	course Course
	turn   *turn
	runs   sync.WaitGroup

	mu   sync.Mutex
	last *measuring // nil before the first
}

// of is the last experiment, if it is one of a folder; else nil.
func (b *bench) of(folder string) *measuring {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last == nil || b.last.folder != folder {
		return nil
	}
	return b.last
}

// start starts the experiment that the lesson in a folder has come to. show is called when there is something new.
func (b *bench) start(folder string, show func(*measuring)) error {
	if err := b.turn.take("an experiment"); err != nil {
		return err
	}
	m := &measuring{folder: folder, feed: gate.NewFeed()}
	args := []string{"lesson", "measure", filepath.Join(b.course.Folders, folder), "--lang", b.course.Words.Language}
	if b.races.NoLock {
		args = append(args, "--no-lock")
	}
	m.cmd = exec.Command(b.races.Command[0], append(slices.Clone(b.races.Command[1:]), args...)...)
	told, err := m.cmd.StdoutPipe()
	var said io.ReadCloser
	if err == nil {
		said, err = m.cmd.StderrPipe()
	}
	if err == nil {
		err = child.Start(m.cmd)
	}
	if err != nil {
		b.turn.give()
		return err
	}
	b.mu.Lock()
	b.last = m
	b.mu.Unlock()
	b.runs.Go(func() {
		m.follow(told, said, func() { show(m) })
		b.turn.give()
		show(m)
		m.feed.Send("go", "/lesson/"+folder)
	})
	return nil
}

// follow reads what an experiment says, and waits for it.
func (m *measuring) follow(told, said io.Reader, show func()) {
	var wg sync.WaitGroup
	wg.Go(func() {
		eachLine(said, func(line string) {
			m.change(func() {
				m.said = append(m.said, child.Plain(line))
				m.said = m.said[max(0, len(m.said)-mostLines):]
			})
			show()
		})
	})
	eachLine(told, func(line string) {
		var t lesson.Told
		if json.Unmarshal([]byte(line), &t) != nil {
			return
		}
		m.change(func() {
			m.seconds, m.done = max(m.seconds, t.Seconds), max(m.done, t.Done)
			if t.Failed != "" {
				m.failed = child.Plain(t.Failed)
			}
		})
		show()
	})
	wg.Wait()
	err := m.cmd.Wait()
	m.change(func() { m.over, m.err = true, err })
}

// eachLine calls do with every line, until the end.
func eachLine(r io.Reader, do func(string)) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 64<<10)
	for lines.Scan() {
		do(lines.Text())
	}
	io.Copy(io.Discard, r) // a line that was too long
}

func (m *measuring) change(do func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	do()
}

// stop asks the experiment that runs to end, as Ctrl-C does.
func (b *bench) stop() {
	b.mu.Lock()
	m := b.last
	b.mu.Unlock()
	if m == nil {
		return
	}
	m.change(func() {
		if m.over || m.stopped {
			return
		}
		m.stopped = true
		if m.cmd.Process.Signal(os.Interrupt) != nil { // Windows has none
			m.cmd.Process.Kill()
		}
	})
}

// end ends the stream of the last experiment.
func (b *bench) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last != nil {
		b.last.feed.End()
	}
}

// A measuringView is what a page shows of an experiment.
type measuringView struct {
	W             *lesson.Words
	Folder        string
	Seconds, Done int
	Said          string
	Running       bool
	Problem       string // why it told nothing; "" where it did
}

// view is what a page shows of an experiment; m may be nil.
func (b *bench) view(m *measuring) measuringView {
	v := measuringView{W: b.course.Words}
	if m == nil {
		return v
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	v.Folder, v.Seconds, v.Done, v.Running = m.folder, m.seconds, min(m.done, m.seconds), !m.over
	v.Said = strings.Join(m.said, "\n")
	switch exited, _ := errors.AsType[*exec.ExitError](m.err); {
	case m.stopped:
		v.Problem = v.W.Say("web.stopped")
	case m.failed != "":
		v.Problem = v.W.Say("play.failed", "error", m.failed)
	case m.err != nil && exited != nil && len(m.said) > 0:
		v.Problem = v.W.Say("play.failed", "error", m.said[len(m.said)-1])
	case m.err != nil:
		v.Problem = v.W.Say("play.failed", "error", m.err.Error())
	}
	return v
}

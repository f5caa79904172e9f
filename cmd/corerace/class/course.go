package class

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"

	"corerace/bench/child"
	"corerace/cmd/corerace/class/settings"
	"corerace/cmd/corerace/lesson"
	"corerace/docs/lessons"
)

// A Course is the lessons that a server shows.
type Course struct {
	Lessons []*lesson.Lesson
	Words   *lesson.Words // of the language that its pages are in
	From    string        // the teacher's folder; "" for the lessons that are built in
	Folders string        // where the lessons lie that were begun on this machine
}

// OpenCourse reads the lessons that settings name.
func OpenCourse(set *settings.Serve) (c Course, err error) {
	c = Course{From: set.Lessons, Folders: set.Folders}
	if c.Words, err = lesson.ReadWords(lessons.Files, set.Language); err != nil {
		return c, err
	}
	if c.From == "" {
		c.Lessons, err = lesson.Load(lessons.Files, set.Language, set.Language)
	} else {
		c.Lessons, err = lesson.Load(os.DirFS(c.From), ".", set.Language)
	}
	if err != nil {
		return c, fmt.Errorf("the lessons can't be read: %w", err)
	}
	if len(c.Lessons) == 0 {
		return c, fmt.Errorf("%s: there are no lessons", c.From)
	}
	return c, nil
}

// find is the lesson of an id; nil where there is none.
func (c Course) find(id string) *lesson.Lesson {
	i := slices.IndexFunc(c.Lessons, func(l *lesson.Lesson) bool { return l.ID == id })
	if i < 0 {
		return nil
	}
	return c.Lessons[i]
}

// next is the lesson behind another one; nil behind the last.
func (c Course) next(l *lesson.Lesson) *lesson.Lesson {
	if i := slices.Index(c.Lessons, l); i >= 0 && i+1 < len(c.Lessons) {
		return c.Lessons[i+1]
	}
	return nil
}

// begin begins a lesson in a folder of its own, whose name it returns.
func (c Course) begin(l *lesson.Lesson) (string, error) {
	now := time.Now()
	dir, err := lesson.NewDir(c.Folders, l.ID, now)
	if err != nil {
		return "", err
	}
	return filepath.Base(dir), lesson.NewProgress(dir, l, c.From, "", now).Save()
}

// folderForm is what the name of a lesson's folder looks like.
var folderForm = regexp.MustCompile(`^[0-9]{8}T[0-9]{6}Z-[a-z0-9][a-z0-9-]{0,90}$`)

// passage is the way through a lesson that is kept in a folder. The terminal's lesson goes on with the same.
func (c Course) passage(folder string) (*lesson.Passage, error) {
	if !folderForm.MatchString(folder) {
		return nil, fs.ErrNotExist
	}
	at, err := lesson.ReadProgress(filepath.Join(c.Folders, folder))
	if err != nil {
		return nil, err
	}
	l := c.find(at.Lesson)
	if l == nil || at.From != c.From || len(l.Steps) != at.Steps {
		return nil, fs.ErrNotExist // of another folder of lessons, or of what was another lesson then
	}
	at.Step = min(at.Step, len(l.Steps))
	return &lesson.Passage{Lesson: l, Words: c.Words, State: at, Now: time.Now}, nil
}

// begun are the folders of each lesson's newest passage, and how far it is.
func (c Course) begun() map[string]*lesson.Progress {
	all := map[string]*lesson.Progress{}
	for _, p := range lesson.Begun(c.Folders) { // the last one is the newest
		if (!p.Done || len(p.Answers) > 0) && folderForm.MatchString(filepath.Base(p.Dir())) && p.From == c.From {
			all[p.Lesson] = p
		}
	}
	return all
}

// A shownHere remembers for a moment what this machine showed: a whole class asks for it at once.
type shownHere struct {
	course Course

	mu   sync.Mutex
	name string // of the quantity, behind its lesson
	at   time.Time
	m    lesson.Quantity
	ok   bool
}

// hereFor is how long what this machine showed is remembered.
const hereFor = 2 * time.Second

// of is what this machine showed of a quantity of a lesson.
func (h *shownHere) of(l *lesson.Lesson, quantity string) (lesson.Quantity, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if name := l.ID + " " + quantity; name != h.name || time.Since(h.at) > hereFor {
		h.m, h.ok = h.course.found(l, quantity)
		h.name, h.at = name, time.Now()
	}
	return h.m, h.ok
}

// found is what this machine showed of a quantity when its lesson was gone through here last.
func (c Course) found(l *lesson.Lesson, name string) (m lesson.Quantity, ok bool) {
	for _, p := range lesson.Begun(c.Folders) {
		if q := p.Quantity(name); p.Lesson == l.ID && q.Known {
			m, ok = q, true
		}
	}
	return m, ok
}

// A factBook asks the command for the facts of lessons, each once.
type factBook struct {
	races  Races
	course Course

	mu    sync.Mutex
	known map[string]lesson.Facts
}

// factsTimeout is how long the command may take for them, and factsBytes how much of what it says is read.
const (
	factsTimeout = 30 * time.Second
	factsBytes   = 4 << 20
)

// of are the facts of a lesson. Where they can't be had there are none, and they are asked for again the next time.
func (b *factBook) of(ctx context.Context, l *lesson.Lesson) (lesson.Facts, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if f, ok := b.known[l.ID]; ok {
		return f, nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), factsTimeout)
	defer cancel()
	args := []string{"lesson", "facts", l.ID, "--lang", b.course.Words.Language}
	if b.course.From != "" {
		args = append(args, "--from", b.course.From)
	}
	cmd := exec.CommandContext(ctx, b.races.Command[0], append(slices.Clone(b.races.Command[1:]), args...)...)
	var said limitedBuffer
	cmd.Stdout = &said
	var f lesson.Facts
	err := child.Start(cmd)
	if err == nil {
		err = cmd.Wait()
	}
	if err == nil {
		err = json.Unmarshal(said.text, &f)
	}
	if err != nil {
		return f, fmt.Errorf("the facts of %s: %w", l.ID, err)
	}
	if b.known == nil {
		b.known = map[string]lesson.Facts{}
	}
	b.known[l.ID] = f
	return f, nil
}

// A limitedBuffer keeps what is written, up to factsBytes, and then refuses more.
type limitedBuffer struct{ text []byte }

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if len(b.text)+len(p) > factsBytes {
		return 0, fmt.Errorf("more than %d bytes", factsBytes)
	}
	b.text = append(b.text, p...)
	return len(p), nil
}

package class

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"corerace/bench/testkit"
	"corerace/cmd/corerace/class/settings"
	"corerace/cmd/corerace/lesson"
	"corerace/docs/lessons"
	"corerace/results"
)

// aCourse are the lessons of a language, with a folder for those that are begun.
func aCourse(t testing.TB, language string) Course {
	t.Helper()
	c, err := OpenCourse(&settings.Serve{Language: language, Folders: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// asMeasuring makes the test binary the command as pages ask it: its value is the file that it waits for while it
// measures.
const asMeasuring = "CORERACE_TEST_MEASURING"

// playCommand does what the command does for a page, with figures that are made up.
func playCommand(wait string, args []string) error {
	if len(args) < 3 || args[0] != "lesson" {
		return fmt.Errorf("lesson measure and lesson facts are known: %q", args)
	}
	all, err := lesson.Load(lessons.Files, "en", "en")
	if err != nil {
		return err
	}
	words, err := lesson.ReadWords(lessons.Files, "en")
	if err != nil {
		return err
	}
	say := json.NewEncoder(os.Stdout).Encode
	if args[1] == "facts" {
		return say(lesson.FactsOf(all[0], lesson.Here{Cores: 1}, madeUp{}))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	at, err := lesson.ReadProgress(args[2])
	if err != nil {
		return err
	}
	p := &lesson.Passage{Lesson: all[0], Words: words, State: at, Now: time.Now}
	_, step := all[0].Screen(at.Step)
	again := all[0].Steps[step].Kind == lesson.Explain
	t := all[0].TrialOf(step)
	if err := say(lesson.Told{Seconds: p.Seconds(t, again)}); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "it says <b>something</b>")
	m, err := p.Measure(ctx, madeUp{wait, say}, t, again, nil)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(m.Dir, "report.html"), []byte("a report"), 0o666); err != nil || again {
		return err
	}
	return p.Past(step)
}

// A madeUp bench waits for a file, and finds what one finds behind a lock and without it: the first time beside others
// that were too busy.
type madeUp struct {
	wait string
	say  func(any) error
}

func (b madeUp) Measure(ctx context.Context, t *lesson.Trial, k lesson.Keeping) ([]lesson.Quantity, error) {
	if err := errors.Join(os.MkdirAll(k.Dir, 0o777), b.say(lesson.Told{Done: 3})); err != nil {
		return nil, err
	}
	for {
		if _, err := os.Stat(b.wait); err == nil {
			break
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
	found, _, _ := b.Replay(t)
	if t.Seconds == 40 {
		found[0].Doubt, found[0].Share = "busy", 63
	}
	return found, nil
}

func (madeUp) Replay(*lesson.Trial) ([]lesson.Quantity, lesson.Machine, bool) {
	figure := func(name string, x float64) lesson.Quantity {
		return lesson.Quantity{Name: name, Unit: "x", Known: true, Range: results.Range{Value: x, Lo: x - 0.02, Hi: x + 0.02}}
	}
	return []lesson.Quantity{figure("gil*2", 1), figure("goroutines*2", 1.95), figure("gil*4", 1)},
		lesson.Machine{CPU: "A CPU", Cores: 8, Date: "2026-01-02"}, true
}

// measures has the command be the test binary, and returns what lets it go on.
func measures(t *testing.T) (release func()) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "go")
	t.Setenv(asMeasuring, file)
	return func() {
		if err := os.WriteFile(file, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// A reader goes through a lesson on the pages of a server.
type reader struct {
	*served
	folder string
}

// begins begins the first lesson.
func begins(s *served) reader {
	s.t.Helper()
	s.post("/lessons", s.TeacherToken(), "lesson=two-threads")
	begun, _ := filepath.Glob(filepath.Join(s.course.Folders, "*"))
	if len(begun) == 0 {
		s.t.Fatal("no lesson is begun")
	}
	return reader{s, filepath.Base(begun[len(begun)-1])}
}

func (r reader) page(query string) string {
	r.t.Helper()
	r.forgive()
	_, text := r.get("/lesson/"+r.folder+query, r.TeacherToken())
	return text
}

func (r reader) send(what, form string) (int, string) {
	r.t.Helper()
	r.forgive()
	return r.post("/lesson/"+r.folder+"/"+what, r.TeacherToken(), form)
}

// has waits until the page has a text, and returns it.
func (r reader) has(want string) (text string) {
	r.t.Helper()
	defer func() {
		if r.t.Failed() {
			r.t.Logf("no %q in\n%s", want, text)
		}
	}()
	testkit.Eventually(r.t, "the page has "+want, func() bool {
		text = r.page("")
		return strings.Contains(text, want)
	})
	return text
}

// A lesson on pages keeps what it keeps in a terminal, in the same folder, asks before it measures, and says only what
// the numbers bear.
func TestALessonIsGoneThroughOnPages(t *testing.T) {
	release := measures(t)
	s := aClass(t)
	r := begins(s)
	for _, want := range []string{"This computer has more than one core", "This lesson needs two cores", "Step 2 of 12"} {
		if text := r.page(""); !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	r.send("measure", "step=3")
	r.send("on", "step=1")
	r.has("How fast are two threads behind one lock") // nothing goes on without a prediction
	if status, text := r.send("answer", "step=1&answer=perhaps"); status != http.StatusUnprocessableEntity ||
		!strings.Contains(text, "choose one") {
		t.Errorf("an answer that is none: %d %s", status, text)
	}
	r.send("answer", "step=1&answer=same")
	r.send("answer", "step=1&answer=twice") // of a page that is behind
	r.send("answer", "step=2&answer=twice")
	if text := r.has("Measure now"); !strings.Contains(text, "<b>About as fast as one thread.</b>") {
		t.Errorf("the prediction isn't on the page:\n%s", text)
	}
	r.send("measure", "step=3")
	r.has(`max="40" value="3"`)
	r.has("it says &lt;b&gt;something")
	if status, _ := s.post("/live/race", s.TeacherToken(), "workload=primes&mode=serial&budget=10s"); status != 422 {
		t.Errorf("a race beside it: %d", status)
	}
	r.send("stop", "")
	r.has("It was stopped.")
	r.send("measure", "step=3")
	release()
	text := r.has("Measure once more, for about 80 s")
	if !strings.Contains(text, "Too noisy to tell: other programs had 63\u00a0%") ||
		strings.Contains(text, "Your prediction fits") || !strings.Contains(text, "<b>gil ×2</b> <span>not known") {
		t.Errorf("it claims something:\n%s", text)
	}
	if text := r.page("?replay"); !strings.Contains(text, "A recording, and not this machine: A CPU, 8 cores") {
		t.Errorf("no recording in\n%s", text)
	}
	r.send("measure", "step=5")
	text = r.has("Measure once more, for about 160 s")
	if !strings.Contains(text, "Your prediction fits: it was 1.00×") ||
		!strings.Contains(text, "Only the thread that holds the lock computes.") || !strings.Contains(text, `class="guess hole"`) {
		t.Errorf("it explains nothing:\n%s", text)
	}
	if _, report := r.get("/lesson/"+r.folder+"/report", s.TeacherToken()); report != "a report" {
		t.Errorf("the report is %s", report)
	}
	if text := r.page("?at=1"); !strings.Contains(text, `class="mine">About as fast`) || strings.Contains(text, "radio") {
		t.Errorf("what was answered before is\n%s", text)
	}
	p, err := lesson.ReadProgress(filepath.Join(s.course.Folders, r.folder))
	if err != nil || p.Runs != 3 || len(p.Answers) != 2 || p.Answers[0].Text != "same" || p.Answers[0].Outcome != "right" {
		t.Errorf("%v: %+v", err, p)
	}
	for _, form := range []string{"on step=5", "on step=6", "answer step=7&answer=same", "measure step=8"} {
		what, form, _ := strings.Cut(form, " ")
		r.send(what, form)
	}
	r.has("Measure once more, for about 60 s")
	r.send("on", "step=10")
	r.send("answer", "step=11&answer=x")
	text = r.page("")
	choice := regexp.MustCompile(`name="answer" value="([a-z-]+)"`).FindStringSubmatch(text)
	if choice == nil {
		t.Fatal(text)
	}
	r.send("answer", "step=11&answer="+choice[1])
	r.send("on", "step=11")
	r.has("What this machine showed:")
	if _, list := s.get("/lessons", s.TeacherToken()); !strings.Contains(list, "done here") {
		t.Errorf("the list is\n%s", list)
	}
}

func TestOnlyFoldersOfLessonsAreOpened(t *testing.T) {
	s := aClass(t)
	other := filepath.Join(s.course.Folders, "20261130T100000Z-another")
	if err := os.MkdirAll(other, 0o777); err != nil {
		t.Fatal(err)
	}
	at := lesson.NewProgress(other, s.course.Lessons[0], "/of/another/teacher", "", time.Now())
	if err := at.Save(); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"..", "%2e%2e", "..%2f..", "20261130T100000Z-another", "20261130T100000Z-none",
		"20261130T100000Z-..%2fx", strings.Repeat("x", 300)} {
		for _, behind := range []string{"", "/report", "/events"} {
			s.forgive()
			status, _ := s.get("/lesson/"+folder+behind, s.TeacherToken())
			if status != http.StatusNotFound && status != http.StatusTemporaryRedirect && status != 301 && status != 307 {
				t.Errorf("%s%s: %d", folder, behind, status)
			}
		}
	}
	if status, _ := s.post("/lessons", s.TeacherToken(), "lesson=../x"); status != http.StatusUnprocessableEntity {
		t.Errorf("a lesson that there isn't: %d", status)
	}
}

// What stands in a teacher's own lesson is text, whatever it looks like.
func TestALessonOfAnotherIsText(t *testing.T) {
	t.Setenv(asMeasuring, "x")
	const evil = `<script>alert(1)</script><img src=x onerror=y>"'`
	text := strings.NewReplacer("EVIL", evil).Replace("---\nid: evil\nminutes: 2\nlevel: first\ngoal: EVIL\n" +
		"misconception: EVIL\n---\n# EVIL\n\nEVIL\n\n## predict q\nquantity: EVIL\nEVIL\n- a | ..1 | EVIL\n- b | 1.. | EVIL\n\n" +
		"## run EVIL\nseconds: 5\n\n## show\nquantities: EVIL\n\n## explain q\n")
	all, err := lesson.Load(fstest.MapFS{"evil.md": {Data: []byte(strings.Replace(text, "run "+evil, "run race", 1))}}, ".", "en")
	if err != nil {
		t.Fatal(err)
	}
	s := aClass(t)
	s.course.Lessons = all
	s.post("/lessons", s.TeacherToken(), "lesson=evil")
	begun, _ := filepath.Glob(filepath.Join(s.course.Folders, "*evil"))
	r := reader{s, filepath.Base(begun[0])}
	pages := []string{r.page("")}
	r.send("answer", "step=1&answer=a")
	pages = append(pages, r.page(""))
	p, err := s.course.passage(r.folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Past(2); err != nil {
		t.Fatal(err)
	}
	_, list := s.get("/lessons", s.TeacherToken())
	for i, page := range append(pages, r.page(""), list) {
		if !strings.Contains(page, "&lt;script&gt;") || strings.Contains(page, "<script>") || strings.Contains(page, "<img") {
			t.Errorf("page %d is\n%s", i, page)
		}
	}
}

// Every sentence that a page says is there, and every one that is there is said.
func TestPagesSayTheSentencesThatThereAre(t *testing.T) {
	said := map[string]bool{}
	key := regexp.MustCompile(`"((?:web|play|chart|list)\.[a-z.-]+[a-z])"`)
	files := os.DirFS(".")
	err := fs.WalkDir(files, ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, "_test.go") || filepath.Ext(path) != ".go" && filepath.Ext(path) != ".tmpl" {
			return err
		}
		text, err := fs.ReadFile(files, path)
		for _, m := range key.FindAllSubmatch(text, -1) {
			said[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range lesson.Languages {
		w, err := lesson.ReadWords(lessons.Files, language)
		if err != nil {
			t.Fatal(err)
		}
		for k := range said {
			if !w.Has(k) {
				t.Errorf("%s has no %s", language, k)
			}
		}
		for _, k := range w.Keys() {
			if strings.HasPrefix(k, "web.") && !said[k] {
				t.Errorf("%s is said nowhere", k)
			}
		}
	}
}

package main

import (
	"bytes"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"corerace/bench/disturb"
	"corerace/bench/testkit"
	"corerace/cmd/corerace/lesson"
	"corerace/docs/lessons"
	"corerace/results"
	"corerace/results/conditions"
)

// A taught lesson is one that was gone through by a process of this binary, in a folder of its own.
type taught struct {
	*lesson.Lesson
	words  *lesson.Words
	dir    string // of the lesson
	said   string // in one line
	stderr string
}

// teach goes through a lesson with short experiments. It answers what it is asked with the letter b, or with 1.
func teach(t *testing.T, l *lesson.Lesson, words *lesson.Words) taught {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "lesson", l.ID, "--lang", l.Language, "--rounds", "6", "--no-lock")
	cmd.Env, cmd.Dir = append(os.Environ(), asCommand+"=1"), dir
	cmd.Stdin = strings.NewReader(strings.Repeat("b\n1\n", 200))
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", l.ID, err, stdout.String(), stderr.String())
	}
	paths, _ := filepath.Glob(filepath.Join(dir, lessonFolders(), "*"))
	if len(paths) != 1 {
		t.Fatalf("%s left %q", l.ID, paths)
	}
	return taught{l, words, paths[0], strings.Join(strings.Fields(stdout.String()), " "), stderr.String()}
}

// builtIn are the lessons of a language, with its sentences.
func builtIn(t *testing.T, language string) ([]*lesson.Lesson, *lesson.Words) {
	t.Helper()
	all, err := lesson.Load(lessons.Files, language, language)
	if err != nil {
		t.Fatal(err)
	}
	words, err := lesson.ReadWords(lessons.Files, language)
	if err != nil {
		t.Fatal(err)
	}
	return all, words
}

// taughtHere is whether a test run goes through a lesson: a plain one through a single one, a long one through some, the
// longest through all of them in English and one in German.
func taughtHere(id, language string) bool {
	switch {
	case language != "en":
		return testkit.All() && id == "counter"
	case testkit.All():
		return true
	case testkit.Long():
		return slices.Contains([]string{"amdahl", "counter", "convoy"}, id)
	}
	return id == "counter"
}

func TestALessonSaysOnlyWhatItsRecordsBear(t *testing.T) {
	for _, language := range lesson.Languages {
		all, words := builtIn(t, language)
		for _, l := range all {
			if !taughtHere(l.ID, language) {
				continue
			}
			t.Run(language+"-"+l.ID, func(t *testing.T) { teach(t, l, words).check(t) })
		}
	}
}

func TestALessonBesideANeighbourIsTooNoisyOrTrue(t *testing.T) {
	testkit.NeedsLong(t)
	stop, err := disturb.Start(t.Context(), 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	all, words := builtIn(t, "en")
	for _, l := range all {
		if l.ID == "neighbour" || testkit.All() && slices.Contains([]string{"amdahl", "moving"}, l.ID) {
			teach(t, l, words).check(t)
		}
	}
}

// check reads each claim of a lesson against its records.
func (x taught) check(t *testing.T) {
	t.Helper()
	at, err := lesson.ReadProgress(x.dir)
	if err != nil || !at.Done || len(at.Answers) != len(x.Questions()) {
		t.Fatalf("%v: progress %+v", err, at)
	}
	records, measured := 0, map[string]results.Answer{}
	paths, _ := filepath.Glob(filepath.Join(x.dir, "*", "run.jsonl"))
	for _, path := range paths {
		rec, err := results.ReadFile(path)
		if err != nil || rec.Skipped > 0 || rec.Unknown > 0 || rec.End == nil {
			t.Fatalf("%s: %v, %+v", path, err, rec)
		}
		records++
		x.checkAnswers(t, path, rec, measured)
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), "report.html")); err != nil {
			t.Error(err)
		}
	}
	if records == 0 && !slices.Contains(x.Needs, "linux") {
		t.Errorf("%s left no record", x.ID)
	}
	for _, q := range x.Questions() {
		found := slices.ContainsFunc(at.Found, func(m lesson.Quantity) bool { return m.Name == q.Quantity })
		if q.Quantity != "" && !found {
			t.Errorf("%s: nothing was found of %s, which is asked for", x.ID, q.Quantity)
		}
	}
	x.checkExplanations(t, at, measured)
}

// checkAnswers holds the answers of a record to its conditions: an answer stands there before anything that was
// measured, and what the conditions don't bear is unclear.
func (x taught) checkAnswers(t *testing.T, path string, rec *results.Record, measured map[string]results.Answer) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	first := bytes.Index(text, []byte(`"kind":"answer"`))
	for _, kind := range []string{"sample", "gil", "round"} {
		if at := bytes.Index(text, []byte(`"kind":"`+kind+`"`)); at >= 0 && (first < 0 || at < first) {
			t.Errorf("%s: a %s stands before the answers", path, kind)
		}
	}
	claimable := conditions.OfRecord(rec).Claimable()
	for _, a := range results.Answers(rec.Answers) {
		q := x.question(a)
		if a.Outcome == "" || q == nil {
			continue
		}
		// What a clock shows beside a neighbour is no claim, and what was lost is lost whoever else had the cores.
		free := strings.HasPrefix(q.Quantity, "clock:") || strings.HasPrefix(q.Quantity, "updates:")
		if !claimable && !free && (a.Outcome != results.OutcomeUnclear || a.Measured != nil) {
			t.Errorf("%s: the conditions bear no claim, and %s is %s", path, a.Question, a.Outcome)
		}
		if a.Measured != nil {
			measured[q.Quantity] = a
		}
	}
}

// question is what an answer is about; nil where its lesson doesn't ask that.
func (x taught) question(a results.Answer) *lesson.Question {
	for _, q := range x.Questions() {
		if q.ID == a.Question && q.Attempt == a.Attempt {
			return q
		}
	}
	return nil
}

// checkExplanations finds every explanation that was printed, and holds it to the figure that the record has of it: its
// whole interval lies in the case that the explanation is of.
func (x taught) checkExplanations(t *testing.T, at *lesson.Progress, measured map[string]results.Answer) {
	t.Helper()
	for _, s := range x.Steps {
		topic, ok := lesson.TopicOf(s.Topic)
		if !ok {
			continue
		}
		a, claimed := measured[s.Question.Quantity]
		for _, c := range topic.Cases {
			seen, _, _ := strings.Cut(x.words.Say("explain."+topic.Name+"."+c.Name, "value", "\x01", "span", "\x02"), " | ")
			figure := `[0-9]+[.,]?[0-9]*(?:×| %)`
			pattern := strings.NewReplacer("\x01", "("+figure+")", "\x02", figure+` \S+ `+figure).Replace(
				regexp.QuoteMeta(strings.Join(strings.Fields(seen), " ")))
			for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(x.said, -1) {
				switch {
				case !claimed:
					t.Errorf("%s: %q is said of %s, of which the records say nothing", x.ID, m[0], s.Question.Quantity)
				case !x.spoken(at, topic.Name, c, m[1]):
					t.Errorf("%s: %q is said, and the record has %+v", x.ID, m[0], *a.Measured)
				}
			}
		}
	}
}

// spoken is whether a figure that was printed is one that a record has, with its interval in the case.
func (x taught) spoken(at *lesson.Progress, topic string, c lesson.Case, printed string) bool {
	for _, s := range x.Steps {
		if s.Topic != topic {
			continue
		}
		for _, a := range at.Answers {
			if q := x.question(a); q != nil && q.Quantity == s.Question.Quantity && a.Measured != nil &&
				x.words.Figure(a.Measured.Value, a.Unit) == printed && a.Measured.Lo >= c.Lo && a.Measured.Hi < c.Hi {
				return true
			}
		}
	}
	return false
}

func TestLessonsOfATeacherAreFoundAndWhatIsWrongIsNamed(t *testing.T) {
	dir := t.TempDir()
	good, err := fs.ReadFile(lessons.Files, "en/07-uneven.md")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("mine.md", strings.Replace(string(good), "id: uneven", "id: mine", 1))
	var stdout, stderr bytes.Buffer
	if status := run([]string{"lesson", "list", "--from", dir, "--lang", "en"}, &stdout, &stderr); status != 0 ||
		!strings.Contains(stdout.String(), "mine: Uneven work") || strings.Contains(stdout.String(), "two-threads") {
		t.Errorf("status %d: %s%s", status, stdout.String(), stderr.String())
	}
	write("broken.md", strings.Replace(string(good), "topic: uneven", "topic: luck", 1))
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"lesson", "list", "--from", dir}, `broken.md: line `},
		{[]string{"lesson", "list", "--from", dir + "/no"}, "a folder of lessons expected"},
		{[]string{"lesson", "list", "--from", t.TempDir()}, "there is no lesson"},
		{[]string{"lesson", "list", "--lang", "fr"}, `unknown language "fr"`},
		{[]string{"lesson", "two-treads", "--lang", "en"}, `did you mean "two-threads"?`},
		{[]string{"lesson"}, "takes the name of one lesson"},
		{[]string{"lesson", "handout", "uneven", "--format", "pdf"}, `unknown format "pdf"`},
		{[]string{"lesson", "two-threads", "--rounds", "0"}, "more than 0 expected"},
	} {
		stdout.Reset()
		stderr.Reset()
		if status := run(c.args, &stdout, &stderr); status != exitUsage || !strings.Contains(stderr.String(), c.want) {
			t.Errorf("%q: status %d, %q", c.args, status, stderr.String())
		}
	}
}

func TestAHandoutHasOnePage(t *testing.T) {
	for _, language := range lesson.Languages {
		all, _ := builtIn(t, language)
		for _, l := range all {
			var stdout, stderr bytes.Buffer
			if status := run([]string{"lesson", "handout", l.ID, "--lang", language}, &stdout, &stderr); status != 0 {
				t.Fatalf("%s: %s", l.ID, stderr.String())
			}
			// Some 52 lines of about 95 characters fit on A4 as the page sets them.
			lines := 0
			for line := range strings.Lines(stdout.String()) {
				lines += int(math.Ceil(float64(len(line)) / 95))
			}
			if lines > 62 { // lines between paragraphs are half as high
				t.Errorf("%s in %s has %s lines", l.ID, language, strconv.Itoa(lines))
			}
		}
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"corerace/cmd/corerace/lesson"
)

// What a page has the command measure stands in the lesson's own folder, so the terminal goes on where the page was.
func TestALessonIsMeasuredForAPage(t *testing.T) {
	all, words := builtIn(t, "en")
	c := &course{all, words}
	l, err := c.find("counter")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	p := &lesson.Passage{Lesson: l, Words: words, State: lesson.NewProgress(dir, l, "", "", time.Now()), Now: time.Now}
	_, asked := l.Screen(0)
	if err := p.Keep(l.Steps[asked].Question, lesson.Reply{Choice: "none"}, "none"); err != nil {
		t.Fatal(err)
	}
	measure := func() (string, error) {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "lesson", "measure", dir, "--rounds", "2", "--no-lock")
		cmd.Env = append(os.Environ(), asCommand+"=1")
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		err := cmd.Run()
		return stdout.String() + stderr.String(), err
	}
	if said, err := measure(); err == nil || !strings.Contains(said, "step 2 of the lesson measures nothing") {
		t.Errorf("a text is measured: %v, %s", err, said)
	}
	if err := p.Past(asked); err != nil {
		t.Fatal(err)
	}
	for i, seconds := range []int{15, 30} { // at what explains it, it is done again
		said, err := measure()
		if err != nil {
			t.Fatal(err, said)
		}
		var told lesson.Told
		if err := json.NewDecoder(strings.NewReader(said)).Decode(&told); err != nil || told.Seconds != seconds {
			t.Errorf("experiment %d says %s, %v", i, said, err)
		}
		at, err := lesson.ReadProgress(dir)
		if err != nil {
			t.Fatal(err)
		}
		a := at.Answer(l.Steps[asked].Question)
		if at.Runs != i+1 || at.Step != asked+2 || a == nil || a.Outcome == "" || len(at.Last.Found) == 0 {
			t.Errorf("after experiment %d: %+v", i, at)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "2-lock", "report.html")); err != nil {
		t.Error(err)
	}
}

func TestThePageIsToldWhatTheMachineLacksAndWhatRecordingsShow(t *testing.T) {
	status, stdout, stderr := command("lesson", "facts", "two-threads", "--lang", "de")
	var f lesson.Facts
	if err := json.Unmarshal([]byte(stdout), &f); err != nil || status != 0 {
		t.Fatalf("%d: %v\n%s%s", status, err, stdout, stderr)
	}
	all, _ := builtIn(t, "de")
	if found, of, ok := f.Replay(all[0])(all[0].TrialOf(3)); !ok || of.Cores < 2 || len(found) == 0 {
		t.Errorf("%v %+v %v", found, of, ok)
	}
	if status, _, _ := command("lesson", "facts", "nosuch"); status != exitUsage {
		t.Errorf("of no lesson: %d", status)
	}
}

package class

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/class/settings"
	"corerace/results"
)

// asLesson makes the test binary a lesson that is over at once: it leaves what a real one leaves.
const asLesson = "CORERACE_TEST_LESSON"

// leaveLesson writes the files of a lesson that somebody went through.
func leaveLesson() error {
	dir := filepath.Join("corerace-out", "lessons", "20261130T100000Z-two-threads")
	if err := os.MkdirAll(filepath.Join(dir, "1-race"), 0o777); err != nil {
		return err
	}
	value := results.Answer{At: time.Unix(1_764_500_000, 0).UTC(), Lesson: "two-threads", Question: "lock", Text: "same",
		Unit: "x", Measured: &results.Range{Value: 1, Lo: 0.98, Hi: 1.02}, Outcome: results.OutcomeRight}
	text, err := json.Marshal(lessonFile{Lesson: "two-threads", Done: true, Answers: []results.Answer{value}})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "lesson.json"), text, 0o666); err != nil {
		return err
	}
	record, err := os.ReadFile(os.Getenv(asLesson))
	if err != nil {
		return err
	}
	line, err := json.Marshal(struct {
		Kind string `json:"kind"`
		results.Answer
	}{results.KindAnswer, value})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "1-race", "run.jsonl"), append(append(record, line...), '\n'), 0o666)
}

// joinOf are the settings of a student whose lesson is the test binary's.
func joinOf(t *testing.T, s *served) *settings.Join {
	t.Helper()
	small, err := filepath.Abs("../../../results/testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(asLesson, small)
	return &settings.Join{Where: s.URL + "/j/" + s.room.Code, Name: "Ada", Dir: t.TempDir(), Language: "en",
		Command: []string{os.Args[0]}}
}

func TestJoiningDoesTheLessonAndHandsItIn(t *testing.T) {
	s := aClass(t)
	set := joinOf(t, s)
	var out lockedBuffer
	if err := Join(t.Context(), set, strings.NewReader(""), &out, &out); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, want := range []string{"You are Ada", "All of it is handed in"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it doesn't say %q, but\n%s", want, out.String())
		}
	}
	testkit.Eventually(t, "the wall has it", func() bool {
		v := s.room.View()
		return v.Students == 1 && v.Answered == 1 && v.Handed == 1 && v.Asked.Answers[0].Measured != nil
	})
	if err := Join(t.Context(), set, strings.NewReader(""), &out, &out); err != nil {
		t.Fatal(err)
	}
	if v := s.room.View(); v.Students != 1 || v.People[0].Records != 1 {
		t.Errorf("joining again is somebody else, or hands in twice: %+v", v.People)
	}
}

// What wasn't acknowledged is kept, and sent by the same command later.
func TestWhatWasNotHandedInIsSentLater(t *testing.T) {
	s := aClass(t)
	set := joinOf(t, s)
	c, code, err := newClient(set.Where, "")
	if err != nil {
		t.Fatal(err)
	}
	var out lockedBuffer
	j := &joining{dir: filepath.Join(set.Dir, folderName(c.base, code)), client: c, out: &out}
	if err := j.enter(t.Context(), code, "Ada"); err != nil {
		t.Fatal(err)
	}
	if err := j.run(t.Context(), set, nil, strings.NewReader(""), &out); err != nil {
		t.Fatal(err)
	}
	away, _, err := newClient("http://127.0.0.1:1", "x") // cut off
	if err != nil {
		t.Fatal(err)
	}
	j.client = away
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := j.untilSent(ctx); err == nil || !strings.Contains(err.Error(), "2 things aren't handed in") {
		t.Errorf("cut off: %v", err)
	}
	if err := Join(t.Context(), set, strings.NewReader(""), &out, &out); err != nil {
		t.Fatal(err)
	}
	if v := s.room.View(); v.Answered != 1 || v.Handed != 1 {
		t.Errorf("later: %+v", v.People)
	}
}

// Only what a class says is taken for its word: not what a network's page of login answers, nor a server that is full.
func TestOnlyTheClassAcknowledges(t *testing.T) {
	for _, c := range []struct {
		status  int
		text    string
		refused bool // for good
	}{
		{200, "<!DOCTYPE html><title>Log in</title>", false}, {200, "{}", false}, {200, `{"ok":false}`, false},
		{302, "", false}, {403, "<html>", false}, {410, "<html>", false}, {404, `{"text":"x"}`, false},
		{401, `{"text":"x"}`, false}, {429, `{"text":"x"}`, false}, {503, `{"text":"x"}`, false},
		{507, `{"text":"x"}`, false}, {409, `{"text":"x"}`, true}, {410, `{"text":"x"}`, true},
		{413, `{"text":"x"}`, true}, {422, `{"text":"x"}`, true},
	} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			io.WriteString(w, c.text)
		}))
		j := &joining{dir: t.TempDir(), out: t.Output(), state: joinState{Key: "k"}}
		var err error
		if j.client, _, err = newClient(web.URL, "ABCD1234"); err != nil {
			t.Fatal(err)
		}
		err = j.client.record(t.Context(), "token", "record-key-1", []byte("x"))
		if _, refused := errors.AsType[*refusedError](err); err == nil || refused != c.refused {
			t.Errorf("%d %q: %v", c.status, c.text, err)
		}
		web.Close()
	}
}

// What the class refuses, and what can't be read here, isn't said to be handed in; the rest is.
func TestWhatIsMissingIsCounted(t *testing.T) {
	s := aClass(t)
	set := joinOf(t, s)
	c, code, err := newClient(set.Where, "")
	if err != nil {
		t.Fatal(err)
	}
	lesson := filepath.Join(set.Dir, folderName(c.base, code), "corerace-out", "lessons", "20261130T090000Z-other")
	if err := os.MkdirAll(lesson, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"lesson.json": `{"lesson":"other"}`, "bad.jsonl": "nonsense\n"} {
		if err := os.WriteFile(filepath.Join(lesson, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	broken := filepath.Join(filepath.Dir(lesson), "broken", "lesson.json")
	if err := os.MkdirAll(filepath.Dir(broken), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(broken, []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	var out lockedBuffer
	if err := Join(t.Context(), set, strings.NewReader(""), &out, &out); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, want := range []string{"not taken: ", "can't be read: " + broken,
		"Not in it: 1 that can't be read, 1 that the class didn't take"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it doesn't say %q, but\n%s", want, out.String())
		}
	}
	if v := s.room.View(); v.Handed != 1 {
		t.Errorf("the rest: %+v", v.People)
	}
}

// A server is a stranger: what it says stands on no command line as it is.
func TestALessonOfAnyNameIsNoArgument(t *testing.T) {
	for _, id := range []string{"--from=x", "-x", "", "a b", "../x", "Ä", strings.Repeat("x", 65)} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/join" {
				writeJSON(w, http.StatusOK, room.Joined{Token: "t", Name: "\x1b[2JA"})
				return
			}
			writeJSON(w, http.StatusOK, meAnswer{Lesson: id})
		}))
		var out lockedBuffer
		set := &settings.Join{Where: web.URL, Code: "ABCD1234", Dir: t.TempDir(), Command: []string{os.Args[0]}}
		err := Join(t.Context(), set, strings.NewReader(""), &out, &out)
		if err == nil || !strings.Contains(err.Error(), "isn't a class") {
			t.Errorf("%q: %v", id, err)
		}
		if strings.Contains(out.String(), "\x1b") {
			t.Errorf("it says %q", out.String())
		}
		web.Close()
	}
}

func TestWhereAClassIsIsReadFromWhatStandsOnTheWall(t *testing.T) {
	for _, c := range [][4]string{
		{"http://192.168.1.5:8765/j/ABCD1234", "", "http://192.168.1.5:8765", "ABCD1234"},
		{"192.168.1.5:8765", "ABCD-1234", "http://192.168.1.5:8765", "ABCD-1234"},
		{"https://class.local/j/ABCD1234#00ff", "", "https://class.local", "ABCD1234"},
		{"ABCD-1234", "", "http://" + settings.DefaultListen, "ABCD-1234"},
	} {
		got, code, err := newClient(c[0], c[1])
		if err != nil || got.base.String() != c[2] || code != c[3] {
			t.Errorf("%q %q: %v %q %v", c[0], c[1], got, code, err)
		}
	}
	for _, where := range []string{"ftp://x/j/A", "http://", "http://192.168.1.5:8765", "://"} {
		if _, _, err := newClient(where, ""); err == nil {
			t.Errorf("%q is taken", where)
		}
	}
}

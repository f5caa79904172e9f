package class

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"corerace/bench/testkit"
	"corerace/cmd/corerace/class/room"
)

// Who floods is held up, and nobody else.
func TestAFloodIsOneVisitors(t *testing.T) {
	s := aClass(t)
	mine, flooder := s.student(1), s.student(2)
	refused := 0
	for range 3 * tokenBurst {
		req := httptest.NewRequestWithContext(canceled(), "GET", s.URL+"/me", nil)
		req.Header.Set("Authorization", "Bearer "+flooder)
		w := httptest.NewRecorder()
		s.handler().ServeHTTP(w, req)
		if w.Code == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused < tokenBurst {
		t.Errorf("of %d requests at once %d were refused", 3*tokenBurst, refused)
	}
	if status, _ := s.get("/me", mine); status != http.StatusOK {
		t.Errorf("another student: %d", status)
	}
}

// canceled is a context that has ended, so that nothing waits.
func canceled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func TestARecordIsBounded(t *testing.T) {
	s := aClass(t)
	token := s.student(1)
	good := string(aRecord(t))
	for name, c := range map[string]struct {
		body string
		want int
	}{
		"nonsense": {"nonsense\n", http.StatusUnprocessableEntity},
		"nothing":  {"", http.StatusUnprocessableEntity},
		"a record": {good, http.StatusOK},
		"it again": {good, http.StatusOK},
		"large":    {good + strings.Repeat(" ", room.DefaultLimits.Record), http.StatusRequestEntityTooLarge},
	} {
		key := "/record?key=record-key-" + strings.ReplaceAll(name, " ", "-")
		if status, text := s.post(key, token, c.body); status != c.want {
			t.Errorf("%s: %d %s, want %d", name, status, text, c.want)
		}
	}
	ofNoLength := io.MultiReader(strings.NewReader(good))
	req, err := http.NewRequestWithContext(t.Context(), "POST", s.URL+"/record?key=record-key-9", ofNoLength)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	got, err := http.DefaultClient.Do(req) // of no length
	if err != nil || got.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a record of no length: %v, %v", got, err)
	}
	if got != nil {
		got.Body.Close()
	}
	form := s.answerForm("answer-key-1", "a") + "&x=" + strings.Repeat("x", 2*formBytes)
	if status, _ := s.post("/answer", token, form); status == http.StatusSeeOther {
		t.Error("a long form is taken")
	}
}

// A record is kept before it is read as a whole, and one that can't be is named beside its student.
func TestARecordThatCannotBeReadIsNamed(t *testing.T) {
	s := aClass(t)
	broken := string(aRecord(t)) + "{\"kind\":\"sample\",\"wall_ns\":-1}\n<script>\n"
	if status, text := s.post("/record?key=record-key-1", s.student(1), broken); status != 200 {
		t.Fatal(status, text)
	}
	testkit.Eventually(t, "the wall says so", func() bool {
		_, text := s.get("/wall", s.TeacherToken())
		return strings.Contains(text, "can&#39;t be read as a whole") && !strings.Contains(text, "<script>\n")
	})
}

// A stream of too many tabs is refused, and is there again when one is closed.
func TestStreamsOfOneAreFew(t *testing.T) {
	l := newLimits()
	var done []func()
	for range tokenStreams {
		done = append(done, l.stream("a", tokenStreams))
	}
	if l.stream("a", tokenStreams) != nil || l.stream("b", tokenStreams) == nil {
		t.Error("the bound is no bound, or not one's own")
	}
	done[0]()
	if l.stream("a", tokenStreams) == nil {
		t.Error("a closed stream still counts")
	}
}

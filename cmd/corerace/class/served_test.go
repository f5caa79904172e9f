package class

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/class/store"
)

// A served class is one for a test.
type served struct {
	*Server
	URL string
	t   *testing.T
}

// aClass serves a new class, with a folder of downloads.
func aClass(t *testing.T) *served {
	t.Helper()
	return serveClass(t, filepath.Join(t.TempDir(), "class.db"))
}

func serveClass(t *testing.T, where string) *served {
	t.Helper()
	st, err := store.Open(t.Context(), where)
	if err != nil {
		t.Fatal(err)
	}
	course := aCourse(t, "en")
	r, err := room.Open(t.Context(), st, course.Lessons, room.Begin{})
	if err != nil {
		t.Fatal(err)
	}
	files := t.TempDir()
	if err := os.WriteFile(filepath.Join(files, "corerace.exe"), []byte("a build\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	races := Races{Dir: t.TempDir(), Command: []string{os.Args[0]},
		Workloads: []string{"primes"}, Modes: []string{"serial"}}
	s, err := NewServer(Config{Room: r, Course: course, Downloads: files, Log: t.Output(), Races: races})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { s.Run(ctx); close(ended) }()
	web := httptest.NewUnstartedServer(nil)
	web.Config = s.HTTP()
	web.Start()
	s.SetAddress(web.URL)
	t.Cleanup(func() { stop(); <-ended; web.Close(); st.Close() })
	return &served{s, web.URL, t}
}

// An asking is a request to a served class.
type asking struct {
	method, path, token, body string
	header                    map[string]string
}

// ask asks, and returns the status and what came.
func (s *served) ask(a asking) (status int, text string) {
	s.t.Helper()
	ctx, stop := context.WithCancel(s.t.Context())
	defer stop()
	req, err := http.NewRequestWithContext(ctx, a.method, s.URL+a.path, strings.NewReader(a.body))
	if err != nil {
		s.t.Fatal(err)
	}
	if a.method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if a.token != "" {
		req.Header.Set("Authorization", "Bearer "+a.token)
	}
	for k, v := range a.header {
		if k == "Host" {
			req.Host = v
		}
		req.Header.Set(k, v)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	got, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer got.Body.Close()
	if strings.HasPrefix(got.Header.Get("Content-Type"), "text/event-stream") {
		return got.StatusCode, "" // it doesn't end
	}
	body, err := io.ReadAll(got.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return got.StatusCode, string(body)
}

// forgive has nobody be over a limit.
func (s *served) forgive() {
	s.limits.mu.Lock()
	defer s.limits.mu.Unlock()
	s.limits.visitors = map[string]*visitor{}
}

// post sends a form, or a record.
func (s *served) post(path, token, body string) (status int, text string) {
	s.t.Helper()
	return s.ask(asking{method: "POST", path: path, token: token, body: body})
}

// get asks for a page.
func (s *served) get(path, token string) (status int, text string) {
	s.t.Helper()
	return s.ask(asking{method: "GET", path: path, token: token})
}

// student joins as student n.
func (s *served) student(n int) string {
	s.t.Helper()
	j, err := s.room.Join(s.t.Context(), s.room.Code, fmt.Sprintf("student-key-%d", n), "")
	if err != nil {
		s.t.Fatal(err)
	}
	return j.Token
}

// answerForm is an answer to the question of now.
func (s *served) answerForm(key, typed string) string {
	v := s.room.View()
	return url.Values{"key": {key}, "lesson": {v.Lesson.ID}, "question": {v.Question.ID}, "answer": {typed}}.Encode()
}

func aRecord(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile("../../../results/testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// A lockedBuffer is written and read at once.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

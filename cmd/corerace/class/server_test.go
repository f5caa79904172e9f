package class

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"corerace/bench/testkit"
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

// Every address, with every kind of token: none, another class's, forged ones, a student's and the teacher's. Where an
// address takes a student's token, what it shows and changes is that student's own.
func TestEveryAddressAsksForItsToken(t *testing.T) {
	s, other := aClass(t), aClass(t)
	mine, another, teacher := s.student(1), s.student(2), s.TeacherToken()
	id, mark, _ := strings.Cut(mine, ".")
	otherID, _, _ := strings.Cut(another, ".")
	nobody := []string{"", "x", ".", "teacher.", "teacher." + mark, id + ".", otherID + "." + mark, mine + "0",
		strings.ToUpper(mine), other.student(1), other.TeacherToken(), strings.Repeat("x", 5000)}
	fill := strings.NewReplacer("{file}", "class.css", "{token}", "x", "{code}", s.room.Code, "{$}", "",
		"{folder}", "20261130T100000Z-two-threads")
	for _, x := range s.routes() {
		method, path, _ := strings.Cut(x.pattern, " ")
		if strings.HasPrefix(path, "/wall/step") {
			continue // what it changes is looked at below
		}
		for kind, tokens := range map[access][]string{anyone: nobody, students: {mine}, teachers: {teacher}} {
			for _, token := range tokens {
				s.forgive()
				a := asking{method: method, path: fill.Replace(path), token: token}
				status, _ := s.ask(a)
				refused := status == http.StatusForbidden || status == http.StatusUnauthorized
				allowed := x.access == anyone || kind == x.access || kind == students && x.access == senders
				if path == "/teacher/{token}" {
					allowed = false // the token is in the address
				}
				if refused == allowed {
					t.Errorf("%s with token %.20q of kind %d: %d", x.pattern, token, kind, status)
				}
				a.token = ""
				for _, name := range []string{teacherCookie, studentCookie} { // a token in another's cookie is what it is
					a.header = map[string]string{"Cookie": name + "=" + url.PathEscape(token)}
					again, _ := s.ask(a)
					if refused != (again == http.StatusForbidden || again == http.StatusUnauthorized) {
						t.Errorf("%s with token %.20q in the cookie %s: %d, else %d", x.pattern, token, name, again, status)
					}
				}
			}
		}
	}
	s.forgive()
	for _, token := range append(nobody, mine, another) {
		if status, _ := s.post("/wall/step", token, "n=0&do=reveal"); status != http.StatusForbidden {
			t.Errorf("a step with token %.20q: %d", token, status)
		}
		if status, _ := s.get("/teacher/"+url.PathEscape(token), ""); status == http.StatusSeeOther {
			t.Errorf("token %.20q opens the teacher's page", token)
		}
	}
	if s.room.Now().N != 0 {
		t.Error("somebody changed the step")
	}
}

// What a student sees before the reveal has nothing of another's answer, and what they send is their own.
func TestAStudentSeesOthersOnlyAfterTheReveal(t *testing.T) {
	s := aClass(t)
	mine, another := s.student(1), s.student(2)
	forged := s.answerForm("answer-key-1", "d") + "&student=x"
	if status, text := s.post("/answer", another, forged); status != http.StatusSeeOther {
		t.Fatal(status, text)
	}
	_, before := s.get("/", mine)
	if strings.Contains(before, "predicted") || strings.Contains(before, "Heron") {
		t.Error("before the reveal the others' answers are on the page")
	}
	s.post("/wall/step", s.TeacherToken(), "n=0&do=reveal")
	_, after := s.get("/", mine)
	if !strings.Contains(after, "predicted") || strings.Contains(after, "Heron") {
		t.Errorf("after the reveal:\n%s", after)
	}
	if status, _ := s.post("/answer", mine, s.answerForm("answer-key-2", "d")); status != http.StatusGone {
		t.Errorf("an answer after the reveal: %d", status)
	}
}

// After the end a student's token opens nothing, streams are over, and what was kept is acknowledged all the same.
func TestAfterTheEndAStudentIsNobody(t *testing.T) {
	s := aClass(t)
	mine := s.student(1)
	form := s.answerForm("answer-key-1", "b")
	s.post("/answer", mine, form)
	stream := make(chan struct{})
	go func() { // which the test waits for
		defer close(stream)
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+"/events", nil)
		if err != nil {
			t.Error(err)
			return
		}
		req.Header.Set("Authorization", "Bearer "+mine)
		got, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Error(err)
			return
		}
		defer got.Body.Close()
		if text, err := io.ReadAll(got.Body); err != nil || !strings.Contains(string(text), "event: step\ndata: 1") {
			t.Errorf("the stream ends with %q, %v", text, err)
		}
	}()
	testkit.Eventually(t, "somebody looks", func() bool { return s.steps.Viewers() == 1 })
	s.post("/wall/step", s.TeacherToken(), "n=0&do=end")
	<-stream
	for _, path := range []string{"/me", "/events"} {
		if status, _ := s.get(path, mine); status != http.StatusUnauthorized {
			t.Errorf("%s: %d", path, status)
		}
	}
	if _, text := s.get("/", mine); !strings.Contains(text, "has ended") || strings.Contains(text, "data-stream") {
		t.Errorf("the page is\n%s", text)
	}
	if status, _ := s.post("/answer", mine, form); status != http.StatusSeeOther {
		t.Errorf("what was kept, sent again: %d", status)
	}
	if status, _ := s.post("/answer", mine, strings.Replace(form, "key-1", "key-2", 1)); status != http.StatusGone {
		t.Errorf("another answer: %d", status)
	}
}

func TestOtherSitesAndNamesAreRefused(t *testing.T) {
	s := aClass(t)
	token := s.student(1)
	for name, c := range map[string]struct {
		header map[string]string
		want   int
	}{
		"its own":    {map[string]string{"Origin": s.URL, "Sec-Fetch-Site": "same-origin"}, http.StatusSeeOther},
		"no browser": {nil, http.StatusSeeOther},
		"another site": {map[string]string{"Origin": "https://example.org", "Sec-Fetch-Site": "cross-site"},
			http.StatusForbidden},
		"an old browser": {map[string]string{"Origin": "https://example.org"}, http.StatusForbidden},
		"a sandbox":      {map[string]string{"Origin": "null"}, http.StatusForbidden},
		"another port": {map[string]string{"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site"},
			http.StatusForbidden},
		"a name rebound": {map[string]string{"Host": "example.org"}, http.StatusMisdirectedRequest},
		"with its origin": {map[string]string{"Host": "example.org", "Origin": "http://example.org"},
			http.StatusMisdirectedRequest},
		"a name with dot": {map[string]string{"Host": "localhost.:80"}, http.StatusSeeOther},
		"version six":     {map[string]string{"Host": "[::1]:8765"}, http.StatusSeeOther},
	} {
		a := asking{method: "POST", path: "/answer", token: token, body: s.answerForm("answer-key-1", "a"), header: c.header}
		if got, text := s.ask(a); got != c.want {
			t.Errorf("%s: %d, want %d: %.200s", name, got, c.want, text)
		}
	}
}

// A stream is shown to pages of ours alone, though asking for it changes nothing.
func TestAStreamIsForPagesOfOurs(t *testing.T) {
	s := aClass(t)
	for name, c := range map[string]struct {
		header map[string]string
		want   int
	}{
		"its own":        {map[string]string{"Origin": s.URL, "Sec-Fetch-Site": "same-origin"}, http.StatusOK},
		"no browser":     {nil, http.StatusOK},
		"another site":   {map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		"another port":   {map[string]string{"Sec-Fetch-Site": "same-site"}, http.StatusForbidden},
		"an old browser": {map[string]string{"Origin": "https://example.org"}, http.StatusForbidden},
		"a sandbox":      {map[string]string{"Origin": "null"}, http.StatusForbidden},
	} {
		for path, token := range map[string]string{"/events": s.student(1), "/wall/events": s.TeacherToken(),
			"/live/events": s.TeacherToken()} {
			if got, _ := s.ask(asking{method: "GET", path: path, token: token, header: c.header}); got != c.want {
				t.Errorf("%s, %s: %d, want %d", path, name, got, c.want)
			}
		}
	}
}

func TestEveryPageForbidsScriptsThatAreNoFile(t *testing.T) {
	s := aClass(t)
	inline := regexp.MustCompile(
		`(?i)<script(?:>| (?:[^s]|s[^r]))|<[^>]+ on[a-z]+=|<[^>]+ style=|<style|javascript:|(?:src|href)="https?:`)
	mine, teacher := s.student(1), s.TeacherToken()
	s.post("/answer", mine, s.answerForm("answer-key-1", "b"))
	s.post("/record?key=record-key-1", mine, string(aRecord(t)))
	testkit.Eventually(t, "there are curves", func() bool { return strings.Contains(string(s.digest.Curves()), "<svg") })
	type page struct{ path, token string }
	pages := []page{{"/", ""}, {"/j/" + s.room.Code, ""}, {"/downloads", ""}, {"/", mine}, {"/wall", teacher},
		{"/live", teacher}, {"/wall?projector", teacher}, {"/nosuch", ""}}
	looked := func(p page) {
		path := p.path
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+p.token)
		got, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(got.Body)
		got.Body.Close()
		if got.Header.Get("Content-Security-Policy") != policy || got.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s has the headers %v", path, got.Header)
		}
		if found := inline.Find(text); found != nil {
			t.Errorf("%s has %q", path, found)
		}
	}
	for _, p := range pages {
		looked(p)
	}
	s.post("/wall/step", teacher, "n=0&do=reveal")
	looked(page{"/", mine})
	looked(page{"/wall", teacher})
	s.post("/wall/step", teacher, "n=1&do=end")
	looked(page{"/", mine})
	if !inline.MatchString(`<script>x`) || !inline.MatchString(`<p onclick="x">`) {
		t.Error("the test finds nothing")
	}
}

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

func TestFilesOutsideOfTheFolderAreNotServed(t *testing.T) {
	s := aClass(t)
	if status, text := s.get("/downloads/corerace.exe", ""); status != 200 || text != "a build\n" {
		t.Errorf("a build: %d %q", status, text)
	}
	for _, path := range []string{"/downloads/..%2f..%2fetc%2fpasswd", "/downloads/%2fetc%2fpasswd",
		"/static/..%2fserver.go", "/downloads/nosuch"} {
		if status, _ := s.get(path, ""); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
	_, page := s.get("/downloads", "")
	if sum := sha256.Sum256([]byte("a build\n")); !strings.Contains(page, hex.EncodeToString(sum[:])) {
		t.Errorf("the page has no digest:\n%s", page)
	}
}

func TestTheExportsHoldWhatWasHandedIn(t *testing.T) {
	s := aClass(t)
	token := s.student(1)
	s.post("/answer", token, s.answerForm("answer-key-1", "b"))
	s.post("/record?key=record-key-1", token, string(aRecord(t)))
	_, answers := s.get("/wall/answers.zip", s.TeacherToken())
	if want := "answers-two-threads-lock.csv"; !strings.HasPrefix(answers, "PK") || !strings.Contains(answers, want) {
		t.Errorf("the answers have no %q: %.100q", want, answers)
	}
	_, zipped := s.get("/wall/records.zip", s.TeacherToken())
	if !strings.HasPrefix(zipped, "PK") || !strings.Contains(zipped, "001-Otter/run-1.jsonl") {
		t.Errorf("the records are %.100q", zipped)
	}
	_, page := s.get("/wall/archive.html", s.TeacherToken())
	if !strings.Contains(page, "About as fast as one thread.") {
		t.Errorf("the page for the archive:\n%s", page)
	}
}

// A stream tells what has changed, and a wall that fills is one of them.
func TestTheWallFills(t *testing.T) {
	s := aClass(t)
	req, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+"/wall/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.TeacherToken())
	got, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	seen := &lockedBuffer{}
	go io.Copy(seen, got.Body)
	testkit.Eventually(t, "the wall is shown", func() bool { return strings.Contains(seen.String(), "0 here") })
	token := s.student(1)
	s.post("/answer", token, s.answerForm("answer-key-1", "b"))
	testkit.Eventually(t, "the answer is on the wall", func() bool {
		return strings.Contains(seen.String(), "1 here · 1 answered")
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

func TestTheJSONOfAMistakeSaysWhatIsWrong(t *testing.T) {
	s := aClass(t)
	status, text := s.ask(asking{method: "POST", path: "/answer", token: s.student(1),
		body: s.answerForm("answer-key-1", "perhaps"), header: map[string]string{"Accept": "application/json"}})
	var why said
	err := json.Unmarshal([]byte(text), &why)
	if err != nil || status != 422 || why.Text != "One of the choices is expected, a to d." {
		t.Errorf("%d %s %v", status, text, err)
	}
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

// asRace makes the test binary a race: it writes what a real one writes, and lasts until it is told to end.
const asRace = "CORERACE_TEST_RACE"

// race is that: args are those of corerace run.
func race(args []string) error {
	dir := args[len(args)-1]
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	record, err := os.ReadFile(os.Getenv(asRace))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "run.jsonl"), record, 0o666); err != nil {
		return err
	}
	fmt.Println("round 1 <b>of</b> about 2")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	<-ctx.Done()
	return os.WriteFile(filepath.Join(dir, "report.html"), []byte("<!DOCTYPE html><script>1</script>a report"), 0o666)
}

func TestARaceIsStartedWatchedAndStoppedFromThePage(t *testing.T) {
	s := aClass(t)
	small, err := filepath.Abs("../../../results/testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(asRace, small)
	teacher := s.TeacherToken()
	for _, form := range []string{"", "workload=primes&budget=10s", "workload=primes&mode=serial&budget=1h",
		"workload=--out&mode=serial&budget=10s", "workload=primes&mode=--python%3D/bin/sh&budget=10s"} {
		if status, _ := s.post("/live/race", teacher, form); status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", form, status)
		}
	}
	const choice = "workload=primes&mode=serial&budget=10s"
	if status, text := s.post("/live/race", teacher, choice); status != http.StatusSeeOther {
		t.Fatal(status, text)
	}
	page := func(want string) {
		t.Helper()
		testkit.Eventually(t, "the page has "+want, func() bool {
			_, text := s.get("/live", teacher)
			return strings.Contains(text, want)
		})
	}
	page("Shares that each worker claimed")
	page("round 1 &lt;b&gt;of&lt;/b&gt; about 2")
	if status, _ := s.post("/live/race", teacher, choice); status == http.StatusSeeOther {
		t.Error("a second race is started beside the first")
	}
	s.post("/live/stop", teacher, "")
	page("The race was stopped")
	if status, text := s.get("/live/report", teacher); status != http.StatusOK || !strings.Contains(text, "a report") {
		t.Errorf("the report: %d %s", status, text)
	}
}

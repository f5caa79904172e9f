package class

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

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

package class

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

// A sent is a request to an address, whose bytes are changed.
type sent struct{ path, body string }

// mutated is text of which some bytes are others, are gone or are there twice. (It isn't fuzzed as Go does: SQLite in
// Go takes minutes to be built for that.)
func mutated(r *rand.Rand, text string) string {
	b := []byte(text)
	for range 1 + r.IntN(4) {
		if len(b) == 0 {
			break
		}
		i := r.IntN(len(b))
		switch r.IntN(4) {
		case 0:
			b[i] = byte(r.IntN(256))
		case 1:
			b = append(b[:i], b[i+1:]...)
		case 2:
			b = append(b[:i:i], b[i/2:]...)
		case 3:
			b = append(b[:i:i], "%00%ff<script>&=;\x00"...)
		}
	}
	return string(b)
}

// Whatever is sent to whatever address is answered, with no fault of the server, and no page shows it as more than text.
func TestWhateverIsSentIsAnswered(t *testing.T) {
	s := aClass(t)
	mine, h := s.student(1), s.handler()
	kinds := []sent{{"/answer", s.answerForm("answer-key-1", "b")},
		{"/join", "code=" + s.room.Code + "&key=student-key-2&name=Ada"}, {"/record?key=record-key-1", string(aRecord(t))},
		{"/wall/step", "n=0&do=next"}, {"/live/race", "workload=primes&mode=serial"}}
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	for range testkit.Times(300, 5000) {
		k := kinds[r.IntN(len(kinds))]
		path, body, token := k.path, mutated(r, k.body), mine
		if r.IntN(4) == 0 {
			path = mutated(r, path)
		}
		if r.IntN(8) == 0 {
			token = mutated(r, mine)
		}
		u, err := url.ParseRequestURI(path)
		if err != nil || !strings.HasPrefix(u.Path, "/") || u.Host != "" {
			continue // net/http refuses it
		}
		s.limits.visitors = map[string]*visitor{} // this is no flood
		w := httptest.NewRecorder()
		h.ServeHTTP(w, askedBy(t, u, body, token))
		if w.Code >= 500 && w.Code != http.StatusInsufficientStorage && w.Code != http.StatusServiceUnavailable {
			t.Errorf("seed %d: %q: %d", seed, path, w.Code)
		}
		if strings.Contains(w.Body.String(), "<script>") {
			t.Errorf("seed %d: %q: what was sent is shown as it is", seed, path)
		}
	}
}

// askedBy is a request as the server has it.
func askedBy(t *testing.T, u *url.URL, body, token string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.URL, r.RequestURI, r.Host, r.RemoteAddr = u, u.RequestURI(), "127.0.0.1", "127.0.0.1:1"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

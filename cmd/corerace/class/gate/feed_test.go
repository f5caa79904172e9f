package gate

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// By HTTP/2 a deadline that fires while nothing is written ends the stream: there must be none then.
func TestAStreamOutlivesItsDeadline(t *testing.T) {
	f := NewFeed()
	f.patience = 400 * time.Millisecond
	web := httptest.NewUnstartedServer(f)
	web.EnableHTTP2 = true
	web.StartTLS()
	defer web.Close()
	defer f.End()
	req, err := http.NewRequestWithContext(t.Context(), "GET", web.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := web.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if got.ProtoMajor != 2 {
		t.Fatalf("it is HTTP/%d", got.ProtoMajor)
	}
	lines := bufio.NewScanner(got.Body)
	for _, text := range []string{"first", "second"} {
		f.Send("kind", text)
		for lines.Scan() && lines.Text() != "data: "+text {
		}
		if lines.Err() != nil || lines.Text() != "data: "+text {
			t.Fatalf("the %s event: %v", text, lines.Err())
		}
		time.Sleep(f.patience * 3 / 2)
	}
}

package class

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Records that each need half of the memory and more wait for each other, and none for ever.
func TestRecordsThatWaitForMemoryAllGetIt(t *testing.T) {
	m := newRoomFor(10)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if done := m.take(t.Context(), 6); done != nil {
				done()
			} else {
				t.Error("it got none")
			}
		})
	}
	wg.Wait()
	defer m.take(t.Context(), 10)()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if m.take(ctx, 1) != nil {
		t.Error("there is more than there is")
	}
}

// Who sends a part of a record and then nothing is let go, before the time that a request has in all.
func TestWhoSendsNothingIsLetGo(t *testing.T) {
	read := make(chan error, 1)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		read <- readBody(http.NewResponseController(w), r.Body, make([]byte, r.ContentLength), 50*time.Millisecond)
	}))
	defer web.Close()
	conn, err := net.Dial("tcp", web.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\npart")
	if err := <-read; err == nil || !strings.Contains(err.Error(), "timeout") {
		t.Errorf("a part of a record is read with %v", err)
	}
}

// However many addresses there are, so many are remembered; who comes beyond shares what one may.
func TestVisitorsAreBounded(t *testing.T) {
	l := newLimits()
	now := time.Unix(0, 0)
	l.now = func() time.Time { return now }
	for n := range mostVisitors + 100 {
		l.take(strconv.Itoa(n), 1, 50)
	}
	if n := len(l.visitors); n > mostVisitors+1 {
		t.Errorf("%d are remembered", n)
	}
	if l.take("one more", 1, 50) {
		t.Error("those beyond have each what one may")
	}
	now = now.Add(2 * time.Minute)
	if !l.take("later", 1, 50) || len(l.visitors) > 2 {
		t.Errorf("later %d are remembered", len(l.visitors))
	}
}

// New students of one address come slowly once there are many; who comes again isn't counted.
func TestNewStudentsOfOneAddressComeSlowly(t *testing.T) {
	s := aClass(t)
	form := "code=" + s.room.Code + "&key=student-key-"
	s.post("/join", "", form+"1")
	name := "joins from 127.0.0.1"
	s.limits.mu.Lock()
	if v := s.limits.visitors[name]; v == nil || v.left > joinBurst-1 {
		t.Errorf("who joins isn't counted: %+v", v)
	}
	s.limits.now = func() time.Time { return s.limits.visitors[name].at } // nothing comes back
	before := s.limits.visitors[name].left
	s.limits.mu.Unlock()
	s.post("/join", "", form+"1")
	s.limits.mu.Lock()
	if s.limits.visitors[name].left != before {
		t.Error("who comes again is counted")
	}
	s.limits.visitors[name].left = 0
	s.limits.mu.Unlock()
	if status, _ := s.post("/join", "", form+"2"); status != http.StatusTooManyRequests {
		t.Errorf("a new one: %d", status)
	}
}

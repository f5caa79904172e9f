package class

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
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

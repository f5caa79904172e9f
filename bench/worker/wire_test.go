package worker

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func TestFramesSurviveTheWire(t *testing.T) {
	frames := []Frame{
		{Kind: KindHello, Args: [4]uint64{Protocol, 42}},
		{Kind: KindSetup, Args: [4]uint64{7}, Text: "primes"},
		Grid{Size: 10, Share: 3, Passes: 2}.Frame(),
		Done{Sum: 1 << 63, Shares: 8, User: time.Second, Sys: time.Millisecond}.frame(),
		{Kind: KindFail, Text: strings.Repeat("x", maxText)},
		{Kind: KindQuit},
	}
	var b []byte
	for _, f := range frames {
		b = AppendFrame(b, f)
	}
	r := NewFrameReader(bytes.NewReader(b))
	for _, want := range frames {
		if got, err := r.Read(); err != nil || got != want {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
	}
	if _, err := r.Read(); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

func TestTornFramesAreErrors(t *testing.T) {
	whole := AppendFrame(nil, Frame{Kind: KindFail, Text: "what went wrong"})
	for n := 1; n < len(whole); n++ {
		if _, err := NewFrameReader(bytes.NewReader(whole[:n])).Read(); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

func TestLongTextsAreCut(t *testing.T) {
	f, err := NewFrameReader(bytes.NewReader(AppendFrame(nil,
		Frame{Kind: KindFail, Text: strings.Repeat("x", 1<<20)}))).Read()
	if err != nil || len(f.Text) != maxText {
		t.Errorf("a text of %d bytes, error %v", len(f.Text), err)
	}
}

func TestImpossibleAccountsAreErrors(t *testing.T) {
	for _, f := range []Frame{
		{Kind: KindSum},
		{Kind: KindDone, Args: [4]uint64{0, 11, 0, 0}},
		{Kind: KindDone, Args: [4]uint64{0, 1, 1 << 63, 0}},
		{Kind: KindDone, Args: [4]uint64{0, 1, 0, 1 << 60}},
	} {
		if d, err := f.Done(10); err == nil {
			t.Errorf("%+v is taken for %+v", f, d)
		}
	}
	for _, args := range [][4]uint64{{0, 1, 1}, {11, 1, 1}, {10, 0, 1}, {10, 11, 1}, {10, 1, 0}, {10, 1, 1 << 50},
		{1 << 63, 1, 1}} {
		if g, err := (Frame{Kind: KindJob, Args: args}).grid(10); err == nil {
			t.Errorf("%v is taken for %+v", args, g)
		}
	}
}

// FuzzFrame reads what a broken worker could send: any bytes are frames within their bounds, or an error.
func FuzzFrame(f *testing.F) {
	f.Add(AppendFrame(nil, Done{Sum: 3, Shares: 2}.frame()))
	f.Add(AppendFrame(AppendFrame(nil, Frame{Kind: KindFail, Text: "no"}), Frame{Kind: KindQuit}))
	f.Add([]byte{byte(KindHello), 0, 0, 0, 0, 0, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		r := NewFrameReader(bytes.NewReader(b))
		var again []byte
		for {
			frame, err := r.Read()
			if err != nil {
				break
			}
			if len(frame.Text) > maxText || frame.Kind < KindHello || frame.Kind > KindQuit {
				t.Fatalf("out of bounds: %+v", frame)
			}
			if d, err := frame.Done(5); err == nil && (d.Shares < 0 || d.Shares > 5 || d.User < 0 || d.Sys < 0) {
				t.Fatalf("impossible account: %+v", d)
			}
			if g, err := frame.grid(100); err == nil && (g.Size > 100 || g.Shares() == 0 || g.Items() <= 0) {
				t.Fatalf("impossible job: %+v", g)
			}
			again = AppendFrame(again, frame)
		}
		if !bytes.HasPrefix(b, again) {
			t.Fatal("the frames that were read aren't the bytes that they were read from")
		}
	})
}

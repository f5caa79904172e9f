package speak

import (
	"strings"
	"testing"
	"time"
)

func TestLinesOfWorkers(t *testing.T) {
	l, err := parseLine([]byte("row 1 77 78 40 18446744073709551615 5 6 7 -1"), 2, 40)
	want := Row{Worker: 1, PID: 77, TID: 78, Shares: 40, Sum: 1<<64 - 1, User: 5, Sys: 6, Window: 7}
	if err != nil || l.word != wordRow || l.Row != want {
		t.Errorf("%+v, %v; want %+v", l, err, want)
	}
	if l, err := parseLine([]byte("row 0 77 78 40 1 5 6 7 8"), 2, 40); err != nil || !l.Known ||
		l.Wait != 8*time.Nanosecond {
		t.Errorf("%+v, %v; want a wait of 8 ns", l, err)
	}
	if l, err := parseLine([]byte("dead 0 77 -9"), 1, 0); err != nil || l.how() != "killed by signal 9" {
		t.Errorf("%+v, %v", l, err)
	}
	for _, bad := range []string{
		"", "row", "hello", "row 2 77 78 40 1 5 6 7 -1", "row 1 0 78 40 1 5 6 7 -1", "row 1 77 78 41 1 5 6 7 -1",
		"row 1 77 78 40 -1 5 6 7 -1", "row 1 77 78 40 1 -5 6 7 -1", "row 1 77 78 40 1 5 6 7 -2",
		"row 1 77 78 40 1 5 6 7 -1 9",
		"row 1 77 78 40 1 5 6", "ready 0 77 99999999999 1", "at 0 x", "dead 0 77 300",
	} {
		if l, err := parseLine([]byte(bad), 2, 40); err == nil {
			t.Errorf("%q is taken as %+v", bad, l)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("ready 0 77 78 1000"))
	f.Add([]byte("row 1 77 78 40 18446744073709551615 5 6 7 -1"))
	f.Add([]byte("fail 0 \x1b[31mValueError: x"))
	f.Add([]byte("dead 1 77 -9"))
	f.Add([]byte("at 1 5"))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := parseLine(b, 3, 100)
		if err != nil {
			return
		}
		if l.Worker < 0 || l.Worker > 2 || l.Shares < 0 || l.Shares > 100 || l.User < 0 || l.Window > maxSpan || l.Wait < 0 {
			t.Errorf("%q is taken as %+v", b, l)
		}
		if strings.ContainsAny(l.text, "\x1b\n\r") || len(l.text) > 600 {
			t.Errorf("%q gives the text %q", b, l.text)
		}
	})
}

func TestWhatAThreadTookAlongIsUnknown(t *testing.T) {
	before := map[thread]time.Duration{{1, 1}: 10, {1, 2}: 20}
	if used, known := usedSince(before, map[thread]time.Duration{{1, 1}: 15, {1, 2}: 27, {1, 3}: 5}); !known || used != 17 {
		t.Errorf("used is %v, %v", used, known)
	}
	for _, after := range []map[thread]time.Duration{{{1, 1}: 15, {1, 3}: 50}, nil} {
		if used, known := usedSince(before, after); known {
			t.Errorf("after %v used is %v", after, used)
		}
	}
	if _, known := usedSince(nil, before); known {
		t.Error("what couldn't be read before is known")
	}
}

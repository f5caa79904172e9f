package class

import (
	"errors"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

// A record that brings out a fault of ours is one with a problem, and no end of the server.
func TestAFaultIsOneRecords(t *testing.T) {
	s := aClass(t)
	if status, text := s.post("/record?key=record-key-1", s.student(1), string(aRecord(t))); status != 200 {
		t.Fatal(status, text)
	}
	seq := s.room.Submissions()[0].Records[0].Seq
	broken := &digest{room: s.room, seen: map[int64]bool{}}
	err := guard(func() error { broken.seen = nil; broken.seen[seq] = true; return nil })
	if !errors.Is(err, errPanic) {
		t.Fatalf("a panic is %v", err)
	}
	s.room.Spoilt(seq, err.Error())
	if got := s.room.Submissions()[0].Records[0].Facts.Problem; !strings.HasPrefix(got, errPanic.Error()) {
		t.Errorf("its problem is %q", got)
	}
}

// A copy of another's run is named beside who handed it in, and is in the charts once.
func TestACopyIsNamed(t *testing.T) {
	s := aClass(t)
	for n := range 2 {
		if status, text := s.post("/record?key=record-key-1", s.student(n), string(aRecord(t))); status != 200 {
			t.Fatal(status, text)
		}
	}
	testkit.Eventually(t, "the wall says so", func() bool {
		_, text := s.get("/wall", s.TeacherToken())
		return strings.Contains(text, "the same run is there already, of Otter")
	})
	testkit.Eventually(t, "one of two has a run", func() bool { return len(s.digest.class().Runs()) == 1 })
}

package command

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"corerace/bench/command/starter"
	"corerace/results"
)

// What is no longer than an empty program has no time of its own that could be told.
func TestNoTimeIsLeftOfAnEmptyProgram(t *testing.T) {
	const ms = time.Millisecond
	r := &runner{set: &Set{starts: []time.Duration{ms, ms, 2 * ms}},
		variant: &Variant{Command: results.Command{SubtractStart: true}}}
	for wall, want := range map[time.Duration]time.Duration{3 * ms: 2 * ms, ms * 12 / 10: ms * 2 / 10, ms * 105 / 100: 0,
		ms / 2: 0} {
		s, err := r.sample(starter.Reply{Wall: wall})
		if want == 0 && (err == nil || !strings.Contains(err.Error(), "--subtract-start leaves nothing")) ||
			want > 0 && (err != nil || s.Wall != want || s.Tree.Subtracted != ms) {
			t.Errorf("of %v is left %v, %v", wall, s.Wall, err)
		}
	}
}

// A program that a shell didn't find is no success that could be allowed.
func TestAStatusOfAShellThatFoundNothingIsNotOfferedAsSuccess(t *testing.T) {
	r := &runner{variant: &Variant{}}
	for status, offered := range map[int]bool{1: true, 126: false, 127: false, 128: true} {
		err := r.judge(starter.Reply{Tree: results.Tree{Exit: status}, Err: []byte("why\n")})
		if err == nil || strings.Contains(err.Error(), "--allow-exit") != offered || !strings.Contains(err.Error(), "| why") {
			t.Errorf("status %d: %v", status, err)
		}
	}
}

func TestAScriptWithoutAnInterpreterIsToldAsOne(t *testing.T) {
	r := &runner{variant: &Variant{}}
	for said, want := range map[string]string{"fork/exec ./a: exec format error": "without a first line such as #!/bin/sh",
		"permission denied": "it can't be started: permission denied"} {
		if err := r.judge(starter.Reply{Error: said}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", said, err)
		}
	}
}

func TestAnOutputThatChangesIsNotThatOfItself(t *testing.T) {
	s := &Set{sums: map[string]output{}}
	a, b := &runner{variant: &Variant{Name: "a"}, workers: 1}, &runner{variant: &Variant{Name: "b"}, workers: 1}
	if err := s.same(a, nil, starter.Reply{Sum: "1"}); err != nil {
		t.Fatal(err)
	}
	for r, want := range map[*runner]string{a: "isn't what it was in an earlier run", b: "isn't that of a ×1"} {
		if err := s.same(r, nil, starter.Reply{Sum: "2"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", r.variant.Name, err)
		}
	}
}

func TestAProgramWhoseInterpreterIsMissingIsTold(t *testing.T) {
	r := &runner{variant: &Variant{}}
	err := r.judge(starter.Reply{Error: "fork/exec ./a: no such file or directory", Errno: int(syscall.ENOENT)})
	if err == nil || !strings.Contains(err.Error(), "its first line") {
		t.Error(err)
	}
}

func TestACommandThatWasStoppedIsToldBySignal(t *testing.T) {
	r := &runner{variant: &Variant{}}
	err := r.judge(starter.Reply{Stopped: "SIGTTIN", Signal: "signal 15 (terminated)"})
	if err == nil || !strings.Contains(err.Error(), "it was stopped by SIGTTIN, and was ended when it didn't go on") {
		t.Error(err)
	}
}

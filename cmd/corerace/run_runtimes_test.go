package main

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/bench/language/python"
	"corerace/bench/language/runtimes"
	"corerace/bench/mode"
)

// Every runtime that is here is raced in every way that it has, and what isn't here is noted.
func TestThreadsOfAllAreThoseOfEveryRuntimeHere(t *testing.T) {
	find := func() (*python.Found, error) {
		return &python.Found{Interpreters: []*python.Interpreter{{Label: "3.14", Version: "3.14.1", GIL: true},
			{Label: "3.9", Version: "3.9.1", GIL: true}, {Label: "2.7", Version: "2.7.18", GIL: true, NoOwnGIL: "too old"}}}, nil
	}
	spelt, notes := ofAllRuntimes(find, func() *runtimes.Found { return &runtimes.Found{} })
	want := []string{"goroutines", "processes", "python-threads", "python-processes", "python-interpreters",
		"python-threads:python=2.7", "python-processes:python=2.7"}
	if !slices.Equal(spelt, want) {
		t.Errorf("raced are %v, want %v", spelt, want)
	}
	if text := strings.Join(notes, "\n"); !strings.Contains(text, "mode ruby-threads isn't here: no Ruby was found on PATH") ||
		strings.Contains(text, "-serial") {
		t.Errorf("noted is %q", text)
	}
	none := func() (*python.Found, error) { return &python.Found{}, nil }
	here := runtimesHere(context.Background())
	spelt, _ = ofAllRuntimes(none, here)
	for _, r := range here().Runtimes {
		if !slices.ContainsFunc(spelt, func(s string) bool { return strings.HasPrefix(s, r.Name+"-") }) {
			t.Errorf("%s (%s) isn't raced", r, os.Getenv("PATH"))
		}
	}
	modes := make([]*mode.Mode, 40)
	for i := range modes {
		modes[i] = &mode.Mode{Warm: time.Second}
	}
	if b := budgetOfAll(modes, 2); b < 80*(cellTime+time.Second)*7 {
		t.Errorf("a budget of %v doesn't hold 80 cells that warm up for a second", b)
	}
}

//go:build unix

package runtimes

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Two processes know nothing of each other: here they are calls past the lock that one process has.
func TestSeveralThatMakeOneProgramAllHaveItWhole(t *testing.T) {
	r := &Runtime{Language: &Language{Name: "copy", File: "race.txt", Make: func(_ *Runtime, source, program string) []string {
		return []string{"/bin/sh", "-c", `cp "$0" "$1"`, source, program}
	}}}
	dir := t.TempDir()
	made := filepath.Join(dir, "program")
	var makers sync.WaitGroup
	for range 8 {
		makers.Go(func() {
			if err := r.make(t.Context(), "a program", made); err != nil {
				t.Error(err)
			}
			if b, err := os.ReadFile(made); err != nil || string(b) != "a program" {
				t.Errorf("the program is %q: %v", b, err)
			}
		})
	}
	makers.Wait()
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind are %v", left)
	}
}

func TestAProgramThatIsMadeInAnotherWayIsAnotherOne(t *testing.T) {
	made := func(flag string) string {
		return (&Runtime{Language: &Language{Make: func(_ *Runtime, source, program string) []string {
			return []string{"cc", flag, source, program}
		}}}).digest("text")
	}
	if made("-O2") == made("-O0") {
		t.Error("other arguments make the same program")
	}
}

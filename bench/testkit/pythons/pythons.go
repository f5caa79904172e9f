// Package pythons finds interpreters for tests, once a test binary.
package pythons

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"corerace/bench/language/python"
	"corerace/bench/testkit"
)

// Find is the one search of a test binary.
var Find = sync.OnceValues(func() (*python.Found, error) { return python.Find(context.Background()) })

// All returns the interpreters of this machine, the default one first, or skips the test where there is none.
func All(t testing.TB) []*python.Interpreter {
	t.Helper()
	f, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Interpreters) == 0 {
		testkit.Missing(t, "python", fmt.Sprintf("no Python found; skipped were %v", f.Skipped))
	}
	return f.Interpreters
}

// First returns the first interpreter of at least a version, or skips the test where there is none.
func First(t testing.TB, major, minor int) *python.Interpreter {
	t.Helper()
	for _, in := range All(t) {
		if in.AtLeast(major, minor) {
			return in
		}
	}
	testkit.Missing(t, "python", fmt.Sprintf("no Python %d.%d or later found", major, minor))
	return nil
}

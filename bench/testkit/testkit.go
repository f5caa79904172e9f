// Package testkit is what the tests of several packages share: which checks are for long runs only, what must be there,
// and how to wait for what another process does.
//
// It is for test files alone, and knows no other package of the module, so that the tests of each may use it. What the
// command is made of never imports it; the test of the import graph says so.
package testkit

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// longEnv asks for the checks that take long, and for the long form of the others.
const longEnv = "CORERACE_LONG"

// requireEnv names, with commas between, what a test may not be skipped for.
const requireEnv = "CORERACE_REQUIRE"

// Long reports whether the checks that take long were asked for.
func Long() bool { return os.Getenv(longEnv) != "" && !testing.Short() }

// NeedsLong skips a test that takes long, where such tests weren't asked for.
func NeedsLong(t testing.TB) {
	t.Helper()
	if !Long() {
		t.Skip("takes long: set " + longEnv + "=1")
	}
}

// allEnv is the variable that asks for the checks that take longest, too: those of .ci/run --all.
const allEnv = "CORERACE_ALL"

// All reports whether the checks that take longest were asked for.
func All() bool { return os.Getenv(allEnv) != "" && Long() }

// NeedsAll skips a test that takes longest, where such tests weren't asked for.
func NeedsAll(t testing.TB) {
	t.Helper()
	if !All() {
		t.Skip("takes longest: set " + longEnv + "=1 and " + allEnv + "=1")
	}
}

// Times returns how often to do something: long where checks that take long were asked for, and plain elsewhere.
func Times(plain, long int) int {
	if Long() {
		return long
	}
	return plain
}

// Counted returns how often to do something: as the environment variable of a name says, and where it says nothing as
// Times does.
func Counted(name string, plain, long int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return Times(plain, long)
}

// Missing skips a test because of something that isn't there, such as "python"; where CORERACE_REQUIRE names that, it
// fails instead. What says what was looked for.
func Missing(t testing.TB, thing, what string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv(requireEnv), ","), thing) {
		t.Fatalf("%s, and %s asks for it", what, requireEnv)
	}
	t.Skip(what)
}

// patience is how long to wait for what must come about: a machine under load is slow, a fault is for ever.
const patience = 20 * time.Second

// Eventually waits for what another process does, and fails the test where it doesn't. It polls, since nothing tells
// us.
func Eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never comes about that %s", what)
		}
	}
}

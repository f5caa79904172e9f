//go:build unix

package ask

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// What is kept is kept in a folder of the tests.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "corerace-ask-*")
	if err != nil {
		panic(err)
	}
	os.Setenv("XDG_CACHE_HOME", dir)
	os.Setenv("HOME", dir)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// counting is a script that writes how often it was started.
func counting(t *testing.T, dir, after string) string {
	t.Helper()
	path := filepath.Join(dir, "tool")
	script := "#!/bin/sh\nprintf x >>" + filepath.Join(dir, "count") + "\ncat " + filepath.Join(dir, "count") + "\n" + after
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func ask(t *testing.T, path string, args ...string) (string, error) {
	t.Helper()
	return Ask(t.Context(), Question{Path: path, Args: args, Env: []string{"PATH=/usr/bin:/bin"}})
}

func TestAnAnswerIsKeptAsLongAsTheFileStays(t *testing.T) {
	path := counting(t, t.TempDir(), "")
	for _, want := range []string{"x", "x"} {
		if got, err := ask(t, path); got != want || err != nil {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	}
	if got, _ := ask(t, path, "other"); got != "xx" {
		t.Errorf("another question: %q", got)
	}
	if err := os.Chtimes(path, time.Time{}, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if got, _ := ask(t, path); got != "xxx" {
		t.Errorf("another file: %q", got)
	}
	again := open(Folder())
	if k, _ := keyOf(Question{Path: path}); again.answers[k] != "xxx" {
		t.Errorf("another process would find %v", again.answers)
	}
}

func TestAFailureAndAShimAreAskedAgain(t *testing.T) {
	path := counting(t, t.TempDir(), "echo not today >&2; exit 3")
	for range 2 {
		if _, err := ask(t, path); err == nil || err.Error() != "not today" {
			t.Errorf("error is %v", err)
		}
	}
	shim := filepath.Join(t.TempDir(), shims)
	if err := os.Mkdir(shim, 0o755); err != nil {
		t.Fatal(err)
	}
	path = counting(t, shim, "")
	ask(t, path)
	if got, err := ask(t, path); got != "xx" || err != nil {
		t.Errorf("a shim answers %q, %v", got, err)
	}
}

func TestWhatIsNoCacheIsWrittenAnew(t *testing.T) {
	path := counting(t, t.TempDir(), "")
	k, _ := keyOf(Question{Path: path})
	for _, bad := range []string{"", "{", `[{"path":1}]`, strings.Repeat(" ", mostKeptBytes+1)} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "runtimes.json"), []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		open(dir).put(k, "x")
		if again := open(dir); again.answers[k] != "x" {
			t.Errorf("after %.20q: %v", bad, again.answers)
		}
	}
	open("").put(k, "x") // where there is no folder
}

func TestEachDoesAll(t *testing.T) {
	var sum atomic.Int64
	Each(100, func(i int) { sum.Add(int64(i)) })
	if sum.Load() != 4950 {
		t.Error(sum.Load())
	}
}

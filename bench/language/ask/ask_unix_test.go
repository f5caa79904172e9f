//go:build unix

package ask

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
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
	if k, _ := keyOf(Question{Path: path}); again.answers[k].Answer != "xxx" {
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
		open(dir).put(k, note{Answer: "x", Until: time.Now().Add(time.Hour)})
		if again := open(dir); again.answers[k].Answer != "x" {
			t.Errorf("after %.20q: %v", bad, again.answers)
		}
	}
	open("").put(k, note{Answer: "x"}) // where there is no folder
}

func TestEachDoesAll(t *testing.T) {
	var sum atomic.Int64
	Each(100, func(i int) { sum.Add(int64(i)) })
	if sum.Load() != 4950 {
		t.Error(sum.Load())
	}
}

// What is installed beside an executable changes its answer, and not its file.
func TestAnAnswerThatSomethingIsMissingInIsKeptForAShortTime(t *testing.T) {
	path := counting(t, t.TempDir(), "")
	q := Question{Path: path, Env: []string{"PATH=/usr/bin:/bin"}, Whole: func(string) bool { return false }}
	if _, err := Ask(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	k, _ := keyOf(q)
	n, ok := kept().get(k)
	if !ok || time.Until(n.Until) > lastsShort {
		t.Errorf("kept is %+v", n)
	}
	n.Until = time.Now().Add(-time.Second)
	kept().put(k, n)
	if got, _ := Ask(t.Context(), q); got != "xx" {
		t.Errorf("an old answer counts: %q", got)
	}
}

// What doesn't answer holds a search up once, and is asked again by whoever waits for longer.
func TestASearchEndsWhateverDoesNotAnswer(t *testing.T) {
	path := counting(t, t.TempDir(), "exec sleep 60")
	q := Question{Path: path, Env: []string{"PATH=/usr/bin:/bin"}}
	ctx, cancel := Within(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := Ask(ctx, q); err == nil || err.Error() != "no answer in the 100ms of a search" {
		t.Errorf("error is %v", err)
	}
	k, _ := keyOf(q)
	kept().put(k, note{Slow: "no answer", Waited: time.Minute, Until: time.Now().Add(time.Minute)})
	if _, err := Ask(t.Context(), q); err == nil || err.Error() != "no answer" {
		t.Errorf("it was asked again: %v", err)
	}
	kept().put(k, note{Slow: "no answer", Until: time.Now().Add(time.Minute)})
	ctx, cancel = Within(t.Context(), 2*waitedAlike)
	defer cancel()
	if _, err := Ask(ctx, q); err == nil || err.Error() == "no answer" {
		t.Errorf("somebody waits for longer, and it wasn't asked: %v", err)
	}
}

// What is kept is run, so nobody else may write to where it is.
func TestAFolderThatOthersMayWriteToIsNotUsed(t *testing.T) {
	caches, temporary := t.TempDir(), t.TempDir()
	t.Setenv("XDG_CACHE_HOME", caches)
	t.Setenv("HOME", caches) // macOS has its caches below it
	t.Setenv("TMPDIR", temporary)
	own := Folder()
	if !strings.HasPrefix(own, caches) {
		t.Fatalf("the folder is %q", own)
	}
	if err := os.Chmod(own, 0o777); err != nil {
		t.Fatal(err)
	}
	if got := Folder(); !strings.HasPrefix(got, temporary) {
		t.Errorf("others may write to %s, and the folder is %q", own, got)
	}
	if err := os.Remove(own); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(temporary, own); err != nil {
		t.Fatal(err)
	}
	if got := Folder(); !strings.HasPrefix(got, temporary) {
		t.Errorf("%s is a link, and the folder is %q", own, got)
	}
}

// A home that can be read alone may have the folder from before.
func TestAFolderThatCantBeWrittenToIsNotUsed(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	caches, temporary := t.TempDir(), t.TempDir()
	t.Setenv("XDG_CACHE_HOME", caches)
	t.Setenv("HOME", caches)
	t.Setenv("TMPDIR", temporary)
	own := Folder()
	if err := os.Chmod(own, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(own, 0o700)
	if got := Folder(); !strings.HasPrefix(got, temporary) {
		t.Errorf("%s can't be written to, and the folder is %q", own, got)
	}
}

// Where no folder can be made an executable is asked each time.
func TestWithoutAFolderAnAnswerIsAnAnswer(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "TMPDIR"} {
		t.Setenv(name, file)
	}
	if got := Folder(); got != "" {
		t.Errorf("the folder is %q", got)
	}
	m := open(Folder())
	k := key{Path: "x"}
	m.put(k, note{Answer: "y", Until: time.Now().Add(time.Hour)})
	if n, ok := m.get(k); !ok || n.Answer != "y" {
		t.Errorf("within one process it isn't kept: %+v", n)
	}
}

// Several that search at once may forget what another one has kept, and never find anything else than what was kept.
func TestManyThatKeepAtOnceLeaveAFileThatCanBeRead(t *testing.T) {
	dir, caches := t.TempDir(), t.TempDir()
	var keys []key
	for i := range 4 {
		path := filepath.Join(dir, strconv.Itoa(i))
		if err := os.WriteFile(path, []byte(strconv.Itoa(i)), 0o755); err != nil {
			t.Fatal(err)
		}
		k, _ := keyOf(Question{Path: path})
		keys = append(keys, k)
	}
	var wg sync.WaitGroup
	for i, k := range keys {
		wg.Go(func() {
			for range 25 {
				open(caches).put(k, note{Answer: strconv.Itoa(i), Until: time.Now().Add(time.Hour)})
			}
		})
	}
	wg.Wait()
	all := open(caches).answers
	for i, k := range keys {
		if n, ok := all[k]; ok && n.Answer != strconv.Itoa(i) {
			t.Errorf("%v answers %q", k, n.Answer)
		}
	}
	if left, _ := os.ReadDir(caches); len(all) == 0 || len(left) != 1 {
		t.Errorf("%d answers, %d files", len(all), len(left))
	}
}

// What isn't there any more isn't kept, and neither is what was there before it.
func TestWhatIsRemovedOrReplacedIsForgotten(t *testing.T) {
	dir, caches := t.TempDir(), t.TempDir()
	gone, other := filepath.Join(dir, "gone"), filepath.Join(dir, "other")
	later := note{Answer: "x", Until: time.Now().Add(time.Hour)}
	for _, change := range []func() error{
		func() error { return os.Remove(gone) },
		func() error { return os.WriteFile(gone, []byte("another version"), 0o755) },
	} {
		for _, path := range []string{gone, other} {
			if err := os.WriteFile(path, []byte("a"), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		k, _ := keyOf(Question{Path: gone})
		open(caches).put(k, later)
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if now, ok := keyOf(Question{Path: gone}); ok && now == k {
			t.Error("another file has the key of the one before")
		}
		o, _ := keyOf(Question{Path: other})
		open(caches).put(o, later)
		if all := open(caches).answers; len(all) != 1 || all[o].Answer != "x" {
			t.Errorf("kept are %v", all)
		}
	}
}

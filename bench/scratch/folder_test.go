package scratch

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"corerace/bench/testkit"
)

// ownerEnv has this test binary make a folder, say where, and wait to be killed.
const ownerEnv = "CORERACE_TEST_SCRATCH"

func TestMain(m *testing.M) {
	if os.Getenv(ownerEnv) != "" {
		f, err := New("test")
		if err != nil {
			os.Exit(1)
		}
		os.WriteFile(filepath.Join(f.Path, "file"), nil, 0o600)
		os.Stdout.WriteString(f.Path)
		os.Stdout.Close()
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// locks skips where a system has no locks on files.
func locks(t *testing.T) {
	t.Helper()
	if !slices.Contains([]string{"darwin", "freebsd", "linux", "netbsd", "openbsd", "windows"}, runtime.GOOS) {
		t.Skip("no locks on files here")
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func TestAFolderIsGoneWhenItIsClosed(t *testing.T) {
	testkit.TempStaysEmpty(t)
	f, err := New("test")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(f.Path, "file"), nil, 0o600); err != nil {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func TestWhoeverComesNextRemovesWhatAKilledProcessHasLeft(t *testing.T) {
	locks(t)
	testkit.TempStaysEmpty(t)
	mine, err := New("test")
	if err != nil {
		t.Fatal(err)
	}
	defer mine.Close()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), ownerEnv+"=1")
	stdin, _ := cmd.StdinPipe()
	defer stdin.Close()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirs, _ := io.ReadAll(stdout)
	Sweep()
	if !exists(filepath.Join(string(theirs), "file")) || !exists(mine.Path) {
		t.Error("what has a living owner is removed")
	}
	cmd.Process.Kill()
	cmd.Wait()
	next, err := New("other")
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if exists(string(theirs)) || !exists(mine.Path) {
		t.Errorf("what the killed one has left is there: %v; what a living one has: %v", exists(string(theirs)), exists(mine.Path))
	}
}

// A folder without a lock may be one that is just being made, or none of ours.
func TestAFolderWithoutALockIsRemovedWhenItIsOldAndEmpty(t *testing.T) {
	tmp := t.TempDir()
	for name, c := range map[string]struct{ old, full, stays bool }{
		"corerace-test-1": {stays: true},
		"corerace-test-2": {old: true},
		"corerace-1000":   {old: true, full: true, stays: true},
		"another-test-1":  {old: true, stays: true},
	} {
		dir := filepath.Join(tmp, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if c.full {
			if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if then := time.Now().Add(-2 * old); c.old {
			if err := os.Chtimes(dir, then, then); err != nil {
				t.Fatal(err)
			}
		}
		SweepIn(tmp)
		if exists(dir) != c.stays {
			t.Errorf("%s: there is %v, %v expected", name, exists(dir), c.stays)
		}
	}
}

// The file for a lock is empty as long as its owner may not have it yet.
func TestAFolderThatIsBeingMadeIsOnlyRemovedWhenItIsOld(t *testing.T) {
	locks(t)
	tmp := t.TempDir()
	for name, c := range map[string]struct {
		size       int64
		old, stays bool
	}{
		"corerace-test-1": {stays: true},
		"corerace-test-2": {old: true},
		"corerace-test-3": {size: 1},
	} {
		dir := filepath.Join(tmp, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, owner), make([]byte, c.size), 0o600); err != nil {
			t.Fatal(err)
		}
		if then := time.Now().Add(-2 * old); c.old {
			if err := os.Chtimes(dir, then, then); err != nil {
				t.Fatal(err)
			}
		}
		SweepIn(tmp)
		if exists(dir) != c.stays {
			t.Errorf("%s: there is %v, %v expected", name, exists(dir), c.stays)
		}
	}
}

// Folders are made and swept at once: nobody takes a new one for one that is left.
func TestNewFoldersOutliveSweeps(t *testing.T) {
	locks(t)
	tmp := t.TempDir()
	done := make(chan struct{})
	swept := make(chan struct{})
	go func() {
		defer close(swept)
		for {
			select {
			case <-done:
				return
			default:
				SweepIn(tmp)
			}
		}
	}()
	for range 200 {
		f, err := In(tmp, "test")
		if err != nil {
			t.Fatal(err)
		}
		if !exists(filepath.Join(f.Path, owner)) {
			t.Fatal("a folder that was just made is gone")
		}
		f.Close()
	}
	close(done)
	<-swept
}

package machine

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// playLock takes the lock of the machine, says so, and holds it until its standard input ends.
func playLock() int {
	unlock, err := Lock(context.Background(), func(pid int) { fmt.Println("waits for", pid) })
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("locked")
	bufio.NewReader(os.Stdin).ReadString('\n')
	unlock()
	return 0
}

// player is a process that plays a role of which it tells on its standard output.
type player struct {
	pid  int
	say  *bufio.Scanner
	stop func()
}

// playing starts a process that takes the lock of a machine whose temporary files are in dir.
func playing(t *testing.T, dir string, as *syscall.Credential) player {
	t.Helper()
	cmd := role("lock")
	cmd.Env = append(cmd.Env, "TMPDIR="+dir)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return player{cmd.Process.Pid, bufio.NewScanner(out), func() { in.Close() }}
}

func (p player) says(t *testing.T, want string) {
	t.Helper()
	if !p.say.Scan() || p.say.Text() != want {
		t.Fatalf("it says %q, want %q", p.say.Text(), want)
	}
}

func TestSecondProcessWaitsForTheLockAndSaysForWhom(t *testing.T) {
	dir := t.TempDir()
	first := playing(t, dir, nil)
	first.says(t, "locked")
	second := playing(t, dir, nil)
	second.says(t, fmt.Sprint("waits for ", first.pid))
	first.stop()
	second.says(t, "locked") // and nothing between the two
	third := playing(t, dir, nil)
	third.says(t, fmt.Sprint("waits for ", second.pid))
	syscall.Kill(second.pid, syscall.SIGKILL)
	third.says(t, "locked")
}

func TestLockIsSharedWithOtherUsers(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can be another user")
	}
	dir, err := os.MkdirTemp("/tmp", "corerace-lock")
	if err != nil {
		t.Skip(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o777|os.ModeSticky); err != nil {
		t.Skip(err)
	}
	path := filepath.Join(dir, lockName)
	nobody := &syscall.Credential{Uid: 65534, Gid: 65534}
	for _, mode := range []os.FileMode{0o666, 0o644} { // with the second, its pid can't be written
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		other := playing(t, dir, nobody)
		other.says(t, "locked")
		holder := 0
		if mode == 0o666 {
			holder = other.pid
		}
		own := playing(t, dir, nil)
		own.says(t, fmt.Sprint("waits for ", holder))
		other.stop()
		own.says(t, "locked")
		own.stop()
		if own.say.Scan() || os.Remove(path) != nil { // its end
			t.Fatal(own.say.Text())
		}
	}
}

func TestWaitingForTheLockEndsWithTheContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), lockName)
	unlock, err := lockFile(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	waited := 0
	if _, err := lockFile(ctx, path, func(pid int) {
		waited++
		if pid != os.Getpid() {
			t.Errorf("held by %d, want %d", pid, os.Getpid())
		}
		time.AfterFunc(3*lockPoll, cancel)
	}); !errors.Is(err, context.Canceled) || waited != 1 {
		t.Errorf("%v, wait was called %d times", err, waited)
	}
	unlock()
	unlock()
	if b, err := os.ReadFile(path); err != nil || len(b) > 0 {
		t.Errorf("left behind: %q, %v", b, err)
	}
	unlock, err = lockFile(t.Context(), path, func(int) { t.Error("waited for a free lock") })
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}

func TestLockRefusesWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	victim := filepath.Join(dir, "victim")
	if err := os.WriteFile(victim, []byte("precious"), 0o666); err != nil {
		t.Fatal(err)
	}
	link, pipe, folder := filepath.Join(dir, "link"), filepath.Join(dir, "pipe"), filepath.Join(dir, "folder")
	if err := errors.Join(os.Symlink(victim, link), unix.Mkfifo(pipe, 0o666), os.Mkdir(folder, 0o777)); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{link, pipe, folder, filepath.Join(dir, "missing", "file")} {
		if _, err := lockFile(t.Context(), path, nil); err == nil ||
			!strings.HasPrefix(err.Error(), "lock of this machine: ") {
			t.Errorf("%s: %v", path, err)
		}
	}
	if b, _ := os.ReadFile(victim); string(b) != "precious" {
		t.Errorf("the file behind the link holds %q", b)
	}
}

func TestHolderIsAPID(t *testing.T) {
	for s, want := range map[string]int{"412": 412, "412\n": 412, "": 0, "-1": 0, "x": 0, "99999999999": 0,
		"12 13": 0} {
		if got := parseHolder([]byte(s)); got != want {
			t.Errorf("parseHolder(%q) = %d, want %d", s, got, want)
		}
	}
}

package system

import (
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// Where more is promised than there is, what is asked for is one process's: a large piece is refused there that many
// small ones would be granted.
func TestProcessesAreHeldToWhatTheSystemPromises(t *testing.T) {
	if strict() {
		t.Skip("this system promises no more memory than it has")
	}
	if err := Startable(1 << 20); err != nil {
		t.Errorf("a million processes: %v", err)
	}
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_DATA, &before); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Setrlimit(unix.RLIMIT_DATA, &before) })
	promiseNoMore(t)
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: 8 * startBytes, Max: before.Max}); err != nil {
		t.Skip(err)
	}
	if err := Startable(2); err != nil {
		t.Errorf("two processes: %v", err)
	}
	if err := Startable(9); err == nil || !strings.Contains(err.Error(), "905969664 bytes of memory are wanted") {
		t.Errorf("nine processes: %v", err)
	}
}

// promiseNoMore has the system pass for one that promises no more memory than it has.
func promiseNoMore(t *testing.T) {
	was := strict
	strict = func() bool { return true }
	t.Cleanup(func() { strict = was })
}

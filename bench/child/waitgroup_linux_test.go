package child

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// leader starts a shell in a group of its own, which forks a process that would outlive it and writes its pid.
func leader(t *testing.T, then string) (cmd *exec.Cmd, forked func() int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pid")
	cmd = exec.Command("/bin/sh", "-c", "sleep 1000 & echo $! >"+path+".new; mv "+path+".new "+path+"; "+then)
	var out Tail
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &out, &out, time.Minute
	OwnGroup(cmd)
	if err := Start(cmd); err != nil {
		t.Fatal(err)
	}
	return cmd, func() int {
		b, _ := os.ReadFile(path)
		pid, _ := strconv.Atoi(strings.TrimSpace(string(b)))
		return pid
	}
}

// gone waits until a process that is nobody's child here has ended.
func gone(t *testing.T, pid int) {
	t.Helper()
	for syscall.Kill(pid, 0) == nil {
		if b, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat"); strings.Contains(string(b), ") Z ") {
			return // whoever adopted it hasn't waited for it yet
		}
		if t.Context().Err() != nil {
			t.Fatalf("process %d is still there", pid)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestWhatAProcessLeavesBehindInItsGroupIsKilled(t *testing.T) {
	cmd, forked := leader(t, "exit 3")
	err := WaitGroup(t.Context(), cmd)
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 3 {
		t.Errorf("got %v, want exit status 3", err)
	}
	if forked() == 0 {
		t.Fatal("nothing was forked")
	}
	gone(t, forked())
}

func TestAGroupIsKilledWhenItsTimeIsUp(t *testing.T) {
	cmd, forked := leader(t, "wait")
	cause := errors.New("time is up")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		for forked() == 0 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel(cause)
	}()
	if err := WaitGroup(ctx, cmd); !errors.Is(err, cause) {
		t.Errorf("got %v, want %v", err, cause)
	}
	gone(t, forked())
}

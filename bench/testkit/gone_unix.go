//go:build unix

package testkit

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

// Alive reports whether a process is there and has not ended. One that ended and that its parent hasn't waited for has.
func Alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if errors.Is(err, os.ErrNotExist) {
		_, err := os.Stat("/proc/self/stat") // a system without /proc
		return err != nil && syscall.Kill(pid, 0) == nil
	}
	_, state, _ := bytes.Cut(stat, []byte(") "))
	return len(state) > 0 && !strings.ContainsRune("ZX", rune(state[0]))
}

// Gone waits until none of the processes is left, and ends what is left of a test that failed.
func Gone(t testing.TB, pids ...int) {
	t.Helper()
	for _, pid := range pids {
		t.Cleanup(func() {
			if t.Failed() && Alive(pid) {
				syscall.Kill(pid, syscall.SIGKILL)
			}
		})
		Eventually(t, fmt.Sprintf("process %d is gone", pid), func() bool { return !Alive(pid) })
	}
}

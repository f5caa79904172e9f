//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestAReaderThatGoesDoesNotCostThePage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	cmd := exec.Command(os.Args[0], brief(dir)...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout = w
	err = cmd.Start()
	w.Close()
	r.Close() // as head -1 does
	if err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != exitFailed {
		t.Errorf("status %d", status)
	}
	if _, err := os.Stat(filepath.Join(dir, "report.html")); err != nil {
		t.Error(err)
	}
}

// Who reads from a pipe would take a look at it for the end, and without a reader it would be waited for.
func TestAPipeThatIsWrittenToIsntTriedBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	if err := checkOut(path); err != nil {
		t.Error(err)
	}
	if status, _, stderr := command("host", "--join", "nats://a:1", "--token-file", path); status != exitUsage ||
		!strings.Contains(stderr, "it is a pipe") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

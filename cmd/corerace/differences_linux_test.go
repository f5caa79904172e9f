package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"corerace/bench/testkit"
	interpreters "corerace/bench/testkit/pythons"
)

// semaphores are those of a command's experiments.
func semaphores(pid int) []string {
	all, _ := filepath.Glob(fmt.Sprintf("/dev/shm/sem.corerace-difference-%d-*", pid))
	return all
}

// descendants are all processes below one.
func descendants(pid int) (all []int) {
	for _, c := range children(pid) {
		all = append(append(all, c), descendants(c)...)
	}
	return all
}

// An interrupt in the middle of an experiment that waits leaves nothing: no process, no file, no semaphore, and what
// was seen before is on the page.
func TestInterruptedDifferencesLeaveNothingBehind(t *testing.T) {
	in := interpreters.First(t, 3, 7)
	testkit.TempStaysEmpty(t)
	page := filepath.Join(t.TempDir(), "page.html")
	var stderr bytes.Buffer
	cmd := exec.Command(os.Args[0], "differences", "global", "drain", "--answer", "--start", "spawn", "--python", in.Path,
		"--html", page)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	said := make([]byte, 0, 1<<16)
	for !bytes.Contains(said, []byte("2/2 ")) {
		n, err := stdout.Read(said[len(said):cap(said)])
		if err != nil {
			t.Fatalf("%v after\n%s", err, said)
		}
		said = said[:len(said)+n]
	}
	var all []int
	testkit.Eventually(t, "the experiment has processes", func() bool {
		all = descendants(cmd.Process.Pid)
		return len(all) >= 6
	})
	time.Sleep(100 * time.Millisecond) // wherever it is by then
	all = append(all, descendants(cmd.Process.Pid)...)
	cmd.Process.Signal(syscall.SIGINT)
	cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != exitFailed || !strings.Contains(stderr.String(), "interrupted") {
		t.Errorf("status %d: %s", status, stderr.String())
	}
	testkit.Gone(t, all...)
	if left := semaphores(cmd.Process.Pid); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if html := readText(t, page); !strings.Contains(html, "A global, changed in a worker") {
		t.Error("what was seen before isn't on the page")
	}
}

package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"corerace/bench/testkit"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
)

// The lesson is interrupted while it measures. It ends at once, nothing that was answered is lost, and resume goes on
// with the experiment.
func TestAnInterruptedLessonGoesOnWhereItWas(t *testing.T) {
	dir := t.TempDir()
	begin := func(stdin io.Reader, args ...string) (*exec.Cmd, *bytes.Buffer) {
		cmd := exec.Command(os.Args[0], append([]string{"lesson"}, args...)...)
		cmd.Env, cmd.Dir, cmd.Stdin = append(os.Environ(), asCommand+"=1"), dir, stdin
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
		return cmd, &out
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	cmd, out := begin(r, "uneven", "--lang", "en", "--rounds", "1000", "--no-lock")
	if _, err := io.WriteString(w, "a\n"); err != nil {
		t.Fatal(err)
	}
	record := func() []byte {
		paths, _ := filepath.Glob(filepath.Join(dir, lessonFolders(), "*", "1-race", "run.jsonl"))
		if len(paths) == 0 {
			return nil
		}
		text, _ := os.ReadFile(paths[0])
		return text
	}
	testkit.Eventually(t, "a round is in the record", func() bool { return bytes.Contains(record(), []byte(`"kind":"round"`)) })
	cmd.Process.Signal(syscall.SIGINT)
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() != exitFailed {
		t.Fatalf("%v:\n%s", err, out.String())
	}
	if said := strings.Join(strings.Fields(out.String()), " "); !strings.Contains(said,
		"Everything is kept: corerace lesson resume") {
		t.Errorf("it says\n%s", out.String())
	}
	rec, err := results.Read(bytes.NewReader(record()))
	if err != nil || rec.Skipped > 0 || len(rec.Answers) != 1 || rec.Answers[0].Text != "less" || rec.End != nil {
		t.Errorf("%v: the record has %+v", err, rec.Answers)
	}
	cmd, out = begin(strings.NewReader("\na\n\nb\n"), "resume", "--rounds", "1", "--no-lock")
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v:\n%s", err, out.String())
	}
	begun, _ := filepath.Glob(filepath.Join(dir, lessonFolders(), "*"))
	at, err := lesson.ReadProgress(begun[0])
	if err != nil || !at.Done || len(begun) != 1 || len(at.Answers) != 3 || at.Answers[0].Text != "less" {
		t.Errorf("%v: %+v in %q", err, at, begun)
	}
	cmd, out = begin(nil, "resume")
	if cmd.Wait(); !strings.Contains(out.String(), "no lesson is to go on with") {
		t.Errorf("nothing is to go on with, and it says\n%s", out.String())
	}
}

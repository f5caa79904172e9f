package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFailedWriteIsExitStatus1OfEveryCommand(t *testing.T) {
	for _, args := range [][]string{{"list"}, {"--help"}, {"run", "--help"}, {}, {"completion", "bash"}, {"completion", "zsh"}, {"report", fixture},
		{"report", "--format", "json", fixture}, {"fit", fixture}, {"compare", fixture, fixture}} {
		var stderr bytes.Buffer
		status := runUnprobed(args, &fullDisk{room: 10}, &stderr)
		if status != exitFailed || !strings.Contains(stderr.String(), errNoSpace.Error()) {
			t.Errorf("%v: status %d: %s", args, status, stderr.String())
		}
	}
}

func TestAFullStandardOutputDoesNotCostThePage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	var stderr bytes.Buffer
	status := runUnprobed(brief(dir), &fullDisk{room: 100}, &stderr)
	if status != exitFailed || !strings.Contains(stderr.String(), errNoSpace.Error()) {
		t.Errorf("status %d: %s", status, stderr.String())
	}
	if page, err := os.ReadFile(filepath.Join(dir, "report.html")); err != nil || !bytes.Contains(page, []byte("</html>")) {
		t.Errorf("no page: %v", err)
	}
}

func TestLimitsAreCheckedBeforeAnythingIsMade(t *testing.T) {
	for _, args := range [][]string{{"run", "--rounds", "1000001"}, {"run", "--budget", "1000000h"}, {"run", "--target", "10000h"},
		{"run", "--deadline", "10000h"}, {"compare", "--run", "--budget", "1000000h", "a", "b"}, {"gil", "--budget", "1000000h"}} {
		dir := filepath.Join(t.TempDir(), "out")
		status, _, stderr := command(append(args, "--out", dir)...)
		if status != exitUsage || !strings.Contains(stderr, "at most") {
			t.Errorf("%v: status %d: %s", args, status, stderr)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%v: a folder was made", args)
		}
	}
}

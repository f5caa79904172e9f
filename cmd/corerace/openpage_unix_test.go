//go:build unix && !darwin

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// withOpener puts a program in place of xdg-open, and nothing else.
func withOpener(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if script != "" {
		if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte("#!/bin/sh\n"+script+"\n"), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
}

func TestOpenShowsThePage(t *testing.T) {
	dir := t.TempDir()
	page, told := filepath.Join(dir, "a page.html"), filepath.Join(dir, "told")
	withOpener(t, `echo "$1" > '`+told+`'`)
	status, _, stderr := command("report", "--format", "html", "--open", "-o", page, fixture)
	if status != exitDone {
		t.Fatalf("status %d, %s", status, stderr)
	}
	if got := strings.TrimSpace(readText(t, told)); got != page {
		t.Errorf("%q was opened, want %q", got, page)
	}
}

func TestWhatCannotBeOpenedIsSaidAndThePageStays(t *testing.T) {
	for script, want := range map[string]string{"": "xdg-open", "echo no display >&2; exit 3": "no display"} {
		page := filepath.Join(t.TempDir(), "page.html")
		withOpener(t, script)
		status, _, stderr := command("report", "--format", "html", "--open", "-o", page, fixture)
		if status == exitDone || !strings.Contains(stderr, "--open") || !strings.Contains(stderr, want) {
			t.Errorf("status %d, %s", status, stderr)
		}
		if _, err := os.Stat(page); err != nil {
			t.Error(err)
		}
	}
	if status, _, stderr := command("report", "--open", fixture); status != exitUsage || !strings.Contains(stderr, "-o") {
		t.Errorf("without a page: status %d, %s", status, stderr)
	}
}

func TestALinkLeadsToItsFile(t *testing.T) {
	got := hyperlink("/runs/a b%/report.html")
	if want := "\x1b]8;;file:///runs/a%20b%25/report.html\x1b\\/runs/a b%/report.html\x1b]8;;\x1b\\"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mostLines is how long the first page may be: a screen and a picture.
const mostLines = 150

func TestFirstPageIsShort(t *testing.T) {
	if lines := strings.Count(pageOf(t, "README.md"), "\n"); lines > mostLines {
		t.Errorf("README.md has %d lines: what is more than %d belongs into docs", lines, mostLines)
	}
}

// A page opens with a line in italics below its title: whom it is for, and the question that it answers. The first page
// lists every page with that line, and nothing else, so a reader finds it there in the same words.
func TestPagesOpenWithTheirQuestion(t *testing.T) {
	opening := regexp.MustCompile(`^# (.+)\n\n\*(For .+\?)\*\n\n`)
	var want []string
	for _, p := range pages(t) {
		if !strings.HasPrefix(p.path, "docs/") {
			continue
		}
		m := opening.FindStringSubmatch(p.text)
		if m == nil {
			t.Errorf("%s doesn't open with its title and a line *For …: …?*", p.path)
			continue
		}
		want = append(want, fmt.Sprintf("| [%s](%s) | %s |", m[1], p.path, m[2]))
	}
	var listed []string
	for line := range strings.Lines(pageOf(t, "README.md")) {
		if strings.HasPrefix(line, "| [") {
			listed = append(listed, strings.TrimSpace(line))
		}
	}
	for _, row := range want {
		if !slices.Contains(listed, row) {
			t.Errorf("README.md lacks the row\n%s", row)
		}
	}
	for _, row := range listed {
		if !slices.Contains(want, row) {
			t.Errorf("README.md has a row that no page of docs opens with:\n%s", row)
		}
	}
}

// A command within a sentence isn't run, since it may be cut short or have a name in capitals; but there is such a
// command, with such flags, such tests and such benchmarks.
func TestCommandsInSentencesAreThere(t *testing.T) {
	command := regexp.MustCompile("`((?:corerace|go test) [^`]+)`")
	root := rootDir(t)
	done := map[string]bool{}
	for _, p := range pages(t) {
		for _, m := range command.FindAllStringSubmatch(p.prose(), -1) {
			line := strings.Join(strings.Fields(m[1]), " ")
			if done[line] {
				continue
			}
			done[line] = true
			if err := isThere(root, line); err != nil {
				t.Errorf("%s: `%s`: %v", p.path, line, err)
			}
		}
	}
	if len(done) < 10 {
		t.Errorf("only %d commands in sentences: does this test still find them?", len(done))
	}
}

// isThere is an error where a line has a command, a flag, a test or a benchmark that there isn't.
func isThere(dir, line string) error {
	words, _, err := shellWords(line)
	if err != nil {
		return err
	}
	if words[0] == "go" {
		if !strings.Contains(line, "./") {
			return nil // in whatever folder the reader is
		}
		return checkGo(dir, words[1:])
	}
	var stdout, stderr strings.Builder
	if status := run(append(words[1:], "--help"), &stdout, &stderr); status != exitDone {
		return fmt.Errorf("exit status %d: %s", status, stderr.String())
	}
	root := rootCommand(io.Discard)
	root.InitDefaultCompletionCmd()
	if cmd, _, _ := root.Find(words[1:]); cmd == root {
		return fmt.Errorf("no such command")
	}
	return nil
}

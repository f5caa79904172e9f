package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

// What was found before is offered at once, and what doesn't answer is waited for no longer than somebody who types
// waits: here it never would.
func TestRuntimesAreOfferedWhereTheyAreTaken(t *testing.T) {
	t.Setenv("PYENV_ROOT", t.TempDir())
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	script := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	script("ruby", "echo 'ruby 3.1.2p20 (2022-04-12 revision 4491bb740a) [x86_64-linux-gnu]'")
	script("php", "echo 'PHP 8.2.36 1'")
	if f := runtimesHere(t.Context())(); len(f.Runtimes) != 2 {
		t.Fatalf("%+v", f)
	}
	script("node", "exec sleep 1000")
	_, stdout, _ := command("__complete", "gil", "--against", "")
	if lines := strings.Split(stdout, "\n"); !slices.Equal(lines, []string{"ruby", ":6", ""}) { // php has no threads
		t.Errorf("offered are %q", lines)
	}
	_, stdout, _ = command("__complete", "gil", "--against", "ruby,")
	if strings.Contains(stdout, "ruby\n") {
		t.Errorf("ruby is offered again: %q", stdout)
	}
}

// A label of a Python is offered wherever one is taken, and files once a path is begun.
func TestLabelsOfPythonsAreOfferedInEveryCommand(t *testing.T) {
	found, err := pythons(t.Context())()
	if err != nil || len(found.Interpreters) == 0 {
		testkit.Missing(t, "python", "no interpreter is here")
	}
	label := found.Default().Label
	for _, line := range []string{"gil", "talk", "pools", "differences", "demo", "run"} {
		_, stdout, _ := command("__complete", line, "--python", "")
		if !slices.Contains(strings.Split(stdout, "\n"), label) {
			t.Errorf("%s: %q lacks %s", line, stdout, label)
		}
		if _, stdout, _ = command("__complete", line, "--python", "/usr/bin/"); stdout != ":0\n" {
			t.Errorf("%s: no files are offered for a path: %q", line, stdout)
		}
	}
	_, stdout, _ := command("__complete", "gil", "--against", "")
	if !strings.Contains(stdout, "python"+label+"\n") {
		t.Errorf("%q lacks python%s", stdout, label)
	}
}

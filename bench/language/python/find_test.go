package python

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/bench/testkit"
)

// found finds the interpreters of this machine, or skips the test; where CORERACE_REQUIRE names python, it fails
// instead.
func found(t testing.TB) *Found {
	t.Helper()
	f, err := Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Interpreters) > 0 {
		return f
	}
	testkit.Missing(t, "python", fmt.Sprintf("no Python found; skipped were %v", f.Skipped))
	return nil
}

func TestFindNamesEveryExecutableOnce(t *testing.T) {
	labels, paths := map[string]bool{}, map[string]bool{}
	for _, in := range found(t).Interpreters {
		if labels[in.Label] || paths[in.Path] {
			t.Errorf("%s (%s) is there twice", in.Label, in.Path)
		}
		labels[in.Label], paths[in.Path] = true, true
		if real, err := filepath.EvalSymlinks(in.Path); err != nil || real != in.Path || !filepath.IsAbs(real) {
			t.Errorf("%s: the path %s leads to %s (%v)", in.Label, in.Path, real, err)
		}
	}
}

func TestFindTakesAPathFirst(t *testing.T) {
	all := found(t).Interpreters
	last := all[len(all)-1]
	f, err := Find(t.Context(), last.Path)
	if err != nil {
		t.Fatal(err)
	}
	if in := f.Default(); in.Path != last.Path || len(f.Interpreters) != len(all) {
		t.Errorf("the default is %s of %d, want %s of %d", in.Path, len(f.Interpreters), last.Path, len(all))
	}
}

// script writes an executable file that a shell runs.
func script(t *testing.T, dir, name, body string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// answering is a script that answers a probe.
func answering(t *testing.T, dir, name, version, free string) string {
	return script(t, dir, name, fmt.Sprintf("printf 'corerace-python\\tcpython\\t%s\\t%s\\t%s\\t%s\\tno\\tfork\\tnone\\n'\n",
		version, free, map[string]string{"0": "1", "1": "0"}[free], filepath.Join(dir, name)))
}

func TestFindPrefersTheNewestWithALock(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("PYENV_ROOT", t.TempDir())
	answering(t, dir, "python3.9", "3.9.1", "0")
	answering(t, dir, "python3.12", "3.12.4", "0")
	answering(t, dir, "python3", "3.12.1", "0")
	answering(t, dir, "python", "3.12.1", "0")
	answering(t, dir, "python3.14t", "3.14.0", "1")
	answering(t, dir, "python3-config", "3.99.0", "0")
	f, err := Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, in := range f.Interpreters {
		labels = append(labels, in.Label)
	}
	if want := []string{"3.12", "3.14t", "3.12.1", "3.12.1-2", "3.9"}; !slices.Equal(labels, want) {
		t.Errorf("found %v, want %v", labels, want)
	}
}

func TestFindSaysWhatItSkipped(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("PYENV_ROOT", t.TempDir())
	for name, c := range map[string]struct{ body, why string }{
		"python3":   {"echo 'pyenv: python3: command not found' >&2; exit 127\n", "command not found"},
		"python3.1": {"exit 3\n", "exit status 3"},
		"python3.2": {"echo hello\n", "doesn't answer"},
		"python3.5": {"printf 'corerace-python\\tpypy\\t3.5.0\\t0\\t1\\t/x\\t\\t\\tnone\\n'\n",
			"it is PyPy (Python 3.5.0), and CPython is expected here: its modes are pypy-serial"},
		"python3.7":  {"printf 'corerace-python\\tcpython\\t3.2.9\\t0\\t1\\t/x\\t\\tfork\\tnone\\n'\n", "later expected"},
		"python3.10": {"i=0; while [ $i -lt 3000 ]; do echo zeros; i=$((i+1)); done\n", "doesn't answer"},
	} {
		path := script(t, dir, name, c.body)
		f, err := Find(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Interpreters) != 0 || len(f.Skipped) != 1 || f.Skipped[0].Path != path ||
			!strings.Contains(f.Skipped[0].Why, c.why) {
			t.Errorf("%s: found %v, skipped %v, want it skipped for %q", name, f.Interpreters, f.Skipped, c.why)
		}
		os.Remove(path)
	}
}

func TestShimsStandForTheirVersions(t *testing.T) {
	root := t.TempDir()
	shims, bin := filepath.Join(root, "shims"), filepath.Join(root, "versions", "3.8.1", "bin")
	for _, dir := range []string{shims, bin} {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	script(t, shims, "python3", "exit 1\n")
	want := answering(t, bin, "python", "3.8.1", "0")
	t.Setenv("PATH", shims)
	t.Setenv("PYENV_ROOT", t.TempDir())
	f, err := Find(t.Context())
	if err != nil || len(f.Skipped) != 0 || len(f.Interpreters) != 1 || f.Interpreters[0].Path != want {
		t.Errorf("found %v, skipped %v, %v; want %s alone", f.Interpreters, f.Skipped, err, want)
	}
}

func TestAGivenPathThatIsNoPythonIsAnError(t *testing.T) {
	path := script(t, t.TempDir(), "python3", "exit 3\n")
	if _, err := Find(t.Context(), path); err == nil || !strings.Contains(err.Error(), path+": exit status 3") {
		t.Errorf("error is %v, want one that names %s and its exit status", err, path)
	}
}

func TestTheEnvironmentIsStripped(t *testing.T) {
	got := Environ([]string{"A=1", "PYTHONPATH=/x", "PYTHON_GIL=0", "B=2", "MYPYTHON=3"})
	if want := []string{"A=1", "B=2", "MYPYTHON=3"}; !slices.Equal(got, want) {
		t.Errorf("the environment is %v, want %v", got, want)
	}
}

func TestGetNamesWhatIsThere(t *testing.T) {
	f := &Found{Interpreters: []*Interpreter{{Label: "3.12", Version: "3.12.4"}, {Label: "2.7", Version: "2.7.18"}}}
	if in, err := f.Get("3.12.4"); err != nil || in.Label != "3.12" {
		t.Errorf("Get by version: %v, %v", in, err)
	}
	if _, err := f.Get("3.99"); err == nil || !strings.Contains(err.Error(), "[3.12 2.7]") {
		t.Errorf("error is %v, want one that names 3.12 and 2.7", err)
	}
}

func FuzzProbeAnswers(f *testing.F) {
	f.Add([]byte("corerace-python\tcpython\t3.13.0\t0\t1\t/bin/sh\t\tfork\tnone\n"))
	f.Add([]byte("corerace-python\tcpython\t999.0\t0\t1\t\t\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := parseProbe("/bin/sh", b)
		if err == nil && (!version().MatchString(in.Version) || !filepath.IsAbs(in.Path)) {
			t.Errorf("%q is taken as %+v", b, in)
		}
	})
}

func TestAProbeThatHangsIsEnded(t *testing.T) {
	ctx, cancel := context.WithTimeoutCause(t.Context(), 50*time.Millisecond, errors.New("given up"))
	defer cancel()
	_, err := Probe(ctx, script(t, t.TempDir(), "python3", "while :; do :; done\n"))
	if err == nil || err.Error() != "given up" {
		t.Errorf("error is %v, want the one of the context", err)
	}
}

func TestOnThisMachine(t *testing.T) {
	f := found(t)
	for _, in := range f.Interpreters {
		t.Logf("%-8s %s at %s; own lock: %q", in.Label, in, in.Path, in.NoOwnGIL)
		if in.AtLeast(3, 12) != (in.NoOwnGIL == "") {
			t.Errorf("%s: sub-interpreters: %q", in, in.NoOwnGIL)
		}
	}
	for _, s := range f.Skipped {
		t.Logf("skipped %s: %s", s.Path, s.Why)
	}
}

func TestEveryLabelIsAGivenInterpreter(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("PYENV_ROOT", t.TempDir())
	answering(t, dir, "python3.12", "3.12.4", "0")
	answering(t, dir, "python3", "3.12.1", "0")
	old := answering(t, dir, "python3.9", "3.9.1", "0")
	answering(t, dir, "python3.14t", "3.14.0", "1")
	for _, label := range []string{"3.12", "3.12.1", "3.9", "3.14t", "python3.9", "3.9.1"} {
		f, err := Find(t.Context(), label)
		if err != nil || len(f.Interpreters) != 4 {
			t.Fatalf("%s: %v, %v", label, f, err)
		}
		if in := f.Default(); in.Label != strings.TrimPrefix(label, "python") && in.Version != label {
			t.Errorf("%s gives %s", label, in.Label)
		}
	}
	f, err := Find(t.Context(), "3.12.1", old, "3.12")
	var labels []string
	for _, in := range f.Interpreters {
		labels = append(labels, in.Version)
	}
	if want := []string{"3.12.1", "3.9.1", "3.12.4", "3.14.0"}; err != nil || !slices.Equal(labels, want) {
		t.Errorf("found %v, want %v; %v", labels, want, err)
	}
	if _, err := Find(t.Context(), "3.99"); err == nil || !strings.Contains(err.Error(), "one of [3.12 3.14t 3.12.1 3.9]") {
		t.Errorf("error is %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Find(t.Context(), "3.12"); err == nil || err.Error() != "no Python was found here" {
		t.Errorf("without any: %v", err)
	}
}

// The compiler of a build is told and turned by a variable, which -E would hide.
func TestTheCompilerIsToldAndTurned(t *testing.T) {
	in, err := parseProbe("/bin/sh", []byte("corerace-python\tcpython\t3.14.2\t0\t1\t\t\tforkserver\toff\n"))
	if err != nil || !in.HasJIT() || in.Start != "forkserver" {
		t.Fatalf("%+v, %v", in, err)
	}
	for jit, variable := range map[string]string{"on": "PYTHON_JIT=1", "off": "PYTHON_JIT=0"} {
		args, env := how(jit)
		if slices.Contains(args, "-E") || !slices.Contains(env, variable) {
			t.Errorf("%s: %v, %v", jit, args, env)
		}
	}
	if args, _ := how(""); !slices.Contains(args, "-E") {
		t.Errorf("as built: %v", args)
	}
	if _, err := parseProbe("/bin/sh", []byte("corerace-python\tcpython\t3.14.2\t0\t1\t\t\tvfork\toff\n")); err == nil {
		t.Error("a start method that there isn't is taken")
	}
}

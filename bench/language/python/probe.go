package python

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"corerace/bench/child"
	"corerace/bench/language/ask"
)

//go:embed probe.py
var probeSource string

// Probe starts the executable at path and asks it what it is. An error says in a sentence why it is no use here.
func Probe(ctx context.Context, path string) (*Interpreter, error) {
	args := append(append([]string{}, flags...), "-c", probeSource)
	answer, err := ask.Ask(ctx, ask.Question{Path: path, Args: args, Env: environ()})
	if err != nil {
		return nil, err
	}
	return parseProbe(path, []byte(answer))
}

// version is what a probe may call its version.
var version = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[0-9]{1,2}\.[0-9]{1,3}\.[0-9]{1,3}$`)
})

// parseProbe reads the line of a probe. It isn't trusted: anything may be called python.
func parseProbe(path string, b []byte) (*Interpreter, error) {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	f := strings.Split(strings.TrimSuffix(string(line), "\r"), "\t")
	switch {
	case len(f) != 9 || f[0] != "corerace-python":
		return nil, errors.New("it doesn't answer as a Python does")
	case f[1] != "cpython":
		return nil, notCPython(f[1], f[2])
	case !version().MatchString(f[2]):
		return nil, fmt.Errorf("its version is %.32q", f[2])
	}
	in := &Interpreter{Version: f[2], FreeThreaded: f[3] == "1", GIL: f[4] == "1", NoOwnGIL: f[6], Start: f[7], JIT: f[8]}
	if !slices.Contains([]string{"", "fork", "spawn", "forkserver"}, in.Start) ||
		!slices.Contains([]string{noJIT, jitOff, jitOn}, in.JIT) {
		return nil, errors.New("it doesn't answer as a Python does")
	}
	if v := parts(in.Version); v[0] == 2 && v[1] < 7 || v[0] == 3 && v[1] < 3 {
		return nil, fmt.Errorf("it is %s: 2.7, or 3.3 and later expected", in.Version)
	}
	real, err := filepath.EvalSymlinks(cmp.Or(f[5], path))
	if err != nil {
		return nil, err
	}
	in.Path, err = filepath.Abs(real)
	return in, err
}

// notCPython says what an interpreter is that isn't CPython, and where it can be raced: the same sentence wherever one is
// named.
func notCPython(name, version string) error {
	known := map[string]string{"pypy": "PyPy", "jython": "Jython", "graalpy": "GraalPy", "micropython": "MicroPython"}
	title := cmp.Or(known[name], child.Plain(name))
	why := fmt.Sprintf("it is %.32s (Python %.12s), and CPython is expected here", title, child.Plain(version))
	if name == "pypy" || name == "jython" {
		why += fmt.Sprintf(": its modes are %s-serial, %s-threads and so on", name, name)
	}
	return errors.New(why)
}

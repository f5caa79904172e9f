package python

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"corerace/bench/child"
)

//go:embed probe.py
var probeSource string

// probeTime is how long a probe may take. A shim of pyenv takes some 100 ms.
const probeTime = 10 * time.Second

// endGrace is how long what an interpreter has started may hold on to its output after its end.
const endGrace = 200 * time.Millisecond

// Probe starts the executable at path and asks it what it is. An error says in a sentence why it is no use here.
func Probe(ctx context.Context, path string) (*Interpreter, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, probeTime, fmt.Errorf("no answer after %v", probeTime))
	defer cancel()
	var out, log child.Tail
	cmd := exec.Command(path, append(flags, "-c", probeSource)...)
	cmd.Env, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = environ(), &out, &log, endGrace
	child.OwnGroup(cmd)
	if err := child.Start(cmd); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { child.KillGroup(cmd.Process) })
	err := cmd.Wait()
	if !stop() {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, errors.New(cmp.Or(log.LastLine(), err.Error()))
	}
	return parseProbe(path, out.Bytes())
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
	case len(f) != 7 || f[0] != "corerace-python":
		return nil, errors.New("it doesn't answer as a Python does")
	case f[1] != "cpython":
		return nil, fmt.Errorf("it is %.32q, CPython expected", f[1])
	case !version().MatchString(f[2]):
		return nil, fmt.Errorf("its version is %.32q", f[2])
	}
	in := &Interpreter{Version: f[2], FreeThreaded: f[3] == "1", GIL: f[4] == "1", NoOwnGIL: f[6]}
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

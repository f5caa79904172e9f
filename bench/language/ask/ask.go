// Package ask asks executables what they are, each once: what one answers is kept in the user's cache folder for as
// long as its file stays as it is.
//
// Whoever asks says with which arguments, which are fixed. What is started gets no more than its time, is in a process
// group of its own that ends with it, and isn't trusted: neither is what was kept, which is checked again by whoever
// asks. The package knows no language.
package ask

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"corerace/bench/child"
)

// within is how long an executable may take to answer. A shim of pyenv takes some 100 ms, a Java some 500.
const within = 10 * time.Second

// endGrace is how long what an executable has started may hold on to its output after its end.
const endGrace = 200 * time.Millisecond

// A Question is how an executable is asked.
type Question struct {
	Path string
	Args []string
	// Input is its standard input.
	Input string
	Env   []string // all of its environment
}

// Ask returns the end of what the executable writes, to standard output and after that to standard error. An error says
// in a sentence why there is no answer: it is never kept.
func Ask(ctx context.Context, q Question) (string, error) {
	k, lasting := keyOf(q)
	if lasting {
		if answer, ok := kept().get(k); ok {
			return answer, nil
		}
	}
	answer, err := start(ctx, q)
	if err == nil && lasting {
		kept().put(k, answer)
	}
	return answer, err
}

func start(ctx context.Context, q Question) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, within, fmt.Errorf("no answer after %v", within))
	defer cancel()
	var out, log child.Tail
	cmd := exec.Command(q.Path, q.Args...)
	cmd.Env, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = q.Env, &out, &log, endGrace
	cmd.Stdin = strings.NewReader(q.Input)
	child.OwnGroup(cmd)
	if err := child.Start(cmd); err != nil {
		return "", err
	}
	stop := context.AfterFunc(ctx, func() { child.KillGroup(cmd.Process) })
	err := cmd.Wait()
	if !stop() {
		return "", context.Cause(ctx)
	}
	if err != nil {
		return "", errors.New(cmp.Or(log.LastLine(), err.Error()))
	}
	return string(out.Bytes()) + string(log.Bytes()), nil
}

// Each calls do for every number below n, as many at once as there are cores, and returns when all are done.
func Each(n int, do func(i int)) {
	slots := make(chan struct{}, runtime.NumCPU())
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			slots <- struct{}{}
			do(i)
			<-slots
		})
	}
	wg.Wait()
}

// shims is the last part of folders whose executables decide when they are run which one they stand for.
const shims = "shims"

// isShim reports whether a path is in such a folder.
func isShim(path string) bool { return filepath.Base(filepath.Dir(path)) == shims }

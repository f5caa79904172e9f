// Package ask asks executables what they are, each once: what one answers is kept in the user's cache folder for as
// long as its file stays as it is, a day at most.
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
	// Whole returns whether an answer lacks nothing that may be installed beside the executable, which stays as it is
	// then. Nil: no answer does.
	Whole func(answer string) bool
}

// Ask returns the end of what the executable writes, to standard output and after that to standard error. An error says
// in a sentence why there is no answer. One is kept only where the executable was slower than it may be, and for a
// minute.
func Ask(ctx context.Context, q Question) (string, error) {
	k, lasting := keyOf(q)
	if lasting {
		if was, ok := kept().get(k); ok && (was.Slow == "" || patience(ctx) <= was.Waited+waitedAlike) {
			if was.Slow != "" {
				return "", errors.New(was.Slow)
			}
			return was.Answer, nil
		}
	}
	began := time.Now()
	answer, err := start(ctx, q)
	switch waited := time.Since(began); {
	case !lasting:
	case err == nil && (q.Whole == nil || q.Whole(answer)):
		kept().put(k, note{Answer: answer, Until: began.Add(lasts)})
	case err == nil:
		kept().put(k, note{Answer: answer, Until: began.Add(lastsShort)})
	case waited >= slow && errors.Is(err, context.DeadlineExceeded):
		kept().put(k, note{Slow: err.Error(), Waited: waited, Until: began.Add(lastsShort)})
	}
	return answer, err
}

// How long an answer is kept: what an executable says hangs on more than its file, on what is installed beside it.
const (
	lasts      = 24 * time.Hour
	lastsShort = time.Minute // of one that something is missing in, which may be installed now, and of none
)

// slow is how long an executable was waited for at least that counts as one without an answer. Whoever would wait for
// longer than was waited before, by waitedAlike, asks again.
const (
	slow        = 2 * time.Second
	waitedAlike = 500 * time.Millisecond
)

// patience is how long an executable may take now.
func patience(ctx context.Context) time.Duration {
	if end, ok := ctx.Deadline(); ok {
		return min(within, time.Until(end))
	}
	return within
}

// A late error says that there was no answer in time.
type late struct{ error }

// Is makes it one of those that a deadline has.
func (late) Is(target error) bool { return target == context.DeadlineExceeded }

func start(ctx context.Context, q Question) (string, error) {
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, within, late{fmt.Errorf("no answer after %v", within)})
	defer cancel()
	var out, log child.Tail
	cmd := exec.Command(q.Path, q.Args...)
	cmd.Env, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = q.Env, &out, &log, endGrace
	cmd.Stdin = strings.NewReader(q.Input)
	child.OwnGroup(cmd)
	if err := child.Start(cmd); err != nil {
		return "", err
	}
	err := child.WaitGroup(ctx, cmd)
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	if err != nil {
		return "", errors.New(cmp.Or(log.LastLine(), err.Error()))
	}
	return string(out.Bytes()) + string(log.Bytes()), nil
}

// Within returns a context for a search that may take d: what hasn't answered then is named with that.
func Within(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, d, late{fmt.Errorf("no answer in the %v of a search", d)})
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

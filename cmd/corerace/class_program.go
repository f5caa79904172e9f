package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"corerace/bench/child"
	"corerace/cmd/corerace/class/settings"
)

// classPackage is what the program that serves is built from.
const classPackage = "corerace/cmd/corerace-class"

// A classProgram is the program that serves a class: it lies beside this one, or is built for this one call.
type classProgram struct {
	path string
	undo func()
}

// findClass finds the program that serves. Where it isn't beside this one, as under go run, the go command builds it.
func findClass(ctx context.Context, stderr io.Writer) (*classProgram, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	name := settings.Program
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path := filepath.Join(filepath.Dir(self), name)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return &classProgram{path, func() {}}, err
	}
	missing := fmt.Errorf("there is no %s beside this program: go install ./cmd/... puts it there", name)
	tool := &goTool{}
	if _, err := tool.run(ctx, "list", classPackage); err != nil {
		return nil, missing
	}
	fmt.Fprintf(stderr, "%s isn't beside this program: the go command builds it, some minutes the first time\n", name)
	dir, err := os.MkdirTemp("", "corerace-class-")
	if err != nil {
		return nil, err
	}
	p := &classProgram{filepath.Join(dir, name), func() { os.RemoveAll(dir) }}
	if _, err := tool.run(ctx, "build", "-o", p.path, classPackage); err != nil {
		p.undo()
		if ctx.Err() != nil {
			return nil, errors.New("interrupted")
		}
		return nil, fmt.Errorf("%w, and it can't be built: %w", missing, err)
	}
	return p, nil
}

// runClass runs the program that serves in our place, with the terminal that we have.
func runClass(ctx context.Context, serve *settings.Serve, join *settings.Join, stdout, stderr io.Writer) error {
	argument, err := settings.Spell(serve, join)
	if err != nil {
		return err
	}
	p, err := findClass(ctx, stderr)
	if err != nil {
		return err
	}
	defer p.undo()
	takesLonger(ctx, classEnds)
	c := exec.Command(p.path, argument)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, stdout, stderr
	if err := child.Start(c); err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { c.Process.Signal(os.Interrupt) })()
	err = c.Wait()
	if ended, ok := errors.AsType[*exec.ExitError](err); ok && ended.ExitCode() > 0 {
		return endedError{ended.ExitCode()}
	}
	return err
}

// classEnds is how long the program may take to end: a race writes its report, and the store what it was given.
const classEnds = 12 * time.Second

// thisCommand starts this program again.
func thisCommand() ([]string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return []string{self}, nil
}

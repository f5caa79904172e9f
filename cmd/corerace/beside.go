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

	"corerace/bench/child"
	"corerace/bench/scratch"
)

// A besideProgram is a program of ours that has what the command would be too large and slow to start with: it lies
// beside the command, or is built for one call.
type besideProgram struct {
	path string
	undo func()
}

// findBeside finds a program by its name. Where it isn't beside this one, as under go run, the go command builds it from
// its package.
func findBeside(ctx context.Context, name, pkg string, stderr io.Writer) (*besideProgram, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path := filepath.Join(filepath.Dir(self), name)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return &besideProgram{path, func() {}}, err
	}
	missing := fmt.Errorf("there is no %s beside this program: go install ./cmd/... puts it there", name)
	tool := &goTool{}
	if _, err := tool.run(ctx, "list", pkg); err != nil {
		return nil, missing
	}
	fmt.Fprintf(stderr, "%s isn't beside this program: the go command builds it, some minutes the first time\n", name)
	folder, err := scratch.New("beside")
	if err != nil {
		return nil, err
	}
	p := &besideProgram{filepath.Join(folder.Path, name), func() { folder.Close() }}
	if _, err := tool.run(ctx, "build", "-o", p.path, pkg); err != nil {
		p.undo()
		if ctx.Err() != nil {
			return nil, errors.New("interrupted")
		}
		return nil, fmt.Errorf("%w, and it can't be built: %w", missing, err)
	}
	return p, nil
}

// runBeside runs a program in our place, with one argument and with the terminal that we have.
func runBeside(ctx context.Context, p *besideProgram, argument string, stdout, stderr io.Writer) error {
	c := exec.Command(p.path, argument)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, stdout, stderr
	return untilEnded(ctx, c)
}

// untilEnded runs a command in our place: it is interrupted with us, and its exit status is ours.
func untilEnded(ctx context.Context, c *exec.Cmd) error {
	if err := child.Start(c); err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { c.Process.Signal(os.Interrupt) })()
	err := c.Wait()
	if ended, ok := errors.AsType[*exec.ExitError](err); ok && ended.ExitCode() > 0 {
		return endedError{ended.ExitCode()}
	}
	return err
}

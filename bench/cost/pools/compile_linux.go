package pools

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/child"
	"corerace/bench/scratch"
)

// compileWithin is how long the compiler may take: a few times what it does on a machine that is busy.
const compileWithin = 30 * time.Second

// compilers are how a compiler of C may be called.
var compilers = []string{"cc", "gcc", "clang"}

// compiler is the path of the first compiler that is on PATH, or "".
func compiler() string {
	for _, name := range compilers {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// compile has a compiler make a program of a source, and keeps it in memory, from which it is started by its path as
// long as the file is open. The folder that it works in is gone when it returns.
func compile(ctx context.Context, source string) (program *os.File, err error) {
	cc := compiler()
	if cc == "" {
		return nil, &notHere{"no compiler of C is found: none of " + strings.Join(compilers, ", ") + " is on PATH"}
	}
	folder, err := scratch.New("cc")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	from, to := filepath.Join(folder.Path, "forked.c"), filepath.Join(folder.Path, "forked")
	if err := os.WriteFile(from, []byte(source), 0o600); err != nil {
		return nil, err
	}
	cmd := exec.Command(cc, "-std=gnu11", "-O2", "-o", to, from)
	cmd.Env = append(os.Environ(), "TMPDIR="+folder.Path) // its own temporary files go with the folder
	if err := runCompiler(ctx, cmd); err != nil {
		return nil, err
	}
	return inMemory(to)
}

// runCompiler runs a compiler, and all that it starts, for as long as it may take. Where it can't make a program, the
// row isn't here: what is on this machine is no whole compiler.
func runCompiler(ctx context.Context, cmd *exec.Cmd) error {
	name := filepath.Base(cmd.Path)
	var said child.Tail
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &said, &said, time.Second
	child.OwnGroup(cmd)
	if err := child.Start(cmd); err != nil {
		return &notHere{name + " can't be started: " + child.Plain(err.Error())}
	}
	within, cancel := context.WithTimeout(ctx, compileWithin)
	defer cancel()
	err := child.WaitGroup(within, cmd)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case within.Err() != nil:
		return &notHere{fmt.Sprintf("%s made no program in %v", name, compileWithin)}
	case err != nil:
		return &notHere{name + " makes no program: " + cmp.Or(said.LastLine(), child.Plain(err.Error()))}
	}
	return nil
}

// inMemory copies a program into memory without a name.
func inMemory(path string) (program *os.File, err error) {
	from, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	fd, err := unix.MemfdCreate("corerace-forked", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, &notHere{"memfd_create: " + err.Error()}
	}
	program = os.NewFile(uintptr(fd), "corerace-forked")
	if _, err := io.Copy(program, from); err != nil {
		program.Close()
		return nil, err
	}
	return program, nil
}

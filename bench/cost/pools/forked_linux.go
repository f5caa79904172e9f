package pools

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"corerace/bench/language"
)

//go:embed forked/forked.c
var forkedSource string

// openForked compiles and starts the program in C whose workers are forked without exec.
func openForked(ctx context.Context) (*language.Driver, error) {
	program, err := compile(ctx, forkedSource)
	if err != nil {
		return nil, err
	}
	cmd := &exec.Cmd{Path: fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), program.Fd()), Args: []string{"corerace-forked"},
		Env: []string{}} // nil is this program's
	d, err := language.StartCommand("c", cmd, program)
	if errors.Is(err, os.ErrPermission) {
		return nil, &notHere{"a program in memory may not be run: " + err.Error()}
	}
	return d, err
}

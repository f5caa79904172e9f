//go:build !unix

package child

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// errUnsupported is why there are no groups here.
var errUnsupported = fmt.Errorf("process groups: %w on this operating system", errors.ErrUnsupported)

func guard() { os.Exit(2) }

func (g *Group) lead() error { return errUnsupported }

// OwnGroup does nothing: there are no process groups here.
func OwnGroup(*exec.Cmd) {}

// KillGroup kills a process.
func KillGroup(p *os.Process) { p.Kill() }

func killGroup(int) {}

func member(int) *syscall.SysProcAttr { return nil }

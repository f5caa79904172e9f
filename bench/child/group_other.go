//go:build !unix

package child

import (
	"errors"
	"os"
	"syscall"
)

// errUnsupported is why there are no groups here.
var errUnsupported = errors.New("process groups: not supported on this operating system")

func guard() { os.Exit(2) }

func (g *Group) lead() error { return errUnsupported }

func killGroup(int) {}

func member(int) *syscall.SysProcAttr { return nil }

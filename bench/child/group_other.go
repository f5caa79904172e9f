//go:build !unix

package child

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// errUnsupported is why there are no groups here.
var errUnsupported = fmt.Errorf("process groups: %w on this operating system", errors.ErrUnsupported)

func guard() { os.Exit(2) }

func (g *Group) lead() error { return errUnsupported }

func killGroup(int) {}

func member(int) *syscall.SysProcAttr { return nil }

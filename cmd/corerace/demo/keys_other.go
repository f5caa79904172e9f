//go:build !linux && !darwin && !freebsd && !netbsd && !openbsd && !dragonfly

package demo

import (
	"errors"
	"os"
)

// silent isn't done on this system.
func silent(*os.File) (restore func(), err error) { return nil, errors.ErrUnsupported }

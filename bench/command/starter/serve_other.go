//go:build !unix

package starter

import (
	"errors"
	"fmt"
	"os"
)

// errUnsupported is why no command can be started on this system.
var errUnsupported = fmt.Errorf("commands: %w on this operating system", errors.ErrUnsupported)

func serve() { os.Exit(2) }

func sweep(int) {}

package starter

import (
	"errors"

	"corerace/bench/role"
)

// hooked is whether Hook was called: without it, a program would start itself over and over.
var hooked bool

// Hook makes this program able to start commands. Call it first in main, beside the other hooks. In a process that was
// started to start commands it never returns.
func Hook() {
	hooked = true
	if _, ok := role.Take(starterEnv, starterArgument); ok {
		serve()
	}
}

// mayStart is why no command can be started here.
func mayStart() error {
	if !hooked {
		return errors.New("this program can't start commands: call starter.Hook first in main")
	}
	return errUnsupported
}

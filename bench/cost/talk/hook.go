package talk

import (
	"errors"
	"os"

	"corerace/bench/role"
)

// Env is the environment variable that makes a hooked binary the other side of a way between processes.
const Env = "CORERACE_TALK"

// argument is how the first argument of an other side begins.
const argument = "corerace-talk-"

// hooked is whether Hook was called: without it, a program would start itself over and over.
var hooked bool

// Hook makes this program able to be the other side. Call it first in main, beside the other hooks. In a process that
// was started as one it never returns.
func Hook() {
	hooked = true
	if part, ok := role.Take(Env, argument); ok {
		os.Exit(serve(part))
	}
}

func mayStart() error {
	if !hooked {
		return errors.New("this program can't be its own other side: call talk.Hook first in main")
	}
	if _, ok := os.LookupEnv(Env); ok {
		return errors.New("this process is itself an other side, and starts none")
	}
	return nil
}

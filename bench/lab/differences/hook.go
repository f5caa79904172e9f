package differences

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"corerace/bench/role"
)

// Env is the environment variable that makes a hooked binary a part of an experiment.
const Env = "CORERACE_DIFFERENCE"

// argument is how the first argument of a part begins.
const argument = "corerace-difference"

// hooked is whether Hook was called: without it, a program would start itself over and over.
var hooked bool

// Hook makes this program able to be the subject of the experiments. Call it first in main, beside the other hooks. In
// a process that was started as a part of one it never returns.
func Hook() {
	hooked = true
	if part, ok := role.Take(Env, argument); ok {
		os.Exit(play(part))
	}
}

func mayStart() error {
	if !hooked {
		return errors.New("this program can't be the subject of experiments: call differences.Hook first in main")
	}
	return nil
}

// play plays the part of an experiment: "global goroutine" is the experiment, and any other second word a program that
// it has started.
func play(part string) (status int) {
	name, who, _ := strings.Cut(part, " ")
	run := parts()[name][who]
	if run == nil {
		fmt.Fprintf(os.Stderr, "%s: no part %q\n", argument, part)
		return 2
	}
	run(teller{os.Stdout})
	return 0
}

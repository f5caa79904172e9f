package child

import (
	"os"
	"os/exec"
	"strings"

	"corerace/bench/role"
)

// Again returns this program as a child that isn't started yet, with one argument and with pipes to and from it. The
// environment is left to who starts it: it says which part the child plays.
func Again(argument string) (*exec.Cmd, Pipes, error) {
	path, err := Executable()
	if err != nil {
		return nil, Pipes{}, err
	}
	p, err := OpenPipes()
	if err != nil {
		return nil, Pipes{}, err
	}
	return &exec.Cmd{Path: path, Args: []string{os.Args[0], argument},
		Stdin: p.Stdin, Stdout: p.Stdout, Stderr: os.Stderr}, p, nil
}

// HelperEnv returns the environment of this program started again to play a part of a [role], with stdin as its
// standard input: a helper is one core's worth of work, and takes no part of its parent's.
func HelperEnv(env []string, part, value string, stdin *os.File) []string {
	var out []string
	for _, kv := range env {
		if k, _, _ := strings.Cut(kv, "="); k != "GOMAXPROCS" && k != part {
			out = append(out, kv)
		}
	}
	return append(out, "GOMAXPROCS=1", role.Set(part, value, stdin))
}

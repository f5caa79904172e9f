// Package role tells a process that was started to play a part from one that only has the variable of one.
//
// This project's helpers are its own binary, started again with an environment variable: a worker, a guard, an agent.
// Environments are inherited, and a person may have exported such a variable, so it counts only together with the
// standard input that the parent handed over: the variable names it, by its device and its number there.
//
//	parent   makes a pipe, and starts itself with NAME=value@8:4711 and the pipe as standard input
//	child    is its standard input a pipe, and 8:4711?   yes: it plays the part   no: it is the program as ever
//
// Every process of ours passes here first, so it imports the standard library alone.
package role

import (
	"fmt"
	"os"
	"strings"
)

// exitStranger is the status of a process that was started in a role without what belongs to it.
const exitStranger = 2

// Set returns the variable, for an environment, that makes a process play the part name with a value. stdin is what it
// is handed as standard input: a pipe or a socket.
func Set(name, value string, stdin *os.File) string {
	return name + "=" + value + "@" + identity(stdin)
}

// Take returns the value of the part name, and whether this process was started to play it. Where it wasn't, the
// variable is taken out of the environment, so that what this process starts isn't mistaken either.
//
// argument is how the first argument begins in a process that a parent starts in that part. One that has it and not
// the standard input ends here: it must not go on as the program, which would start itself over and over.
func Take(name, argument string) (value string, ok bool) {
	v, set := os.LookupEnv(name)
	if !set {
		return "", false
	}
	at := strings.LastIndexByte(v, '@')
	meant := len(os.Args) > 1 && strings.HasPrefix(os.Args[1], argument)
	if at >= 0 && v[at+1:] != "" && v[at+1:] == identity(os.Stdin) && (meant || identifies) {
		return v[:at], true
	}
	if meant {
		fmt.Fprintf(os.Stderr, "%s: its standard input isn't what %s names\n", argument, name)
		os.Exit(exitStranger)
	}
	os.Unsetenv(name)
	return "", false
}

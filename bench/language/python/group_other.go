//go:build !unix

package python

import (
	"errors"
	"os"
	"os/exec"
)

// ownGroup does nothing: there are no process groups here.
func ownGroup(*exec.Cmd) {}

// killGroup ends a process.
func killGroup(p *os.Process) { p.Kill() }

// errFork is why multiprocessing can't be used: its pipes are handles here, which Python can't read by number.
var errFork = errors.New("multiprocessing isn't supported on this operating system")

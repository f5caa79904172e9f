//go:build !unix

package python

import (
	"os"
	"os/exec"
)

// ownGroup does nothing: there are no process groups here.
func ownGroup(*exec.Cmd) {}

// killGroup ends a process.
func killGroup(p *os.Process) { p.Kill() }

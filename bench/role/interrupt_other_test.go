//go:build !windows

package role

import (
	"os"
	"os/exec"
)

func startsGroup(*exec.Cmd) {}

func interrupt(p *os.Process) error { return p.Signal(os.Interrupt) }

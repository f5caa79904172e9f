//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// endTool tells a tool to end.
func endTool(c *exec.Cmd) error { return c.Process.Signal(syscall.SIGTERM) }

//go:build !unix

package main

import "os/exec"

// endTool ends a tool.
func endTool(c *exec.Cmd) error { return c.Process.Kill() }

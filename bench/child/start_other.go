//go:build !linux

package child

import "os/exec"

func start(cmd *exec.Cmd, _ bool) error { return cmd.Start() }

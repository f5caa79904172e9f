//go:build !linux

package bench

import (
	"os"
	"os/exec"
)

// executable returns the path of this program.
func executable() (string, error) { return os.Executable() }

// startLasting starts a process.
func startLasting(cmd *exec.Cmd) error { return cmd.Start() }

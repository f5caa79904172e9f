//go:build !linux

package child

import "os"

// Executable returns the path of this program.
func Executable() (string, error) { return os.Executable() }

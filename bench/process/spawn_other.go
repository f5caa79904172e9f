//go:build !linux

package process

import "os"

// executable returns the path of this program.
func executable() (string, error) { return os.Executable() }

//go:build !linux

package language

import "errors"

// errPrograms is why there are no workers in other languages.
var errPrograms = errors.New("workers in other languages aren't supported on Linux alone")

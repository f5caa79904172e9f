//go:build !unix

package python

import "errors"

// errFork is why multiprocessing can't be used: its pipes are handles here, which Python can't read by number.
var errFork = errors.New("multiprocessing isn't supported on this operating system")

//go:build unix

package python

// errFork is nil: there is fork.
var errFork error

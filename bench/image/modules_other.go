//go:build !linux

package image

// modules are those of others that a worker's code is from.
var modules = []string{"golang.org/x/sys"}

//go:build !linux

package system

import "errors"

var errNoLimit = errors.New("the memory of a worker can't be limited on this operating system")

// LimitMemory reports that there is no such limit here.
func LimitMemory(bytes uint64) error {
	if bytes == 0 {
		return nil
	}
	return errNoLimit
}

// CanLimitMemory returns why memory can't be limited here.
func CanLimitMemory() error { return errNoLimit }

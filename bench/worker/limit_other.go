//go:build !linux

package worker

import "errors"

var errNoLimit = errors.New("the memory of a worker can't be limited on this operating system")

// limitMemory reports that there is no such limit here.
func limitMemory(bytes uint64) error {
	if bytes == 0 {
		return nil
	}
	return errNoLimit
}

// CanLimitMemory returns why memory can't be limited here.
func CanLimitMemory() error { return errNoLimit }

//go:build !linux

package machine

import (
	"errors"
	"time"
)

// Own counts the CPU time that this program uses on each core. It isn't available on this system.
type Own struct{}

// OpenOwn reports that it can't be done here.
func OpenOwn() (*Own, error) {
	return nil, errors.New("own time by core: not available on this operating system")
}

// read reports that nothing is counted.
func (o *Own) read() ([]time.Duration, error) { return nil, errOwnClosed }

// Close does nothing.
func (o *Own) Close() error { return nil }

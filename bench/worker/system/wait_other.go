//go:build !linux

package system

import "time"

// A ThreadWait reads how long one thread has waited for a core. This system doesn't show it.
type ThreadWait struct{}

// OpenThreadWait returns one that knows nothing.
func OpenThreadWait() ThreadWait { return ThreadWait{} }

// Read returns that the wait isn't known.
func (t ThreadWait) Read() (time.Duration, bool) { return 0, false }

// Close does nothing.
func (t ThreadWait) Close() {}

// ProcessWait returns that the wait isn't known.
func ProcessWait() (total time.Duration, known bool) { return 0, false }

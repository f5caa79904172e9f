//go:build !linux

package bench

// threadID returns 0: threads have no number that this system shows.
func threadID() int { return 0 }

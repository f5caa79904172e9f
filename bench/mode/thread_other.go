//go:build !linux

package mode

// threadID returns 0: threads have no number that this system shows.
func threadID() int { return 0 }

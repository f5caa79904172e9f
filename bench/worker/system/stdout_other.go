//go:build unix && !linux

package system

// wireOf is standard output itself: what C prints is on the wire.
func wireOf(stdout int) int { return stdout }

//go:build !linux

package machine

// affinity is not available on this system: every core is taken to be allowed.
func affinity() []int {
	return nil
}

//go:build !linux

package differences

// groupOf is unknown here.
func groupOf(int) int { return 0 }

// groupUse can't be read here: a group is taken to rest as long as it says nothing.
func groupUse(int) (ticks int64, idle bool) { return 0, true }

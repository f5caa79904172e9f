//go:build !linux

package python

// Forget does nothing: named semaphores can't be listed here.
func Forget(int) {}

// forgetDead does nothing either.
func forgetDead() {}

//go:build !linux

package talk

// pin does nothing: a thread can't be kept on a core here.
func pin(int) (undo func()) { return func() {} }

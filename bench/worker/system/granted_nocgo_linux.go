//go:build !cgo

package system

// threadRoom are the addresses that threads to come may take. Go's own have small stacks in its heap.
const threadRoom = 64 << 20

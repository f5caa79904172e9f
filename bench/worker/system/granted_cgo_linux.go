//go:build cgo

package system

// threadRoom are the addresses that threads to come may take: the C library gives each 8 MiB of stack, and eight to a
// core a heap of 64 MiB, for which it asks twice as much.
const threadRoom = 1 << 30

//go:build unix

package process

import (
	"os"
	"syscall"

	"corerace/bench/child"
)

// lifeline makes the pair of sockets whose other end a worker holds: the kernel closes the parent's end when the parent
// dies, however it dies. The other way goes what the worker's runtime says at its end. It isn't sent over the wire,
// whose end must be the end of the worker's standard output.
func lifeline() (theirs, ours *os.File, err error) {
	fds, err := child.Socketpair()
	if err != nil {
		return nil, nil, err
	}
	syscall.SetNonblock(fds[1], true) // so that reading it can have a deadline
	return os.NewFile(uintptr(fds[0]), "lifeline"), os.NewFile(uintptr(fds[1]), "lifeline"), nil
}

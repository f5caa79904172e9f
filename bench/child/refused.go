package child

import (
	"errors"
	"slices"
	"syscall"
)

// refusals are what a system says that lacks something for one more process, or that starts none. A descriptor that is
// to get a number above the limit is a bad one to Linux, where any other would be one too many.
var refusals = []syscall.Errno{syscall.EMFILE, syscall.EBADF, syscall.ENFILE, syscall.ENOMEM, syscall.EAGAIN,
	syscall.ENOENT, syscall.EACCES, syscall.EPERM, syscall.ENOEXEC, syscall.ENOSYS}

// Refused is whether an error is that of a system that has nothing to give for one more process, or for its memory:
// what wanted it can be left out, and others go on.
func Refused(err error) bool {
	errno, known := errors.AsType[syscall.Errno](err)
	return known && slices.Contains(refusals, errno)
}

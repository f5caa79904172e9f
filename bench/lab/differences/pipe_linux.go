package differences

import (
	"os"

	"golang.org/x/sys/unix"
)

// pipeKiB is how much a pipe holds, in KiB; 0 where that isn't known.
func pipeKiB(f *os.File) int {
	n, _ := unix.FcntlInt(f.Fd(), unix.F_GETPIPE_SZ, 0)
	return max(n, 0) >> 10
}

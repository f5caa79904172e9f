package worker

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// limitMemory limits the memory that this process may write to; 0 is no limit. The kernel refuses more, and the runtime ends
// the process with "out of memory". The collector works harder before it comes to that.
//
// RLIMIT_DATA counts private writable memory, from Linux 4.7 on with what is mapped. RLIMIT_AS would count
// the hundreds of MiB of addresses that Go reserves and never uses. A cgroup would do too, where this user may make
// one, but it is a directory that a parent killed by SIGKILL leaves behind.
func limitMemory(bytes uint64) error {
	if bytes == 0 {
		return nil
	}
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: bytes, Max: bytes}); err != nil {
		return fmt.Errorf("limit of memory: %w", err)
	}
	setMemoryLimit(int64(bytes - bytes/8)) // the rest is the runtime's own
	return nil
}

// CanLimitMemory returns why memory can't be limited here, or nil.
func CanLimitMemory() error { return nil }

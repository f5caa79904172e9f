package system

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// LimitMemory limits the memory that this process may take from here on; 0 is no limit. The kernel refuses more, and
// the runtime ends the process with "cannot allocate memory". The collector works harder before it comes to that.
//
// RLIMIT_DATA counts private writable memory, from Linux 4.7 on with what is mapped: some 44 MiB when a Go program
// starts, of which it uses half a MiB. That is added to the limit. RLIMIT_AS would count the hundreds of MiB of
// addresses that Go reserves and never uses. A cgroup would do too, where this user may make one, but it is a directory
// that a parent killed by SIGKILL leaves behind.
func LimitMemory(bytes uint64) error {
	if bytes == 0 {
		return nil
	}
	has, err := dataBytes()
	if err != nil {
		return fmt.Errorf("limit of memory: %w", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: has + bytes, Max: has + bytes}); err != nil {
		return fmt.Errorf("limit of memory: %w", err)
	}
	setMemoryLimit(int64(bytes - bytes/8)) // the rest is for what the collector can't help
	return nil
}

// dataBytes is what the kernel counts against RLIMIT_DATA, and the stack: the sixth number of statm, in pages
// (proc_pid_statm(5)).
func dataBytes() (uint64, error) {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	f := strings.Fields(string(b))
	if len(f) < 6 {
		return 0, fmt.Errorf("/proc/self/statm says %q", b)
	}
	pages, err := strconv.ParseUint(f[5], 10, 64)
	return pages * uint64(os.Getpagesize()), err
}

// CanLimitMemory returns why memory can't be limited here, or nil.
func CanLimitMemory() error { return nil }

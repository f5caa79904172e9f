package system

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
)

// The runtime of Go takes addresses in steps of heapStep, and some memory besides to keep account of them.
const (
	heapStep    = 64 << 20
	heapAccount = 4 << 20
)

// startBytes is what a process of this program may write to before it does anything, nearly all of it untouched: 77 to
// 81 MiB were seen of the command at its start, as VmData. It isn't started where [Startable] says no.
const startBytes = 96 << 20

// Granted returns why the system doesn't give this process so many bytes more, or nil. It asks for what the runtime of Go
// would ask for, and gives it back untouched: where the runtime is refused memory in the midst of work, or addresses for
// a thread, it ends the program with a traceback. Where the system promises more than it has, nothing is refused.
func Granted(bytes int) error {
	err := mappable(bytes+threadRoom, syscall.PROT_NONE) // addresses alone
	if err == nil {
		err = mappable((bytes+heapStep-1)/heapStep*heapStep+heapAccount, syscall.PROT_READ|syscall.PROT_WRITE)
	}
	if err != nil {
		return fmt.Errorf("%d bytes of memory are wanted, and the system refuses them: %w", bytes, err)
	}
	return nil
}

// strict is whether the system promises no more memory than it has, so that what several processes want adds up.
var strict = sync.OnceValue(func() bool {
	b, err := os.ReadFile("/proc/sys/vm/overcommit_memory")
	return err == nil && strings.TrimSpace(string(b)) == "2"
})

// Startable returns why the system may refuse processes that start now, or have begun to, their memory, or nil. A new
// process has an address space of its own, so only what the whole machine may promise is asked for: for one of them,
// where it promises more than it has, and a large piece is refused that many small ones would be granted.
func Startable(processes int) error {
	bytes := startBytes
	if strict() {
		bytes *= processes
	}
	if err := mappable(bytes+heapAccount, syscall.PROT_READ|syscall.PROT_WRITE); err != nil {
		return fmt.Errorf("%d bytes of memory are wanted, and the system refuses them: %w", bytes, err)
	}
	return nil
}

// CanThread returns why this process may have too few addresses for the threads of a measurement, or nil.
func CanThread() error {
	if err := mappable(threadRoom, syscall.PROT_NONE); err != nil {
		return fmt.Errorf("threads want %d bytes of addresses, and the system refuses them (see ulimit -v): %w",
			threadRoom, err)
	}
	return nil
}

// mappable returns why so many bytes can't be mapped now, or nil.
func mappable(bytes, prot int) error {
	mem, err := syscall.Mmap(-1, 0, bytes, prot, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	if err != nil {
		return err
	}
	return syscall.Munmap(mem)
}

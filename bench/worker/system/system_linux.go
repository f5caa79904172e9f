package system

import (
	"runtime"
	"syscall"
	"unsafe"
)

// What package syscall is frozen without stands here, and not in golang.org/x/sys/unix: Go initialises packages by import
// path, and a worker that imported that one would be initialised behind all that begins with a letter up to g, which in
// the command are encoders and tables of fonts. A test holds the numbers to those of x/sys.
const (
	clockMonotonic    = 1
	MadvPopulateRead  = 22
	MadvPopulateWrite = 23
	mfdCloexec        = 1
	prSetTimerslack   = 29
)

// Memfd makes a file in memory that has no name in a file system; name is for people who look into /proc.
func Memfd(name string) (fd int, err error) {
	text, err := syscall.BytePtrFromString(name)
	if err != nil {
		return -1, err
	}
	n, _, errno := syscall.Syscall(memfdCreate(), uintptr(unsafe.Pointer(text)), mfdCloexec, 0)
	if errno != 0 {
		return -1, errno
	}
	return int(n), nil
}

// memfdCreate is the number of memfd_create(2), which each processor has its own of.
func memfdCreate() uintptr {
	switch runtime.GOARCH {
	case "386":
		return 356
	case "amd64":
		return 319
	case "arm":
		return 385
	case "mips", "mipsle":
		return 4354
	case "mips64", "mips64le":
		return 5314
	case "ppc64", "ppc64le":
		return 360
	case "s390x":
		return 350
	}
	return 279 // those that came later have one table: arm64, loong64, riscv64
}

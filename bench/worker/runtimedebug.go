package worker

import _ "unsafe" // for linkname

// Three functions of runtime/debug, which are the runtime's own: it gives them away under these names. The package isn't
// imported. Go initialises packages by their paths, and this one would then wait for runtime/debug, so for most of what
// sorts before it: the tables and the regular expressions of the program. Each worker took half a millisecond and
// 700 KiB of its own for those.

// setPanicOnFault is debug.SetPanicOnFault: a fault at an address is a panic of the calling goroutine.
//
//go:linkname setPanicOnFault runtime/debug.setPanicOnFault
func setPanicOnFault(on bool) (was bool)

// setMemoryLimit is debug.SetMemoryLimit.
//
//go:linkname setMemoryLimit runtime/debug.setMemoryLimit
func setMemoryLimit(bytes int64) (was int64)

// setCrashFD has the runtime write what it says at the end of a crash to a descriptor, too, which has to stay open.
//
//go:linkname setCrashFD runtime.setCrashFD
func setCrashFD(fd uintptr) (was uintptr)

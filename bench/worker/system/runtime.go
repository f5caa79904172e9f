package system

import _ "unsafe" // for the linknames

// These are functions of runtime/debug. They are taken from the runtime by name: Go initialises packages by import
// path, and a worker that imported runtime/debug would be initialised behind everything up to the letter r, the tables
// of characters and fonts of the command among it: 0.7 MB of private memory and a millisecond in every worker.

// SetPanicOnFault is debug.SetPanicOnFault, for the calling goroutine.
//
//go:linkname SetPanicOnFault runtime/debug.setPanicOnFault
func SetPanicOnFault(enabled bool) (was bool)

// setMemoryLimit is debug.SetMemoryLimit.
//
//go:linkname setMemoryLimit runtime/debug.setMemoryLimit
func setMemoryLimit(bytes int64) (was int64)

// setCrashFD is what debug.SetCrashOutput calls with a copy of a file's descriptor.
//
//go:linkname setCrashFD runtime.setCrashFD
func setCrashFD(fd uintptr) (was uintptr)

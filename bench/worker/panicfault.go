package worker

import _ "unsafe" // for linkname

// setPanicOnFault is SetPanicOnFault of runtime/debug, which is the runtime's own function: the runtime gives it away
// under this name. The package isn't imported. Go initialises packages by their paths, and this one would then wait for
// runtime/debug, so for most of what sorts before it: the tables and the regular expressions of the program. Each worker
// took half a millisecond and 700 KiB of its own for those.
//
//go:linkname setPanicOnFault runtime/debug.setPanicOnFault
func setPanicOnFault(on bool) (was bool)

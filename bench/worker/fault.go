package worker

import _ "unsafe" // for the linkname

// setPanicOnFault is debug.SetPanicOnFault, for the calling goroutine.
//
// It is taken from the runtime by name: Go initialises packages by import path, and a worker that imported runtime/debug
// would be initialised behind everything up to the letter r, the tables of characters and fonts of the command among
// it: 0.7 MB of private memory and a millisecond in every worker.
//
//go:linkname setPanicOnFault runtime/debug.setPanicOnFault
func setPanicOnFault(enabled bool) (was bool)

package bench

import (
	"time"

	"corerace/bench/gil"
	"corerace/bench/mode"
	"corerace/bench/process"
)

// Modes returns all modes of Go code, in the order in which they are shown. Those in interpreters are in
// bench/language.
func Modes() []*Mode {
	return []*Mode{
		Serial(),
		Goroutines(),
		Threads(),
		GOMAXPROCS1(),
		GIL(),
		GILMulticore(),
		GILTicks(),
		Processes(),
		ProcessesPipe(),
	}
}

// Serial is the plain loop on one core: the baseline of every speedup.
func Serial() *Mode { return mode.Serial() }

// Goroutines is n goroutines, free to use every core.
func Goroutines() *Mode { return mode.Goroutines() }

// Threads is n goroutines, each on an operating system thread of its own.
func Threads() *Mode { return mode.Threads() }

// GOMAXPROCS1 is n goroutines that take turns on one core, as Go's scheduler sees fit.
func GOMAXPROCS1() *Mode { return mode.GOMAXPROCS1() }

// GIL is n goroutines behind one lock, on one core: threads under a global interpreter lock, on any operating system.
func GIL() *Mode { return gil.GIL() }

// GILMulticore is n threads behind the lock of CPython 3.2 and later.
func GILMulticore() *Mode { return gil.GILMulticore() }

// GILTicks is n threads behind the lock of CPython up to 3.1.
func GILTicks() *Mode { return gil.GILTicks() }

// Processes is n processes that claim shares from a cursor in memory that they share.
func Processes() *Mode { return process.Processes() }

// ProcessesPipe is n processes that are sent their shares over pipes.
func ProcessesPipe() *Mode { return process.ProcessesPipe() }

// DurationOption returns an option of a mode whose value is a duration within lo and hi.
func DurationOption(name string, def, lo, hi time.Duration, doc string) Option {
	return mode.DurationOption(name, def, lo, hi, doc)
}

// CountOption returns an option of a mode whose value is a whole number within lo and hi.
func CountOption(name string, def, lo, hi int, doc string) Option {
	return mode.CountOption(name, def, lo, hi, doc)
}

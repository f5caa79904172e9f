package process

import "corerace/bench/mode"

// Values of the option start.
const (
	startFresh = "fresh"
	startKept  = "kept"
)

// startMethod says when worker processes are started.
func startMethod() mode.Option {
	return mode.ChoiceOption("start", "fresh: processes of their own for each sample; kept: one pool a cell for the "+
		"whole run, as real pools are",
		startFresh, startKept)
}

// Keeps is whether the pools of a mode are kept from sample to sample.
func Keeps(m *mode.Mode) bool { return m.Value("start") == startKept }

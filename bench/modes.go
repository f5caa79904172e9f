package bench

// Modes returns all modes, in the order in which they are shown.
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

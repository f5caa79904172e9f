// Package machine says what this computer is and what its cores did.
//
//	Facts      model, cores, limits, memory, system: once a run
//	Recorder   how busy every core was, as a stream of points for the whole run
//	Usage      the machine's CPU counters, for the conditions of a round
//
// All of it is about the whole machine. What one worker used is measured by the worker itself, to the microsecond; the
// counters read here move in ticks of 10 ms and count every program alike. They show where and when the cores were
// busy, and whether others were in the way. No speedup is computed from them.
//
// This package is the only importer of gopsutil, so that another version or another library is a change of this folder.
package machine

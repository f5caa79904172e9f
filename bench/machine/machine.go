// Package machine says what this computer is and what its cores did.
//
//	Facts            model, cores, limits, memory, system: once a run
//	ProbeEpoch       what can't be read anywhere and has to be tried: once a run
//	CoreSpeeds       how fast each core is just now: once a round
//	Recorder         how busy every core was, as a stream of points for the whole run
//	Own              what this program used of every core, for a second such stream
//	ReadConditions   what was in the way: pressure, throttling, other programs, heat
//	SetProcs         GOMAXPROCS, with its undo
//	Lock             one race at a time
//	CoreInfos        kinds of cores, hardware threads, governors: for people
//	TopProcesses     which other programs are busy: for people
//
// Most of it is about the whole machine. What one worker used is measured by the worker itself, to the microsecond; the
// machine's counters move in ticks of 10 ms and count every program alike. They show where and when the cores were
// busy, and whether others were in the way. Own is as exact as the workers are. A speedup is computed from what the
// workers measured; where the cores differ in speed, CoreSpeeds and Own say on what kind of core its baseline ran.
//
// This package is the only importer of gopsutil, so that another version or another library is a change of this folder.
//
// It knows no mode and no workload: it says what it read, and what that leads to is said in results/conditions.
package machine

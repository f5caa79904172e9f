package worker

import "runtime"

// fewFaults is how many pages a worker may touch first while it gets ready, and still count as one that allocates nothing.
// A share of mandelbrot touches none, one of binarytrees 5 and more.
const fewFaults = 4

// collectAfter collects the garbage that getting ready has left, unless it was little: before is what pageFaults was when
// that began. The first collection of a process allocates what the collector works with, which is 370 KiB that no other
// process has, and a millisecond of page faults. A workload that allocates shall find that done before its clock runs,
// and one that doesn't shall not pay for it. runtime.ReadMemStats would tell more, and allocate as much.
func collectAfter(before int64) {
	if now := pageFaults(); now < 0 || now-before > fewFaults {
		runtime.GC()
	}
}

// Package speak starts programs in other languages and talks with them: in lines of words, which every language can
// read and write. It has the one protocol by which the workers of a race tell what they did.
//
//	this program                                     the other
//	                             ready 0 77 78 1000   worker, pid, thread, nanoseconds that the twin took to load
//	job 100000 500 3                                  items in a pass, items in a share, passes
//	                             at 0 120             a sign of life: worker, shares so far
//	                             row 0 77 78 ...      what a worker did: see Row
//
// Whatever is started here is in a process group of its own, is waited for, and doesn't outlive this process. What it
// writes isn't trusted. The package knows processes and lines, and neither languages nor modes nor workloads.
package speak

// Package mode is the contract between work and the place where it runs.
//
// A [Mode] opens a [Pool] for a [Spec]; a pool runs a [Job] and says in an [Outcome] who did what. The loop in which a
// worker claims its shares is the same everywhere (bench/worker), so a mode says only where the loop runs and what
// surrounds it:
//
//	Mode ──Pool(Spec)──> Pool ──Run(Job)──> Outcome
//	                      │                    ^
//	                     crew: a goroutine a worker, one cursor, one watch over all of them
//
// The modes of a few lines are here: goroutines, threads, one core. This package knows the work and the loop, and
// nothing of processes, of interpreters and their locks, or of what is measured with a mode.
package mode

// Package gil has the two global interpreter locks that CPython has had, made of the same parts, and one for a single
// core.
//
// A [Lock] is that of CPython 3.2 and later. A thread that computes keeps it until another one asks for it, and the
// one that waits looks at the clock:
//
//	take:   lock(mutex)
//	        while locked:
//	            seen = number of switches
//	            wait on cond, at most the interval
//	            if that timed out, still locked and number == seen:
//	                request = true                     nobody got the lock during my whole wait
//	        lock(switch mutex)
//	        locked = true; if last ≠ me: last = me, number++
//	        signal(switch cond); unlock(switch mutex)
//	        request = false; unlock(mutex)
//
//	drop:   lock(mutex); locked = false; signal(cond); unlock(mutex)
//	        if request and I go on:                    a drop that was asked for forces a switch
//	            lock(switch mutex)
//	            if last = me: request = false, wait on switch cond
//	            unlock(switch mutex)
//
//	check:  if request: drop, take                     one atomic load where nobody asks
//
//	 A ▐██████████████ 5 ms ██████████████▌ ·              · ▐███
//	 B  · waits, at most 5 ms ··········✗ ·▐███████ 5 ms ███▌
//	                        timeout: asks ┘ └ A let go, and waits until B has taken it
//
// So the interval is the least that a thread keeps the lock while another one waits; with n waiters a slice is still
// one interval; and a thread that lets go to do I/O, with no request, gets it back only by asking.
//
// One thing is not as in the original. There the wait of a thread that was made to let go begins when the kernel runs
// it again, here at the switch. Kernels leave such a thread behind the new holder, on the same core, until a tick of up
// to 10 ms, though another core is idle; with four threads a tenth of CPython's slices are 7.5 ms long for it. Where
// threads are bound to one core, there is no other place, and the wait is as in the original.
//
// A [TickLock] is that of CPython up to 3.1. Its holder counts ticks down, lets go, and takes the lock again at once:
//
//	check:  ticks--; if ticks < 0:
//	            ticks = interval
//	            post(semaphore); wait(semaphore)       nothing in between
//
//	 A ▐█▌▐█▌▐█▌▐█▌▐█▌▐█▌▐█▌ · · ▐█▌      every ▌▐ wakes a waiter
//	 B  ·z ·z  ·z   ·z  ·z ▐█▌▐█▌▐█▌      who is still on its way when A has the lock again
//
// A semaphore isn't handed over: on more than one core every check costs a system call that wakes somebody for
// nothing, on one core nearly nothing. A sync.Mutex hands over after 1 ms, so it can't be this lock.
//
// A [turnLock] is none of CPython's: its waiters are parked, and its holder looks at the clock. It works on one P.
//
// The parts of the first two are those of the original: a mutex, condition variables and a semaphore on the futex of
// Linux, waited for by the thread itself, with absolute times, since the runtime's signals would start a relative wait
// anew. Such a wait keeps the P of the thread, so GOMAXPROCS must be one more than the threads. On other systems the
// waits are on channels and timers, whose slices are longer (5.2 to 9.4 ms were seen for 5).
//
// The thread that uses a [Thread] is a goroutine that is locked to it. What the locks count is read with Stats, while
// nobody uses the lock.
//
// This package knows the contract of a mode, and no interpreter: how near the models come is found out in bench/lab.
package gil

import "time"

// DefaultInterval is the interval of CPython 3.2 and later.
const DefaultInterval = 5 * time.Millisecond

// DefaultTicks is the check interval of CPython 2.3 to 3.1.
const DefaultTicks = 100

// DefaultTick is how long a tick takes, so that two threads on two cores are slower by what CPython 2.7 loses on a loop
// that counts down, and by less at longer check intervals: 2.4 to 2.6 times with 100 ticks, 1.2 times with 1000 and 1.1
// times with 10,000, where 2.7 was 1.6 to 4.1 times slower with 100 on the same machine. There 100 ticks take about
// 0.5 µs, but a check costs more than that of the lock alone: CPython swaps the state of its thread around it, and what
// a thread works on moves to another core with the lock.
const DefaultTick = 2 * time.Nanosecond

// A Holder is one thread's side of a lock.
type Holder interface {
	// Acquire waits for the lock.
	Acquire()
	// Release lets it go at the thread's end: nobody has to have taken it when it returns.
	Release()
	// Checkpoint is called between two pieces of work, by the holder. It lets go of the lock where that is due, and
	// returns when the thread has it again.
	Checkpoint()
	// Blocking lets the lock go, calls f, and takes it again.
	Blocking(f func())
}

// Package system is what a worker process asks of its operating system: the clock that it shares with its parent, CPU
// time and waits, memory that is granted and limits of it, its standard streams and its lifeline, and the end of it.
//
// It knows nothing of work, of shares or of messages. It imports the standard library alone, and on other systems than
// Linux x/sys, for a worker is initialised behind all that this package is.
package system

// Package command races commands: programs that know nothing of this one.
//
// A [Set] says what was typed: variants, numbers of workers, parameters. It becomes a [race.Contest], whose rounds are
// those of any race. A sample is one run of a command, started by a small process between it and this program:
//
//	corerace ──pipe──> starter ──fork, exec──> command ──> what it starts
//	                     │  subreaper: whoever loses its parent becomes the starter's child
//	                     └── waits for all of them, looks at them in /proc, ends them
//
// The starter times the command from right before its start until it has ended, as the kernel has it, and adds up what
// all of its processes used, grandchildren and orphans included. It lives as long as the run, and ends with this
// program, however that ends, together with all that it has started.
//
// What is known of a workload isn't of a command: its names are its user's, whether it does the same work each time is
// not for this package to say unless it is asked to compare outputs, and how many workers it has is what it was told.
package command

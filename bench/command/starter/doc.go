// Package starter starts commands, adds up what all of their processes used, and ends them.
//
// It is both sides of the small process between a command and this program: a [Starter] asks, and what Hook makes of
// the program answers. It knows how a process is started, watched and accounted for, and nothing of races.
//
//	this program ──pipe──> starter ──fork, exec──> command ──> what it starts
//	                         │  subreaper: whoever loses its parent becomes the starter's child
//	                         └── waits for all of them, looks at them in /proc, ends them
package starter

// Package child starts processes that don't outlive this one, alone and in groups.
//
//	this process ──pipe──> guard ──> the leader of a group ──> its children
//	      └─ ends, however ──> the pipe closes ──> the guard kills the group
//
// It knows processes, pipes and signals. It knows nothing of what they compute: a worker, a Python and a build of this
// program are all one to it.
package child

import "os/exec"

// Start starts a process that the kernel kills when this one dies, however it dies. Only Linux offers that: elsewhere
// it is a plain start, and the process has to find out by the end of a pipe. It is the second line also on Linux,
// behind such a pipe: it holds for a process that was stopped, too.
//
// What cmd.SysProcAttr asks for besides is kept.
func Start(cmd *exec.Cmd) error { return start(cmd, false) }

// StartCalm is Start of a program in Go that is to be there soon. A monitor of Go's runtime looks every 20 µs whether
// the program that starts is stuck, which takes a tenth of all that a start costs. Here the kernel may let the timers
// of the process be late by a millisecond, so it looks less often. Once a program computes, its monitor looks every 10
// ms anyway.
func StartCalm(cmd *exec.Cmd) error { return start(cmd, true) }

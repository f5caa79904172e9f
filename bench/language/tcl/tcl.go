// Package tcl is Tcl: threads of its package Thread, each with an interpreter of its own and no lock over all of them.
package tcl

import (
	"embed"
	"errors"

	"corerace/bench/language/runtimes"
)

//go:embed version.tcl
var version string

//go:embed race.tcl
var program string

//go:embed twins
var twins embed.FS

// Language is Tcl 8.5 or later, whose shell is asked by a program in its standard input.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "tcl", Title: "Tcl", Names: []string{"tclsh", "tclsh9.0", "tclsh8.6"},
		Version: `^Tcl (\d+\.\d+\.\d+) (\S+)`, AskInput: version, Get: "Debian has it as tcl and tcl-thread",
		Drop: []string{"TCL"},
		Ways: []runtimes.Way{
			runtimes.OneWorker("Tcl", "a loop in its main thread"),
			{Name: "threads", Here: threads, Doc: "Threads of Tcl (package Thread), each with an interpreter of its own, that " +
				"claim shares from a shared variable."},
		},
		Program: program, File: "race.tcl", Twins: twins,
	}
}

// threads are a package of their own.
func threads(r *runtimes.Runtime) error {
	if r.Extra == "none" {
		return errors.New(r.String() + ": its package Thread isn't here; Debian has it as tcl-thread")
	}
	return nil
}

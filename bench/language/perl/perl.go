// Package perl is Perl: ithreads, each with a copy of the whole interpreter and no lock between them, and processes that
// are forked.
package perl

import (
	"embed"
	"fmt"

	"corerace/bench/language/runtimes"
)

var (
	//go:embed race.pl
	program string
	//go:embed lab.pl
	lab string
)

//go:embed twins
var twins embed.FS

// Language is Perl 5.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "perl", Title: "Perl", Names: []string{"perl"},
		Ask: []string{"-MConfig", "-MTime::HiRes", // which the smallest of Debian's packages hasn't
			"-e", `printf "perl %vd %s %d\n", $^V, $Config{useithreads} || "undef", $Config{ivsize}`},
		Version: `^perl (5\.\d+\.\d+) (\w+ 8)\n`, Get: "Debian has it as perl, with 64-bit integers",
		Drop: []string{"PERL"},
		Ways: []runtimes.Way{
			runtimes.OneWorker("Perl", "a loop in its main thread"),
			{Name: "threads", Here: ithreads, Doc: "Threads of Perl (ithreads), each a copy of the interpreter, that claim shares " +
				"from a shared variable under its lock."},
			{Name: "processes", Pipe: true, Doc: "Processes that Perl forks, which read the numbers of their shares from a pipe."},
		},
		Program: program, File: "race.pl", Twins: twins,
		Lab: &runtimes.Lab{Program: lab},
	}
}

// ithreads are an option of the build.
func ithreads(r *runtimes.Runtime) error {
	if r.Extra != "define 8" {
		return fmt.Errorf("%s: it was built without ithreads", r)
	}
	return nil
}

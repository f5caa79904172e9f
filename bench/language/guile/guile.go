// Package guile is Guile, a Scheme without a lock over its threads, which are those of the system.
package guile

import (
	"embed"

	"corerace/bench/language/runtimes"
)

var (
	//go:embed race.scm
	program string
	//go:embed lab.scm
	lab string
)

//go:embed twins
var twins embed.FS

// Language is Guile, whose compiler compiles a program when it is first run.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "guile", Title: "Guile", Names: []string{"guile", "guile-3.0", "guile-2.2"},
		Ask: []string{"--version"}, Version: `\(GNU Guile\) (\d+\.\d+\.\d+)`, Get: "Debian has it as guile-3.0",
		Drop: []string{"GUILE"},
		Ways: []runtimes.Way{
			runtimes.OneWorker("Guile", "a loop in its main thread"),
			{Name: "threads", Doc: "Threads of Guile, which has no lock over them, that claim shares from a counter under a mutex."},
			{Name: "processes", Pipe: true, Doc: "Processes that Guile forks, which read the numbers of their shares from a pipe."},
		},
		Program: program, File: "race.scm", Twins: twins,
		Lab: &runtimes.Lab{Program: lab},
		Make: func(r *runtimes.Runtime, source, program string) []string {
			return []string{r.Path, "--no-auto-compile", "-c",
				"(use-modules (system base compile)) (compile-file (cadr (command-line)) #:output-file (caddr (command-line)))",
				source, program}
		},
		Run: func(r *runtimes.Runtime, program string) []string {
			return []string{r.Path, "--no-auto-compile", "-c", "(load-compiled (cadr (command-line)))", program}
		},
	}
}

// Package c is C: POSIX threads, processes that are forked without exec, and processes that are spawned, each with the
// compiler's best. It is what the kernel itself gives.
package c

import (
	"embed"

	"corerace/bench/language/runtimes"
)

var (
	//go:embed program/race.c
	program string
	//go:embed program/lab.c
	lab string
)

//go:embed twins
var twins embed.FS

// Language is C, where a compiler is found.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "c", Title: "C", Names: []string{"cc", "gcc", "clang"},
		Ask: []string{"--version"}, Version: `(?:\) |version )(\d+\.\d+(?:\.\d+)?)`,
		Get:  "Debian has a compiler as gcc, with libc6-dev",
		Drop: []string{"LD_", "MALLOC_", "GLIBC_TUNABLES"},
		Ways: []runtimes.Way{
			runtimes.OneWorker("C", "a loop in its main thread"),
			{Name: "threads", Doc: "POSIX threads in C that claim shares from a counter by an atomic add."},
			{Name: "fork", Doc: "Processes in C, forked without exec, that claim shares from a counter in shared memory."},
			{Name: "spawn", Doc: "Processes in C, started by posix_spawn, that claim shares from a counter in shared memory."},
		},
		Program: program, File: "race.c", Twins: twins,
		Lab: &runtimes.Lab{Program: lab},
		Make: func(r *runtimes.Runtime, source, program string) []string {
			return []string{r.Path, "-std=gnu11", "-O2", "-ffp-contract=off", "-pthread", "-o", program, source}
		},
		Run: func(_ *runtimes.Runtime, program string) []string { return []string{program} },
	}
}

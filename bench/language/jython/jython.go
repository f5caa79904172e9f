// Package jython is Jython, a Python 2.7 on the Java virtual machine, without a lock: threads run side by side.
package jython

import (
	_ "embed"
	"time"

	"corerace/bench/language/runtimes"
	"corerace/workloads"
)

//go:embed race.py
var program string

// Language is Jython 2.7.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "jython", Title: "Jython", Names: []string{"jython"},
		Ask: []string{"--version"}, Version: `(?m)^Jython (2\.7\.\d+)`, Get: "Debian has it as jython",
		Warm: 3 * time.Second, Starts: 1800 * time.Millisecond,
		Drop: append([]string{"PYTHON", "JYTHON"}, runtimes.JVM...),
		Ways: []runtimes.Way{
			runtimes.OneWorker("Jython", "a loop in its main thread"),
			{Name: "threads", Doc: "Threads of Jython, which has no lock, that claim shares from an AtomicLong."},
		},
		Program: program, File: "race.py",
		Twin: func(w *workloads.Workload) string { return w.Twin("python") },
		Lab:  &runtimes.Lab{Python: true, Warm: time.Second},
		Run: func(r *runtimes.Runtime, program string) []string {
			return []string{r.Path, "-S", "-Dpython.cachedir.skip=true", program}
		},
	}
}

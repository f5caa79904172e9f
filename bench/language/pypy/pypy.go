// Package pypy is PyPy, a Python with a compiler and a lock of its own: threads and processes, by the program that CPython
// runs, too.
package pypy

import (
	"time"

	"corerace/bench/language/python"
	"corerace/bench/language/runtimes"
	"corerace/workloads"
)

// Language is PyPy 3.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "pypy", Title: "PyPy", Names: []string{"pypy3", "pypy3.11", "pypy3.10", "pypy3.9", "pypy"},
		Ask: []string{"-E", "-S", "-c",
			"import sys; print('%s %d.%d.%d Python %d.%d.%d' % ((sys.implementation.name,) + sys.pypy_version_info[:3] + sys.version_info[:3]))"},
		Version: `^pypy (\d+\.\d+\.\d+) (Python 3\.\d+\.\d+)\s*$`, Get: "Debian has it as pypy3",
		Warm: 400 * time.Millisecond,
		Drop: []string{"PYTHON", "PYPY"},
		Ways: []runtimes.Way{
			runtimes.OneWorker("PyPy", "a loop in its main thread"),
			{Name: "threads", Turns: true, Doc: "Threads of PyPy (threading), behind its lock, that claim shares from a counter " +
				"under a lock."},
			{Name: "processes", Doc: "Processes of PyPy (multiprocessing, forked) that claim shares from a Value under its lock."},
		},
		File: "race.py",
		Twin: func(w *workloads.Workload) string { return w.Twin("python") },
		Join: func(_ *runtimes.Runtime, twin string) string { return python.Source(twin) },
		Lab: &runtimes.Lab{Python: true, Interval: 5 * time.Millisecond, // as sys.getswitchinterval says
			Warm: 400 * time.Millisecond},
		Run: func(r *runtimes.Runtime, program string) []string {
			return []string{r.Path, "-E", "-S", "-B", program}
		},
	}
}

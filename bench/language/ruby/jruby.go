package ruby

import (
	"slices"
	"time"

	"corerace/bench/language/runtimes"
	"corerace/workloads"
)

// JRuby is the Ruby on the Java virtual machine, without a lock. It runs the program and the twins of CRuby.
func JRuby() *runtimes.Language {
	ruby := Language()
	return &runtimes.Language{
		Name: "jruby", Title: "JRuby", Names: []string{"jruby"},
		Ask: []string{"--version"}, Version: `^jruby (\d+\.\d+\.\d+)`, Get: "Debian has it as jruby",
		Warm: time.Second, Starts: 2300 * time.Millisecond,
		Drop: slices.Concat([]string{"JRUBY"}, ruby.Drop, runtimes.JVM),
		Ways: []runtimes.Way{
			runtimes.OneWorker("JRuby", "a loop in its main thread"),
			{Name: "threads", Doc: "Threads of JRuby, which has no lock over them, that claim shares from a counter under a Mutex."},
		},
		Program: ruby.Program, File: ruby.File,
		Twin: func(w *workloads.Workload) string { return ruby.TwinOf(w) },
		Lab:  &runtimes.Lab{Program: ruby.Lab.Program, Warm: time.Second},
		Run:  ruby.Run,
	}
}

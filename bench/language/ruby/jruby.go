package ruby

import (
	"corerace/bench/language/runtimes"
	"corerace/workloads"
)

// JRuby is the Ruby on the Java virtual machine, without a lock. It runs the program and the twins of CRuby.
func JRuby() *runtimes.Language {
	ruby := Language()
	return &runtimes.Language{
		Name: "jruby", Title: "JRuby", Names: []string{"jruby"},
		Ask: []string{"--version"}, Version: `^jruby (\d+\.\d+\.\d+)`, Get: "Debian has it as jruby",
		Drop: append([]string{"JRUBY", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JAVA_OPTS", "CLASSPATH"},
			ruby.Drop...),
		Ways: []runtimes.Way{
			{Name: runtimes.Serial, Doc: "One worker in JRuby, a loop in its main thread: the baseline of the modes in JRuby."},
			{Name: "threads", Doc: "Threads of JRuby, which has no lock over them, that claim shares from a counter under a Mutex."},
		},
		Program: ruby.Program, File: ruby.File, Twins: ruby.Twins,
		Twin: func(w *workloads.Workload) string { return ruby.TwinOf(w) },
		Run:  ruby.Run,
	}
}

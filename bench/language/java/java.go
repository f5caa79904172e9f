// Package java is Java: threads of the virtual machine, which has no lock over all of them.
package java

import (
	"embed"
	"time"

	"corerace/bench/language/runtimes"
)

var (
	//go:embed Race.java
	program string
	//go:embed Lab.java
	lab string
)

//go:embed twins
var twins embed.FS

// Language is Java with its compiler, which makes classes of one file of source, once.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "java", Title: "Java", Names: []string{"java"},
		Ask: []string{"-Xshare:auto", "--list-modules"}, Version: `(?m)^jdk\.compiler@(\d+(?:\.\d+)*)`,
		Get:  "Debian has it as default-jdk-headless, 11 or later",
		Warm: 200 * time.Millisecond,
		Drop: runtimes.JVM,
		Ways: []runtimes.Way{
			runtimes.OneWorker("Java", "a loop in its main thread"),
			{Name: "threads", Doc: "Threads of Java that claim shares from an AtomicLong."},
		},
		Program: program, File: "Race.java", Twins: twins,
		Lab: &runtimes.Lab{Program: lab, Warm: 200 * time.Millisecond},
		Make: func(r *runtimes.Runtime, source, program string) []string {
			return []string{r.Path, "-m", "jdk.compiler/com.sun.tools.javac.Main", "-d", program, source}
		},
		Run: func(r *runtimes.Runtime, program string) []string {
			return []string{r.Path, "-Xshare:auto", "-cp", program, "Race"}
		},
	}
}

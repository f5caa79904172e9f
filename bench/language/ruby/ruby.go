// Package ruby is Ruby: threads, which share its lock (GVL), Ractors, which have one each, and processes that are forked.
package ruby

import (
	"embed"
	"time"

	"corerace/bench/language/runtimes"
)

var (
	//go:embed race.rb
	program string
	//go:embed lab.rb
	lab string
)

//go:embed twins
var twins embed.FS

// Language is CRuby; JRuby answers otherwise.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "ruby", Title: "Ruby", Names: []string{"ruby", "ruby3.4", "ruby3.3", "ruby3.1"},
		Ask: []string{"--version"}, Version: `^ruby (\d+\.\d+\.\d+)`, Get: "Debian has it as ruby",
		Drop: []string{"RUBY", "GEM_", "BUNDLE_"},
		Ways: []runtimes.Way{
			runtimes.OneWorker("Ruby", "a loop in its main thread"),
			{Name: "threads", Turns: true, Doc: "Threads of Ruby, behind its lock, that claim shares from a counter under a Mutex."},
			{Name: "processes", Pipe: true, Doc: "Processes that Ruby forks, which read the numbers of their shares from a pipe."},
			{Name: "ractors", Pipe: true, Here: runtimes.AtLeast(3, 0, "Ractors are there from 3.0 on"),
				Doc: "Ractors of Ruby, each with a lock of its own, that read the numbers of their shares from a pipe."},
		},
		Program: program, File: "race.rb", Twins: twins,
		Lab: &runtimes.Lab{Program: lab, Interval: 100 * time.Millisecond},
		Run: func(r *runtimes.Runtime, program string) []string {
			return []string{r.Path, "--disable=gems", "-W0", program}
		},
	}
}

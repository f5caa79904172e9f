// Package r is R: processes that its package parallel forks, as mclapply does. It has no threads.
package r

import (
	"embed"
	"time"

	"corerace/bench/language/runtimes"
)

//go:embed race.R
var program string

//go:embed twins
var twins embed.FS

// Language is R at the command line, without anybody's profile.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "r", Title: "R", Names: []string{"Rscript"},
		Ask: []string{"--version"}, Version: `^(?:Rscript \(R\)|R scripting front-end) version (\d+\.\d+\.\d+)`,
		Get:  "Debian has it as r-base-core",
		Drop: []string{"R_", "MC_CORES"}, Litters: true,
		Ways: []runtimes.Way{
			runtimes.OneWorker("R", "a loop in its main program"),
			{Name: "processes", Pipe: true,
				Doc: "Processes that R forks (parallel, as mclapply does), which read the numbers of their shares from a pipe."},
		},
		Starts:  200 * time.Millisecond,
		Program: program, File: "race.R", Twins: twins,
		Run: func(r *runtimes.Runtime, program string) []string { return []string{r.Path, "--vanilla", program} },
	}
}

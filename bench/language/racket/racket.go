// Package racket is Racket: places, each with a virtual machine of its own in a thread of the system. Its own threads take
// turns within one, and are no workers.
package racket

import (
	"embed"
	"time"

	"corerace/bench/language/runtimes"
)

//go:embed race.rkt
var program string

//go:embed twins
var twins embed.FS

// Language is Racket CS.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "racket", Title: "Racket", Names: []string{"racket"},
		Ask: []string{"--version"}, Version: `^Welcome to Racket v(\d+\.\d+(?:\.\d+)*)`, Get: "Debian has it as racket",
		Drop: []string{"PLT"},
		Ways: []runtimes.Way{
			runtimes.OneWorker("Racket", "a loop in its main thread"),
			{Name: "places", Pipe: true, Starts: 1100 * time.Millisecond,
				Doc: "Places of Racket, each a virtual machine in a thread, that read the numbers of their shares from a pipe."},
		},
		Starts:  450 * time.Millisecond,
		Program: program, File: "race.rkt", Twins: twins,
	}
}

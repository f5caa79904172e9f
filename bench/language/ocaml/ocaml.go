// Package ocaml is OCaml: threads of its systhreads library behind the master lock of a domain, domains (from 5.0 on),
// which run side by side, and processes that are forked.
package ocaml

import (
	"embed"
	"path/filepath"
	"strings"
	"time"

	"corerace/bench/language/runtimes"
)

// The program is in parts, because OCaml 4 compiles nothing that names Domain.
var (
	//go:embed race.ml
	program string
	//go:embed domains.ml
	domains string
	//go:embed nodomains.ml
	noDomains string
	//go:embed lab.ml
	lab string
)

//go:embed twins
var twins embed.FS

// Language is OCaml with its native compiler.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "ocaml", Title: "OCaml", Names: []string{"ocamlopt"},
		Ask: []string{"-version"}, Version: `^(\d+\.\d+\.\d+)`, Get: "Debian has it as ocaml-nox",
		Drop: []string{"OCAML", "CAML"},
		Ways: []runtimes.Way{
			runtimes.OneWorker("OCaml", "a loop in its main thread"),
			{Name: "threads", Turns: true,
				Doc: "Threads of OCaml (systhreads), behind one lock, that claim shares from a counter under a Mutex."},
			{Name: "processes", Pipe: true, Doc: "Processes that OCaml forks, which read the numbers of their shares from a pipe."},
			{Name: "domains", Here: runtimes.AtLeast(5, 0, "domains are there from 5.0 on"),
				Doc: "Domains of OCaml 5, which run side by side, and claim shares by an atomic add."},
		},
		File: "race.ml", Twins: twins,
		Join: func(r *runtimes.Runtime, twin string) string {
			part := domains
			if strings.HasPrefix(r.Version, "4.") {
				part = noDomains
			}
			return strings.Replace(runtimes.Fill(program, twin), "(* DOMAINS *)\n", part, 1)
		},
		Make: func(r *runtimes.Runtime, source, program string) []string {
			return []string{r.Path, "-w", "-a", "-unsafe", "-inline", "100", "-I", "+unix", "-I", "+threads", "unix.cmxa",
				"threads.cmxa", "-o", program, filepath.Base(source)}
		},
		Lab: &runtimes.Lab{Program: lab, Interval: 50 * time.Millisecond},
		Run: func(_ *runtimes.Runtime, program string) []string { return []string{program} },
	}
}

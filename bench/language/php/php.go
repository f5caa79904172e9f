// Package php is PHP: processes that are forked by its extension pcntl. Its usual builds have no threads.
package php

import (
	"embed"
	"errors"

	"corerace/bench/language/runtimes"
)

//go:embed race.php
var program string

//go:embed twins
var twins embed.FS

// Language is PHP at the command line.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "php", Title: "PHP", Names: []string{"php"},
		Ask:     []string{"-n", "-r", `printf("PHP %s %d\n", PHP_VERSION, function_exists("pcntl_fork"));`},
		Version: `^PHP (\d+\.\d+\.\d+)\S* (\d)\n`, Get: "Debian has it as php-cli", Drop: []string{"PHP"},
		Ways: []runtimes.Way{
			runtimes.OneWorker("PHP", "a loop in its main program"),
			{Name: "processes", Pipe: true, Here: pcntl,
				Doc: "Processes that PHP forks (pcntl), which read the numbers of their shares from a pipe."},
		},
		Program: program, File: "race.php", Twins: twins,
		Run: func(r *runtimes.Runtime, program string) []string { return []string{r.Path, "-n", program} },
	}
}

func pcntl(r *runtimes.Runtime) error {
	if r.Extra != "1" {
		return errors.New(r.String() + ": it was built without pcntl")
	}
	return nil
}

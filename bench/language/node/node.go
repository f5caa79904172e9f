// Package node is Node: worker threads, each with an engine of its own, which share memory, and child processes.
package node

import (
	"embed"
	"time"

	"corerace/bench/language/runtimes"
)

var (
	//go:embed race.js
	program string
	//go:embed lab.js
	lab string
)

//go:embed twins
var twins embed.FS

// Language is Node. Its worker threads are there from version 12 on.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "node", Title: "Node", Names: []string{"node", "nodejs"},
		Ask: []string{"--version"}, Version: `^v(\d+\.\d+\.\d+)`, Get: "Debian has it as nodejs",
		Warm: 100 * time.Millisecond,
		Drop: []string{"NODE_", "UV_"},
		Ways: []runtimes.Way{
			runtimes.OneWorker("Node", "a loop in its main thread"),
			{Name: "threads", Here: runtimes.AtLeast(12, 0, "worker_threads are there from 12 on"),
				Doc: "Worker threads of Node, each with an engine of its own, that claim shares by Atomics in a SharedArrayBuffer."},
			{Name: "processes", Pipe: true,
				Doc: "Processes that Node starts (child_process), which read the numbers of their shares from a pipe."},
		},
		// Whatever a package.json in a folder above says of .js, this is a script.
		Program: program, File: "race.cjs", Twins: twins,
		Lab: &runtimes.Lab{Program: lab},
	}
}

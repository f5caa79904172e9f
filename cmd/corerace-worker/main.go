// Corerace-worker is the lean image of corerace: all that a worker process runs, and nothing else. A process starts
// sooner from it, and has less memory of its own.
//
//	$ go install ./cmd/...
//
// puts it beside the command, which starts its workers from it where both are of the same build. It does nothing by
// itself.
package main

import (
	"fmt"
	"os"

	"corerace/bench/image"
	_ "corerace/bench/worker/early"       // serves, in a process that corerace has started as a worker
	_ "corerace/bench/worker/early/coded" // and one whose blocks are JSON, a little later
)

func main() {
	if len(os.Args) != 2 || os.Args[1] != image.Argument {
		fmt.Fprintln(os.Stderr, "corerace-worker: corerace starts its workers from this program; by itself it does nothing")
		os.Exit(2)
	}
	identity, err := image.Identity()
	if err != nil {
		fmt.Fprintln(os.Stderr, "corerace-worker:", err)
		os.Exit(1)
	}
	fmt.Println(identity)
}

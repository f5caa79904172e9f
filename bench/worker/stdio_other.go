//go:build !unix

package worker

import (
	"io"
	"os"
)

// takeStdio takes standard input and output for the wire. What the workload prints goes to standard error.
func takeStdio() (in io.Reader, out io.Writer, err error) {
	in, out = os.Stdin, os.Stdout
	os.Stdout = os.Stderr
	return in, out, nil
}

// takeLifeline takes nothing: without shared memory every share is read from standard input, so the worker finds its end
// there after the share that it is at.
func takeLifeline() bool { return false }

func dieWithParent(int) {}

// awaitInput waits until there is something to read, which here the read does that follows.
func awaitInput() {}

// inputWaits is whether there is something to read now, which nobody can tell here.
func inputWaits() bool { return false }

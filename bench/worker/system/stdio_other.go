//go:build !unix

package system

import (
	"io"
	"os"
)

// WiresApart is whether a worker may send over another descriptor than its standard output. Here it inherits no other.
const WiresApart = false

// TakeStdio takes standard input and output for the wire. What the workload prints goes to standard error.
func TakeStdio(int) (in io.Reader, out io.Writer, err error) {
	in, out = os.Stdin, os.Stdout
	os.Stdout = os.Stderr
	return in, out, nil
}

// TakeLifeline takes nothing: without shared memory every share is read from standard input, so the worker finds its end
// there after the share that it is at.
func TakeLifeline() bool { return false }

func DieWithParent(int) {}

// AwaitInput waits until there is something to read, which here the read does that follows.
func AwaitInput() {}

// InputWaits is whether there is something to read now, which nobody can tell here.
func InputWaits() bool { return false }

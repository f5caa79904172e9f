//go:build unix

package benchtest

import (
	"os"
	"testing"
)

// output is where C prints: what os.Stdout is, it doesn't know.
var output = os.NewFile(1, "descriptor 1")

func BenchmarkPrintsAsC(b *testing.B) {
	if entrant != nil {
		output.WriteString("printed by C\n")
	}
	Func(b, 500, func(i int) uint64 { return spin(i, 0) }, processesOnly()...)
}

// What is printed before the worker's path is taken, or in C, isn't on its wire.
func TestWhatIsPrintedOnTheWayIsNotOnTheWire(t *testing.T) {
	if printed, err := benchmarks(t, "", "PrintsAsC"); err != nil {
		t.Errorf("%v\n%s", err, printed)
	}
}

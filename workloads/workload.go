// Package workloads holds the work that corerace races: CPU-bound jobs, each an additive function on a range.
//
// A workload's Run adds up a value for every item of [lo, hi), in wrapping uint64, so that
//
//	Run(lo, hi) == Run(lo, k) + Run(k, hi)   for every lo ≤ k ≤ hi
//
// From that one law all else follows: the range may be cut anywhere and its pieces given to any worker, a piece
// of work is two integers, every way to run the work must reach the same sum, and so every measurement checks
// itself. The package knows no clock, no goroutine and no process.
//
// Some work is about bytes. There an item is a block: Input makes it, Transform turns it into its output, and the value
// of the item is [Hash] of its number and its output. Run is left out: it is [Workload.Reference], with the blocks made
// before the clock and kept where the workers can reach them.
package workloads

import (
	"errors"
	"fmt"
)

// A Workload is a job that any number of workers can share. Its fields aren't changed after it is handed out.
type Workload struct {
	// Name is used in flags and benchmark names: lower-case letters, digits and hyphens.
	Name string
	// Doc says in one sentence for people what is computed.
	Doc string
	// Size is the number of items in one pass, which is 1 to 20 ms of serial work.
	Size int
	// Sum is Run(0, Size), published or computed elsewhere. Every sample is checked against it.
	Sum uint64
	// Unpublished says that Sum is left out, because nobody published one: the serial reference computes it, once in the
	// process that measures.
	Unpublished bool
	// Setup builds what Run reads. It is called once in each process, before any Run, and timed apart. Nil is none.
	Setup func() error
	// Run returns the sum over the items lo ≤ i < hi, for 0 ≤ lo ≤ hi ≤ Size. Workers call it at the same time,
	// also on overlapping ranges.
	Run func(lo, hi int) uint64
	// Python is the same Run for a real interpreter: the source of a module that defines run(lo, hi) and returns the
	// same sums modulo 2^64, on CPython 2.7 and 3.x. What it builds while it is loaded is its Setup. "" is none.
	Python string
	// Twins are the same Run in other languages, by how modes call them: "ruby", "c". Each is the source that defines run
	// as docs/languages.md says for its language. Those of this program's own workloads lie with the languages. Nil is none.
	Twins map[string]string

	// What follows stands in for Run where an item is a block of bytes. Run is nil then, and made when the blocks are.

	// Block is the most bytes that an item's input has.
	Block int
	// Input appends the input of an item to dst. It is called in the parent, before the clock.
	Input func(dst []byte, item int) []byte
	// Transform appends the output of an input to dst and returns it. What it appends depends on in alone, and in stays
	// as it is. Workers call it at the same time.
	Transform func(dst, in []byte) []byte
	// OutMost returns the most bytes that the output of an input of so many bytes has. Nil is as many.
	OutMost func(in int) int
	// Resize returns the same work with blocks of another length. Nil: the length is fixed.
	Resize func(block int) *Workload
	// File is a file that the inputs are stretches of, so that a worker may read it by itself: the input of item i has
	// Span(i)'s length and lies at its offset. "" is none.
	File string
	Span func(item int) (offset int64, length int)
	// Available returns why the workload isn't here. Nil is always here.
	Available func() error
}

// Blocks returns whether the items are blocks of bytes.
func (w *Workload) Blocks() bool { return w.Transform != nil }

// Twin returns the source of the workload in a language, or "" where it brings none.
func (w *Workload) Twin(language string) string {
	if twin, ok := w.Twins[language]; ok || language != "python" {
		return twin
	}
	return w.Python
}

// Here returns why the workload isn't available, or nil.
func (w *Workload) Here() error {
	if w.Available == nil {
		return nil
	}
	return w.Available()
}

// Check reports what makes the workload unusable, in a sentence, or nil.
func (w *Workload) Check() error {
	switch {
	case w == nil:
		return errors.New("workload is nil")
	case !validName(w.Name):
		return fmt.Errorf("workload %q: the name must be made of a-z, 0-9 and -, at most 64 of them", w.Name)
	case w.Size < 1:
		return fmt.Errorf("workload %s: Size is %d, it must be at least 1", w.Name, w.Size)
	case w.Blocks():
		return w.checkBlocks()
	case w.Run == nil:
		return fmt.Errorf("workload %s: Run is nil", w.Name)
	}
	return nil
}

func validName(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

package workloads

import (
	"bytes"
	"compress/flate"
	"io"
	"strings"
)

// Compress compresses blocks of text with DEFLATE, at flate's fastest level.
//
// The text is made of the words below, the frequent ones first: word k of block i is chosen by an output of SplitMix64.
// A block ends where it is full, be it within a word.
//
// The bytes that come out depend on the version of Go, which may compress better one day, so no sum can be published:
// the serial reference of the same program computes it. That the output is right is another question, and a test asks
// it: inflated, every output is its input, and the sum of the inputs was computed by a Python program.
func Compress() *Workload { return compressBlocks(DefaultBlock) }

// textWords are the words of the text, the most frequent first.
var textWords = strings.Fields(`the of and to in a is that it was for on are as with his they at be this from have or by
	one had not but what all were when we there can an your which their said if do will each about how up out them then
	she many some so these would other into has more her two like him see time could no make than first been its who now
	people my made over did down only way find use may water long little very after words called just where most know
	get through back much before go good new write our used me man too any day same right look think also around another
	came come work three word must because does part even place well such here take why things help put years different
	away again off went old number great tell men say small every found still between name should`)

func compressBlocks(block int) *Workload {
	c := new(compressors)
	return &Workload{
		Name:        "compress",
		Doc:         "Compresses blocks of text with DEFLATE, and shows work whose output is much shorter than its input.",
		Size:        blocksInPass(block),
		Block:       block,
		Unpublished: true,
		Input:       func(dst []byte, item int) []byte { return appendText(dst, item, block) },
		Transform:   c.compress,
		// What can't be compressed is stored, with 5 bytes for some 64 KiB.
		OutMost: func(in int) int { return in + in/256 + 256 },
		Resize:  compressBlocks,
	}
}

// appendText appends n bytes of words with a space behind each, and a line end behind each sixteenth.
func appendText(dst []byte, item, n int) []byte {
	end := len(dst) + n
	for k := uint64(0); len(dst) < end; k++ {
		r := splitmix(uint64(item)<<32 + k)
		count := uint64(len(textWords))
		a, b := r>>32%count, r&0xffff_ffff%count
		dst = append(dst, textWords[a*b/count]...)
		if k%16 == 15 {
			dst = append(dst, '\n')
		} else {
			dst = append(dst, ' ')
		}
	}
	return dst[:end]
}

// compressors are flate's writers. Each takes a few hundred KiB, which would be most of the time of a short block.
type compressors struct{ spares[*flate.Writer] }

func (c *compressors) compress(dst, in []byte) []byte {
	z := c.take(newCompressor)
	out := bytes.NewBuffer(dst)
	z.Reset(out)
	z.Write(in) // a buffer takes everything
	z.Close()
	c.give(z)
	return out.Bytes()
}

func newCompressor() *flate.Writer {
	z, _ := flate.NewWriter(io.Discard, flate.BestSpeed) // fails for other levels only
	return z
}

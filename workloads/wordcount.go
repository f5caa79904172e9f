package workloads

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"syscall"
)

// MaxText is the most bytes of a file that a word count reads.
const MaxText = 64 << 20

// Wordcount counts how often every word is there in each block of a text: the output is a line for each word of the
// block, in the order of their bytes, with the word, a tab and its number. Words are what lies between ASCII white
// space, as they are. Blocks end behind white space, so that no word is split.
//
// The text is yours, so its sum can't have been published: the serial reference computes it.
//
// Without a text, which [WordcountOf] takes, the workload isn't available.
func Wordcount() *Workload {
	return &Workload{
		Name:        "wordcount",
		Doc:         "Counts the words in blocks of a text of yours, and shows work on data that lies in a file.",
		Size:        1,
		Block:       DefaultBlock,
		Unpublished: true,
		Input:       func(dst []byte, item int) []byte { return dst },
		Transform:   countWords,
		OutMost:     mostCounted,
		Available:   func() error { return errors.New("name a text with --file") },
	}
}

// WordcountOf returns the word count of a file, at most [MaxText] bytes of it, or what makes it impossible.
func WordcountOf(path string) (*Workload, error) {
	text, err := readText(path)
	if err != nil {
		return nil, err
	}
	if len(text) == 0 {
		return nil, fmt.Errorf("%s: no text in it", path)
	}
	return wordcountOf(path, text, DefaultBlock), nil
}

// readText returns the beginning of a file.
func readText(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe would be waited for
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a regular file", path)
	}
	return io.ReadAll(io.LimitReader(f, MaxText))
}

func wordcountOf(path string, text []byte, block int) *Workload {
	cuts, err := cutText(text, block)
	w := Wordcount()
	w.Size, w.Block, w.File = max(1, len(cuts)-1), block, path
	w.Resize = func(block int) *Workload { return wordcountOf(path, text, block) }
	w.Available = nil
	if err != nil {
		w.Available = func() error { return fmt.Errorf("%s: %w", path, err) }
		return w
	}
	w.Input = func(dst []byte, item int) []byte { return append(dst, text[cuts[item]:cuts[item+1]]...) }
	w.Span = func(item int) (offset int64, length int) { return int64(cuts[item]), cuts[item+1] - cuts[item] }
	return w
}

// cutText returns where the blocks of a text begin, and its end. Each is as long as it can be.
func cutText(text []byte, block int) (cuts []int, err error) {
	cuts = []int{0}
	for at := 0; at < len(text); cuts = append(cuts, at) {
		if len(text)-at <= block {
			at = len(text)
			continue
		}
		end := at + block
		for end > at && !isSpace(text[end-1]) {
			end--
		}
		if end == at {
			return nil, fmt.Errorf("a word of more than %d bytes at byte %d: is it a text?", block, at)
		}
		at = end
	}
	return cuts, nil
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// mostCounted is the most bytes of counts: every second byte is a word of its own, which takes four.
func mostCounted(in int) int { return 2*in + 4 }

func countWords(dst, in []byte) []byte {
	counts := map[string]int{}
	for len(in) > 0 {
		start := 0
		for start < len(in) && isSpace(in[start]) {
			start++
		}
		end := start
		for end < len(in) && !isSpace(in[end]) {
			end++
		}
		if end > start {
			counts[string(in[start:end])]++
		}
		in = in[end:]
	}
	words := make([]string, 0, len(counts))
	for w := range counts {
		words = append(words, w)
	}
	slices.Sort(words)
	for _, w := range words {
		dst = append(append(dst, w...), '\t')
		dst = append(strconv.AppendInt(dst, int64(counts[w]), 10), '\n')
	}
	return dst
}

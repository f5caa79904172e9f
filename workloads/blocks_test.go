package workloads

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The values are those of the reference implementation, as published with its bindings.
func TestHashIsXXH64(t *testing.T) {
	for _, c := range []struct {
		seed int
		text string
		want uint64
	}{
		{0, "", 0xef46db3751d8e999},
		{0, "a", 0xd24ec4f1a98c6e5b},
		{0, "abc", 0x44bc2cf5ad770999},
		{0, "Call me Ishmael. Some years ago--never mind how long precisely-", 0x02a2e85470d6fd96},
	} {
		if got := Hash(c.seed, []byte(c.text)); got != c.want {
			t.Errorf("Hash(%d, %q) = %#x, want %#x", c.seed, c.text, got, c.want)
		}
	}
}

func TestHashDependsOnTheItem(t *testing.T) {
	for _, n := range []int{0, 1, 7, 33, 1000} {
		if b := make([]byte, n); Hash(1, b) == Hash(2, b) {
			t.Errorf("%d bytes have the same hash at two items", n)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	block := make([]byte, DefaultBlock)
	b.SetBytes(DefaultBlock)
	for b.Loop() {
		Hash(1, block)
	}
}

// ofEveryLength are the workloads of blocks that can be had here, with blocks of several lengths.
func ofEveryLength(t *testing.T) (all []*Workload) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(path, appendText(nil, 1, 100_000), 0o666); err != nil {
		t.Fatal(err)
	}
	words, err := WordcountOf(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []*Workload{Sort(), Compress(), Blur(), words} {
		for _, block := range []int{1 << 10, 3 << 10, 64 << 10, 65 << 10, 1 << 20} {
			sized, err := w.WithBlock(block)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, sized)
		}
	}
	return all
}

func TestBlocksKeepTheirLengths(t *testing.T) {
	for _, w := range ofEveryLength(t) {
		if err := w.Check(); err != nil {
			t.Error(err)
		}
		for _, i := range []int{0, w.Size - 1} {
			in := w.Input(nil, i)
			if len(in) == 0 || len(in) > w.Block {
				t.Errorf("%s: input %d has %d bytes, blocks have %d", w.Name, i, len(in), w.Block)
			}
			if out := w.Transform(nil, in); len(out) > w.MostOut() {
				t.Errorf("%s: output %d of %d bytes has %d, at most %d expected", w.Name, i, len(in), len(out), w.MostOut())
			}
		}
	}
}

func TestTransformLeavesItsInputAndAppends(t *testing.T) {
	for _, w := range ofEveryLength(t) {
		in := w.Input(nil, 0)
		before := bytes.Clone(in)
		want := w.Transform(nil, in)
		got := w.Transform([]byte("12345678"), in)
		if !bytes.Equal(in, before) {
			t.Errorf("%s: Transform changed its input", w.Name)
		}
		if string(got[:8]) != "12345678" || !bytes.Equal(got[8:], want) {
			t.Errorf("%s: Transform doesn't append what it returns by itself", w.Name)
		}
	}
}

func TestSortedBlocksHaveTheNumbersOfTheirInputs(t *testing.T) {
	in := Sort().Input(nil, 3)
	want := numbersOf(in)
	slices.Sort(want)
	if got := numbersOf(sortBlock(nil, in)); !slices.Equal(got, want) {
		t.Error("a block isn't sorted")
	}
}

func numbersOf(b []byte) (numbers []uint64) {
	for ; len(b) > 0; b = b[8:] {
		numbers = append(numbers, binary.LittleEndian.Uint64(b))
	}
	return numbers
}

// The sum of the texts was computed by a Python program with its own SplitMix64 and XXH64.
func TestInflatedOutputsAreTheTexts(t *testing.T) {
	w := Compress()
	var sum uint64
	for i := range w.Size {
		in := w.Input(nil, i)
		out := w.Transform(nil, in)
		got, err := io.ReadAll(flate.NewReader(bytes.NewReader(out)))
		if err != nil || !bytes.Equal(got, in) {
			t.Fatalf("block %d isn't its input when it is inflated: %v", i, err)
		}
		if len(out) > len(in)*2/3 {
			t.Errorf("block %d of %d bytes has %d when it is compressed", i, len(in), len(out))
		}
		sum += Hash(i, got)
	}
	if want := uint64(16_651_366_433_065_022_859); sum != want {
		t.Errorf("the sum of the texts is %d, want %d", sum, want)
	}
}

func TestBlurOfOneColourIsThatColour(t *testing.T) {
	for _, n := range []int{1, 3, 1 << 10, 3 << 10, 1 << 16} {
		in := bytes.Repeat([]byte{200}, n)
		if out := blurTile(nil, in); !bytes.Equal(out, in) {
			t.Errorf("a tile of %d pixels of one colour has others when it is blurred", n)
		}
	}
}

// A pixel of 255 among 0 becomes the kernel, as far as the edges leave it room.
func TestBlurOfAPointIsTheKernel(t *testing.T) {
	const side = 32
	in := make([]byte, side*side)
	in[10*side+20] = 255
	out := blurTile(nil, in)
	k := []int{1, 4, 6, 4, 1}
	for y := range side {
		for x := range side {
			want := 0
			if i, j := x-18, y-8; 0 <= i && i < 5 && 0 <= j && j < 5 {
				want = (255*k[i]*k[j] + 128) / 256
			}
			if got := int(out[y*side+x]); got != want {
				t.Fatalf("pixel (%d, %d) is %d, want %d", x, y, got, want)
			}
		}
	}
}

func TestWordsAreCountedAndNeverSplit(t *testing.T) {
	text := strings.Repeat("one two\tthree\n  two  ", 500) + "end"
	path := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	w, err := WordcountOf(path)
	if err != nil {
		t.Fatal(err)
	}
	if w, err = w.WithBlock(MinBlock); err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	var whole []byte
	for i := range w.Size {
		in := w.Input(nil, i)
		if at, n := w.Span(i); string(in) != text[at:at+int64(n)] {
			t.Errorf("block %d isn't what its span says", i)
		}
		whole = append(whole, in...)
		for line := range strings.Lines(string(w.Transform(nil, in))) {
			word, n, _ := strings.Cut(strings.TrimSpace(line), "\t")
			count, err := strconv.Atoi(n)
			if err != nil {
				t.Fatalf("not a count: %q", line)
			}
			got[word] += count
		}
	}
	if string(whole) != text {
		t.Error("the blocks together aren't the text")
	}
	want := map[string]int{}
	for _, f := range strings.Fields(text) {
		want[f]++
	}
	if len(got) != len(want) || got["one"] != want["one"] || got["two"] != want["two"] || got["three"] != want["three"] ||
		got["end"] != 1 {
		t.Errorf("counted %v, want %v", got, want)
	}
}

func TestWhatIsNoTextIsRefused(t *testing.T) {
	dir := t.TempDir()
	long, empty := filepath.Join(dir, "long"), filepath.Join(dir, "empty")
	os.WriteFile(long, bytes.Repeat([]byte("x"), 100_000), 0o666)
	os.WriteFile(empty, nil, 0o666)
	if w, err := WordcountOf(long); err != nil || w.Here() == nil ||
		!strings.Contains(w.Here().Error(), "a word of more than 65536 bytes") {
		t.Errorf("a word longer than a block: %v", err)
	}
	for _, path := range []string{empty, dir, filepath.Join(dir, "missing")} {
		if _, err := WordcountOf(path); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
	if err := Wordcount().Here(); err == nil || !strings.Contains(err.Error(), "--file") {
		t.Errorf("without a text: %v", err)
	}
}

func TestBlocksOfOtherLengthsAreRefused(t *testing.T) {
	for _, block := range []int{0, -1024, 1000, 1023, MaxBlock + 1024} {
		if _, err := Sort().WithBlock(block); err == nil {
			t.Errorf("a block of %d bytes: no error", block)
		}
	}
	if w, err := Primes().WithBlock(1 << 20); err != nil || w.Name != "primes" {
		t.Errorf("a workload without blocks: %v", err)
	}
	fixed := Sort()
	fixed.Resize = nil
	if _, err := fixed.WithBlock(1 << 20); err == nil {
		t.Error("a fixed length: no error")
	}
}

// FuzzCutText: the pieces are the text, none is longer than a block, and each but the last ends behind white space.
func FuzzCutText(f *testing.F) {
	f.Add([]byte("a bc  d\nef"), uint(3))
	f.Fuzz(func(t *testing.T, text []byte, size uint) {
		block := int(size%64) + 1
		cuts, err := cutText(text, block)
		if err != nil {
			return
		}
		for i := 1; i < len(cuts); i++ {
			n := cuts[i] - cuts[i-1]
			last := i == len(cuts)-1
			if n < 1 || n > block || !last && !isSpace(text[cuts[i]-1]) {
				t.Fatalf("piece %d from %d to %d of %q", i, cuts[i-1], cuts[i], text)
			}
		}
		if len(text) > 0 && cuts[len(cuts)-1] != len(text) {
			t.Fatalf("the pieces end at %d of %d", cuts[len(cuts)-1], len(text))
		}
	})
}

func FuzzMostCounted(f *testing.F) {
	f.Add([]byte("a b c"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if out := countWords(nil, in); len(out) > mostCounted(len(in)) {
			t.Fatalf("the counts of %d bytes have %d, at most %d expected", len(in), len(out), mostCounted(len(in)))
		}
	})
}

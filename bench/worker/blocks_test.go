package worker

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"corerace/workloads"
)

// upper has inputs of different lengths, and outputs twice as long.
var upper = &workloads.Workload{Name: "upper", Doc: "Says it twice.", Size: 5, Block: 100,
	Input:     func(dst []byte, item int) []byte { return append(dst, strings.Repeat("ab", 10*item)...) },
	Transform: func(dst, in []byte) []byte { return append(append(dst, in...), bytes.ToUpper(in)...) },
	OutMost:   func(in int) int { return 2 * in },
}

func mustBlocks(t testing.TB, w *workloads.Workload) *Blocks {
	t.Helper()
	b, err := filledBlocks(w)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBlocksAreTheReference(t *testing.T) {
	b := mustBlocks(t, upper)
	if got, want := b.Run(0, 5), upper.Reference(0, 5); got != want {
		t.Errorf("the sum is %d, want %d", got, want)
	}
	for i := range 5 {
		out, ok := b.output(i)
		if want := upper.Transform(nil, b.In(i)); !ok || !bytes.Equal(out, want) {
			t.Errorf("output %d is %q, want %q", i, out, want)
		}
	}
	for range 5 {
		if err := b.Check(); err != nil {
			t.Error(err)
		}
	}
}

func TestSpoiltOutputIsFoundInTurn(t *testing.T) {
	b := mustBlocks(t, upper)
	b.Run(0, 5)
	out, _ := b.output(3)
	out[1]++
	found := false
	for range 5 {
		found = found || b.Check() != nil
	}
	if !found {
		t.Error("nobody noticed")
	}
	b.Reset()
	if err := b.Check(); err == nil || !strings.Contains(err.Error(), "has no output") {
		t.Errorf("after a reset: %v", err)
	}
}

// The slot of a worker that died stays its own until it is given back; the sum is right in either case.
func TestBlocksOfADeadWorkerAreWrittenAgain(t *testing.T) {
	b := mustBlocks(t, upper)
	want := b.Run(2, 3)
	out, _ := b.output(2)
	out[0] = 'X'
	const pid = 1 << 21
	b.slots[2].owner.Store(pid)
	if got := b.Run(2, 3); got != want || b.check(2) != nil {
		t.Errorf("the sum is %d, want %d, and the output is nobody's business", got, want)
	}
	b.Disown(pid)
	if b.check(2) == nil {
		t.Error("a spoilt output in a place that is free again: no error")
	}
	if got := b.Run(2, 3); got != want {
		t.Errorf("the sum is %d, want %d", got, want)
	}
	if err := b.check(2); err != nil {
		t.Error(err)
	}
}

func TestInputsMustKeepTheirLengths(t *testing.T) {
	long := *upper
	long.Block = 50
	if _, err := filledBlocks(&long); err == nil || !strings.Contains(err.Error(),
		"input 3 has 60 bytes, at most 50 expected") {
		t.Errorf("an input that is too long: %v", err)
	}
}

func TestStoreBoundsWhatComes(t *testing.T) {
	b := mustBlocks(t, upper)
	if _, err := b.Store(1, 201, nil); err == nil {
		t.Error("an output of 201 bytes in a place for 200: no error")
	}
	lost := errors.New("lost")
	if _, err := b.Store(1, 3, func([]byte) error { return lost }); err != lost {
		t.Errorf("the error is %v", err)
	}
}

// What the memory says of itself and of its inputs is checked, whoever wrote it.
func FuzzBlocksIn(f *testing.F) {
	whole := mustBlocks(f, upper).mem
	f.Add(uint(8), []byte{255}, uint(len(whole)))
	f.Add(uint(64), []byte{255, 255, 255, 255, 255, 255, 255, 255}, uint(len(whole)))
	f.Add(uint(0), []byte{}, uint(100))
	f.Fuzz(func(t *testing.T, at uint, with []byte, length uint) {
		mem := ownMemory(len(whole))
		copy(mem, whole)
		copy(mem[min(at, uint(len(mem))):], with)
		b, err := blocksIn(mem[:min(length, uint(len(mem)))], nil, upper)
		if err != nil {
			return
		}
		for i := range b.Len() {
			if n := len(b.In(i)); n > b.Longest() {
				t.Fatalf("input %d has %d bytes, at most %d expected", i, n, b.Longest())
			}
			b.output(i)
		}
	})
}

func TestAWorkerWithoutACodecTakesNoCodedBlocks(t *testing.T) {
	if _, err := newBlockServer(upper, BlockSetup{BlocksJSON, 1, 1}, nil); err == nil {
		t.Error("no error")
	}
	if b, err := newBlockServer(upper, BlockSetup{BlocksSent, 1, 1}, &Codec{}); err != nil || b.codec != nil {
		t.Errorf("blocks as they are: %+v, %v", b, err)
	}
}

func TestOutputFramesAreChecked(t *testing.T) {
	for _, f := range []Frame{
		{Kind: KindSum},
		{Kind: KindOutput, Args: [4]uint64{0, 101}},
		{Kind: KindOutput, Args: [4]uint64{0, 1 << 63}},
		{Kind: KindOutput, Args: [4]uint64{0, 0, 1 << 63}},
		{Kind: KindOutput, Args: [4]uint64{0, 0, 0, 1 << 63}},
	} {
		if o, err := f.Output(100); err == nil {
			t.Errorf("%+v is %+v, an error expected", f, o)
		}
	}
	if o, err := (Frame{Kind: KindOutput, Args: [4]uint64{1, 100, 3, 4}}).Output(100); err != nil ||
		o != (Output{1, 100, 3, 4}) {
		t.Errorf("an output is %+v, error %v", o, err)
	}
}

func TestPiecesAreCopiedWhole(t *testing.T) {
	for _, n := range []int{0, 1, copyPiece, copyPiece + 1, copyCached + 5} {
		src := bytes.Repeat([]byte("0123456"), n/7+1)[:n]
		dst := make([]byte, n)
		if Copy(dst, src); !bytes.Equal(dst, src) {
			t.Errorf("%d bytes aren't copied", n)
		}
	}
}

func TestBlockSetupsAreNumbers(t *testing.T) {
	for _, b := range []BlockSetup{{}, {BlocksJSON, 1, 1}, {BlocksSent, maxItems, workloads.MaxBlock}} {
		if got := blockSetup(b.Arg()); got != b {
			t.Errorf("%+v is %+v", b, got)
		}
	}
}

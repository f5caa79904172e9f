package bench

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/bench/worker"
	"corerace/workloads"
)

// textFile writes a text and returns the word count of it, bound to its blocks of 1 KiB.
func textFile(t *testing.T) *workloads.Workload {
	t.Helper()
	path := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(path, []byte(strings.Repeat("all the words that there are\n", 1000)), 0o666); err != nil {
		t.Fatal(err)
	}
	w, err := workloads.WordcountOf(path)
	if err == nil {
		w, err = w.WithBlock(workloads.MinBlock)
	}
	if err != nil {
		t.Fatal(err)
	}
	return mustBind(t, w)
}

func mustBind(t testing.TB, w *workloads.Workload) *workloads.Workload {
	t.Helper()
	bound, err := worker.Bind(w)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

func TestBlocksReachTheirSumsByEveryWay(t *testing.T) {
	for _, spelling := range []string{"goroutines", "processes", "processes:transport=file", "processes-pipe", "processes-pipe:encode=json"} {
		m, err := FindMode(Modes(), spelling)
		if err != nil {
			t.Fatal(err)
		}
		w := textFile(t)
		p := openPool(t, m, w, 3, 2)
		for range 2 {
			o, err := p.Run(t.Context(), jobOf(w, 2, 3))
			if err != nil {
				t.Fatalf("%s: %v", spelling, err)
			}
			if o.Sum != 3*w.Sum || o.BlockBytes != workloads.MinBlock {
				t.Errorf("%s: sum %d of blocks of %d bytes, want %d of %d", spelling, o.Sum, o.BlockBytes, 3*w.Sum, workloads.MinBlock)
			}
			sent := strings.HasPrefix(spelling, "processes-pipe")
			if (o.MovedBytes > 3*29_000) != sent || (o.Move > 0) != sent {
				t.Errorf("%s: moved %d bytes in %v", spelling, o.MovedBytes, o.Move)
			}
			if json := strings.HasSuffix(spelling, "json"); (o.Encode > o.Move/1000) != json {
				t.Errorf("%s: %v of encoding, %v of moving", spelling, o.Encode, o.Move)
			}
		}
	}
}

func TestBlocksOfEveryLengthReachTheirSums(t *testing.T) {
	for _, block := range []int{workloads.MinBlock, 5 << 10, 128 << 10, 1 << 20, 4 << 20}[:testkit.Times(3, 5)] {
		for _, make := range []func() *workloads.Workload{workloads.Sort, workloads.Compress, workloads.Blur} {
			w, err := make().WithBlock(block)
			if err != nil {
				t.Fatal(err)
			}
			w = mustBind(t, w)
			for _, m := range []*Mode{Goroutines(), Processes(), ProcessesPipe()} {
				p := openPool(t, m, w, 2, 1)
				j := jobOf(w, 1, 1)
				j.Deadline = time.Minute // under the race detector one block of 4 MiB may take longer than the shortest deadline
				o, err := p.Run(t.Context(), j)
				if err != nil || o.Sum != w.Sum {
					t.Errorf("%s in blocks of %d, %s: sum %d, want %d, error %v", w.Name, block, m, o.Sum, w.Sum, err)
				}
			}
		}
	}
}

// With one item in a pass all workers are at the same one, each in a pass of its own.
func TestWorkersMayBeAtTheSameBlock(t *testing.T) {
	w := mustBind(t, oneBlock)
	for _, m := range []*Mode{Goroutines(), Threads(), Processes(), ProcessesPipe()} {
		p := openPool(t, m, w, 4, 1)
		o, err := p.Run(t.Context(), jobOf(w, 1, 500))
		if err != nil || o.Sum != 500*w.Sum {
			t.Errorf("%s: sum %d, want %d, error %v", m, o.Sum, 500*w.Sum, err)
		}
	}
}

// oneBlock has one item in a pass.
var oneBlock = &workloads.Workload{Name: "one-block", Doc: "Turns bytes around.", Size: 1, Block: 4096, Unpublished: true,
	Input: func(dst []byte, item int) []byte {
		for i := range 4096 {
			dst = append(dst, byte(i*i>>3))
		}
		return dst
	},
	Transform: func(dst, in []byte) []byte {
		for i := range in {
			dst = append(dst, in[len(in)-1-i])
		}
		return dst
	}}

// liar is right in the parent and wrong in a worker, though by its hash all of its outputs are the same.
var liar = &workloads.Workload{Name: "liar", Doc: "Is wrong.", Size: 8, Block: 1024, Unpublished: true,
	Input: oneKiB,
	Transform: func(dst, in []byte) []byte {
		if worker.Serving() {
			return append(dst, 1)
		}
		return append(dst, 2)
	}}

func oneKiB(dst []byte, item int) []byte {
	return append(dst, bytes.Repeat([]byte{byte(item)}, 1024)...)
}

// tooLong has an output that is longer than it says.
var tooLong = &workloads.Workload{Name: "too-long", Doc: "Is too long.", Size: 8, Block: 1024,
	Input:     oneKiB,
	Transform: func(dst, in []byte) []byte { return append(append(dst, in...), 'x') }}

// scribbler writes to its input.
var scribbler = &workloads.Workload{Name: "scribbler", Doc: "Writes to its input.", Size: 8, Block: 1024,
	Input: oneKiB,
	Transform: func(dst, in []byte) []byte {
		if worker.Serving() {
			in[0]++
		}
		return append(dst, in...)
	}}

func blockWorkloads() []*workloads.Workload {
	return []*workloads.Workload{oneBlock, liar, tooLong, scribbler}
}

func TestOutputsAreComparedByteForByte(t *testing.T) {
	w := mustBind(t, liar)
	for _, m := range []*Mode{Processes(), ProcessesPipe()} {
		p := openPool(t, m, w, 2, 1)
		_, err := p.Run(t.Context(), jobOf(w, 1, 1))
		wantError(t, err, `the output of item \d isn't what its input gives`)
	}
}

func TestOutputsAreBounded(t *testing.T) {
	for _, m := range []*Mode{Goroutines(), Processes(), ProcessesPipe()} {
		_, err := m.open(t.Context(), Spec{Workload: tooLong, Workers: 1, Share: 1})
		wantError(t, err, `output of .*1025 bytes, at most 1024 expected`)
	}
}

func TestFileTransportNeedsAFile(t *testing.T) {
	m, err := FindMode(Modes(), "processes:transport=file")
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.open(t.Context(), Spec{Workload: workloads.Sort(), Workers: 1, Share: 1})
	wantError(t, err, `mode processes:transport=file can't run workload sort: it has no file`)
}

func TestUnavailableWorkloadsAreNoted(t *testing.T) {
	e := &Experiment{Workloads: []*workloads.Workload{workloads.Wordcount(), counting}, Modes: []*Mode{Serial()}, Workers: []int{1}, Rounds: 1, unprobed: true}
	r, err := e.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Plan.Workloads) != 1 || !strings.Contains(fmt.Sprint(r.Plan.Notes), "workload wordcount isn't here: name a text with --file") {
		t.Errorf("the plan has %v, and notes %v", r.Plan.Workloads, r.Plan.Notes)
	}
	e.Workloads = e.Workloads[:1]
	_, err = e.Plan(t.Context())
	wantError(t, err, "nothing to race: .*name a text")
}

func TestOpenRunsEveryModeWithTheSameLines(t *testing.T) {
	for _, m := range Modes() {
		k, err := Open(t.Context(), m.Name, counting, 1)
		if err != nil {
			t.Fatal(err)
		}
		if o, err := k.Do(t.Context(), 2); err != nil || o.Sum != 2*counting.Sum {
			t.Errorf("%s: sum %d, want %d, error %v", m, o.Sum, 2*counting.Sum, err)
		}
		if err := k.Close(); err != nil {
			t.Errorf("%s: %v", m, err)
		}
	}
	for _, c := range []struct {
		mode, want string
		w          *workloads.Workload
	}{
		{"horses", "horses", counting},
		{"goroutines", "name a text", workloads.Wordcount()},
		{"goroutines", "Run is nil", &workloads.Workload{Name: "a", Size: 1}},
		{"serial", "can't have 2 workers", counting},
	} {
		_, err := Open(t.Context(), c.mode, c.w, 2)
		wantError(t, err, c.want)
	}
}

package bench

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
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
	return jobs.MustBind(t, w)
}

func TestBlocksReachTheirSumsByEveryWay(t *testing.T) {
	for _, spelling := range []string{"goroutines", "processes", "processes:transport=file", "processes-pipe",
		"processes-pipe:encode=json"} {
		m, err := mode.FindMode(Modes(), spelling)
		if err != nil {
			t.Fatal(err)
		}
		w := textFile(t)
		p := jobs.OpenPool(t, m, w, 3, 2)
		for range 2 {
			o, err := p.Run(t.Context(), jobs.JobOf(w, 2, 3))
			if err != nil {
				t.Fatalf("%s: %v", spelling, err)
			}
			if o.Sum != 3*w.Sum || o.BlockBytes != workloads.MinBlock {
				t.Errorf("%s: sum %d of blocks of %d bytes, want %d of %d", spelling, o.Sum, o.BlockBytes, 3*w.Sum,
					workloads.MinBlock)
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
	for _, block := range []int{workloads.MinBlock, 128 << 10, 5 << 10, 1 << 20, 4 << 20}[:testkit.Times(2, 5)] {
		for _, make := range []func() *workloads.Workload{workloads.Sort, workloads.Compress, workloads.Blur} {
			w, err := make().WithBlock(block)
			if err != nil {
				t.Fatal(err)
			}
			w = jobs.MustBind(t, w)
			for _, m := range []*mode.Mode{mode.Goroutines(), process.Processes(), process.ProcessesPipe()} {
				p := jobs.OpenPool(t, m, w, 2, 1)
				j := jobs.JobOf(w, 1, 1)
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
	w := jobs.MustBind(t, jobs.OneBlock)
	for _, m := range []*mode.Mode{mode.Goroutines(), mode.Threads(), process.Processes(), process.ProcessesPipe()} {
		p := jobs.OpenPool(t, m, w, 4, 1)
		o, err := p.Run(t.Context(), jobs.JobOf(w, 1, 500))
		if err != nil || o.Sum != 500*w.Sum {
			t.Errorf("%s: sum %d, want %d, error %v", m, o.Sum, 500*w.Sum, err)
		}
	}
}

func TestOutputsAreComparedByteForByte(t *testing.T) {
	w := jobs.MustBind(t, jobs.Liar)
	for _, m := range []*mode.Mode{process.Processes(), process.ProcessesPipe()} {
		p := jobs.OpenPool(t, m, w, 2, 1)
		_, err := p.Run(t.Context(), jobs.JobOf(w, 1, 1))
		jobs.WantError(t, err, `the output of item \d isn't what its input gives`)
	}
}

func TestOutputsAreBounded(t *testing.T) {
	for _, m := range []*mode.Mode{mode.Goroutines(), process.Processes(), process.ProcessesPipe()} {
		_, err := m.Pool(t.Context(), mode.Spec{Workload: jobs.TooLong, Workers: 1, Share: 1})
		jobs.WantError(t, err, `output of .*1025 bytes, at most 1024 expected`)
	}
}

func TestFileTransportNeedsAFile(t *testing.T) {
	m, err := mode.FindMode(Modes(), "processes:transport=file")
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Pool(t.Context(), mode.Spec{Workload: workloads.Sort(), Workers: 1, Share: 1})
	jobs.WantError(t, err, `mode processes:transport=file can't run workload sort: it has no file`)
}

func TestOpenRunsEveryModeWithTheSameLines(t *testing.T) {
	for _, m := range Modes() {
		k, err := Open(t.Context(), m.Name, jobs.Counting, 1)
		if err != nil {
			t.Fatal(err)
		}
		if o, err := k.Do(t.Context(), 2); err != nil || o.Sum != 2*jobs.Counting.Sum {
			t.Errorf("%s: sum %d, want %d, error %v", m, o.Sum, 2*jobs.Counting.Sum, err)
		}
		if err := k.Close(); err != nil {
			t.Errorf("%s: %v", m, err)
		}
	}
	for _, c := range []struct {
		mode, want string
		w          *workloads.Workload
	}{
		{"horses", "horses", jobs.Counting},
		{"goroutines", "name a text", workloads.Wordcount()},
		{"goroutines", "Run is nil", &workloads.Workload{Name: "a", Size: 1}},
		{"serial", "can't have 2 workers", jobs.Counting},
	} {
		_, err := Open(t.Context(), c.mode, c.w, 2)
		jobs.WantError(t, err, c.want)
	}
}

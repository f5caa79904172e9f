package report

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"corerace/report/internal/course"
)

// A page of a hundred cells with every picture is under 1 MB, and a record beside it takes at most 1 MB more.
func TestAPageOfAHundredCellsIsSmall(t *testing.T) {
	d := course.Fixture(course.Course{Workloads: []string{"a", "b", "c", "d", "e"},
		Modes:   []string{"goroutines", "gil", "processes", "processes-pipe"},
		Workers: []int{1, 2, 4, 6, 8}, Rounds: 12, Cores: 8, Wall: time.Second})
	course.AddTimes(d)
	course.AddOwn(d, 0.8)
	course.AddLocks(d)
	course.AddProcesses(d)
	if n := len(d.Summary.Cells); n < 100 {
		t.Fatalf("%d cells, want 100", n)
	}
	const most = 1_000_000
	alone := len(render(t, d, "html")[0].Data)
	if alone > most {
		t.Errorf("the page has %d bytes, want at most %d", alone, most)
	}
	for _, size := range []int{1000, 700_000, 3_000_000} {
		record := make([]byte, size)
		rnd := rand.New(rand.NewPCG(1, 1))
		for i := range record {
			record[i] = byte(rnd.Uint32()) // which can't be packed
		}
		d.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(record)), nil }
		if with := len(render(t, d, "html")[0].Data); with > alone+1<<20+200 {
			t.Errorf("a record of %d bytes makes the page of %d bytes one of %d", size, alone, with)
		}
	}
}

package report

import (
	"encoding/json"
	"runtime"
	"testing"

	"corerace/report/internal/course"
	"corerace/results"
)

// A counter counts what is written, and looks at the memory now and then.
type counter struct {
	bytes, writes int
	most          uint64
}

func (c *counter) Write(p []byte) (int, error) {
	if c.bytes += len(p); c.writes%64 == 0 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		c.most = max(c.most, m.HeapAlloc)
	}
	c.writes++
	return len(p), nil
}

func TestATraceIsNotHeldInMemory(t *testing.T) {
	d := course.Fixture(course.Small)
	for i := range 100 {
		d.Record.Cores = append(d.Record.Cores,
			results.Cores{T: 1 + d.Record.Cores[len(d.Record.Cores)-1].T, Busy: make([]float64, 1000+i)})
	}
	d.Record.Run.Hosts[0].CoresLogical = 1100 // all of them are there
	d.Summary.CoreIDs = results.CoreIDs(d.Record)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var c counter
	if err := Write(&c, d, "trace", Options{}); err != nil {
		t.Fatal(err)
	}
	if c.bytes < 5<<20 || c.most-before.HeapAlloc > uint64(c.bytes)/4 && c.most > before.HeapAlloc {
		t.Errorf("%d bytes of memory for a trace of %d", c.most-before.HeapAlloc, c.bytes)
	}
	files, err := Render(course.Fixture(course.Small), "trace", Options{})
	if err != nil || !json.Valid(files[0].Data) {
		t.Errorf("not JSON: %v", err)
	}
}

package foreign

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"corerace/results"
)

// FuzzParse: whatever the bytes, nothing panics, and what becomes a record is one that the reader takes whole.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range files {
		// The seeds are small: the fuzzer shortens what it finds, which takes the square of the length.
		if data, err := os.ReadFile(path); err == nil && len(data) < 4<<10 {
			f.Add(data, "")
		}
	}
	f.Add([]byte(`{"context":{"library_version":"1.9.1"},"benchmarks":[`+
		`{"name":"a/n:3/threads:2","threads":2,"real_time":3,"time_unit":"us"}]}`), "n")
	f.Add([]byte(`{"layout":[{"name":"g"}],"benchmarks":[`+
		`{"group":0,"alias":"a","runs":[{"name":"a","args":{"threads":2},"stats":{"samples":[1,2]}}]}]}`), "")
	f.Add([]byte(`{"machine_info":{},"benchmarks":[{"name":"a[1]","params":{"n":2},"stats":{"data":[0.1]}}]}`), "n")
	f.Add([]byte("BenchmarkA/workers=2-2 1 3 ns/op\nBenchmarkA/workers=1-2 1 5 ns/op\n"), "workers")
	f.Add(compressed(f, []byte(`{"results":[{"command":"1 worker","times":[1]},{"command":"4 workers","times":[2]}]}`)), "")
	f.Add([]byte(`{"machine_info":{},"benchmarks":[{"name":"a","params":{"how":"threads-4"},"stats":{"data":[1]}}]}`), "")
	f.Add([]byte(`{"context":{},"benchmarks":[{"name":"Fx/Go/threads:4/7","real_time":1e-9,"time_unit":"ns"}]}`), "7")
	f.Add([]byte("command,mean,stddev\n"), "")
	f.Fuzz(func(t *testing.T, data []byte, workers string) {
		o := Options{WorkersFrom: workers, RealTime: RealTimeDivided}
		file, err := parse(data, o)
		if err != nil {
			return
		}
		rec, err := file.record(o)
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := Write(&b, rec); err != nil {
			t.Fatal(err)
		}
		back, err := results.Read(&b)
		if err != nil || back.Skipped > 0 || len(back.Samples) != len(rec.Samples) {
			t.Fatalf("%v, %d skipped %v, %d samples of %d", err, back.Skipped, back.Problems, len(back.Samples),
				len(rec.Samples))
		}
	})
}

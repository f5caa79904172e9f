package verdict

import (
	"bytes"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

var update = flag.Bool("update", false, "write the golden files anew")

const ms = time.Millisecond

// quietly adds a line to every round of a made-up record that has none: nothing else used the cores.
func quietly(rec *results.Record) *results.Record {
	rounds := map[int]bool{}
	for _, s := range rec.Samples {
		if !rounds[s.Round] {
			rec.Rounds = append(rec.Rounds, results.Round{Round: s.Round, Wall: ms, Others: new(0.0), Steal: new(0.0)})
		}
		rounds[s.Round] = true
	}
	return rec
}

func aSample() results.Sample {
	return results.Sample{Cell: results.Cell{Workload: "primes", Mode: "goroutines", Workers: 2}, Round: 1,
		Wall: 100 * ms, Sum: "42"}
}

// covers reports whether the interval of an estimate has the ratio with a logarithm in it.
func covers(e stats.Estimate, log float64) bool {
	return e.Lo <= math.Exp(log) && math.Exp(log) <= e.Hi
}

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

func alikeEstimates(a, b stats.Estimate) bool {
	return near(a.Center, b.Center, 1e-12) && near(a.Lo, b.Lo, 1e-12) && near(a.Hi, b.Hi, 1e-12) &&
		near(a.Confidence, b.Confidence, 1e-12) && a.N == b.N && a.Method == b.Method
}

// golden compares with a file in testdata, and leaves what it got beside it where they differ.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		if err := os.WriteFile(path+".got", got, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s differs: see %s.got, or run with -update", path, path)
	}
}

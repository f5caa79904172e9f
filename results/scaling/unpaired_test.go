package scaling

import (
	"math"
	"strings"
	"testing"
	"time"

	"corerace/results"
)

// importedScaling is a record of another tool: samples of one mode with several numbers of workers, by Amdahl's law
// with a serial part.
func importedScaling(sigma float64, workers ...int) *results.Record {
	rec := &results.Record{Run: results.Run{Imported: &results.Imported{Tool: "hyperfine", Unpaired: true}}}
	for _, n := range workers {
		x := float64(n) / (1 + sigma*float64(n-1))
		for i := range 5 + 3*n { // no two have as many samples
			wall := time.Duration(1e9 / x * (1 + 0.001*float64(i%5-2)))
			rec.Samples = append(rec.Samples, results.Sample{Round: i + 1, Wall: wall, Items: 1,
				Cell: results.Cell{Workload: "w", Mode: "m", Workers: n}})
		}
	}
	return rec
}

// A record without cores has all its numbers of workers in the fit, which says that they may be too many, and that the
// speedups are unpaired.
func TestFitOfUnpairedSamples(t *testing.T) {
	all := FromRecord(importedScaling(0.1, 1, 2, 4, 8, 16), 0)
	if len(all) != 1 || len(all[0].Points) != 5 || len(all[0].Rounds) != 0 {
		t.Fatalf("%+v", all)
	}
	fit := Analyse(all[0])
	if math.Abs(fit.Amdahl.Sigma.Center-0.1) > 0.005 {
		t.Errorf("σ is %v, want 0.1", fit.Amdahl.Sigma)
	}
	words := strings.Join(fit.Words, "\n")
	for _, want := range []string{"unpaired", "How many cores there were isn't known"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q lacks %q", words, want)
		}
	}
}

// Where the cores are known, more workers than cores are left out, as ever.
func TestUnpairedWorkersBeyondTheCores(t *testing.T) {
	rec := importedScaling(0.1, 1, 2, 4)
	rec.Run.Hosts = []results.Machine{{CoresLogical: 2}}
	s := FromRecord(rec, 0)[0]
	if len(s.Points) != 2 || !strings.Contains(strings.Join(s.LeftOut, "\n"), "4 workers are more than the 2 cores") {
		t.Errorf("%+v", s)
	}
}

package verdict

import (
	"strings"
	"testing"

	"corerace/results"
)

// Each record has its best of every mode, and each but the first stands beside that, or why it doesn't.
func TestSeveralRecordsStandBesideTheFirst(t *testing.T) {
	rec, err := results.ReadFile("../recorded/two-cores.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	busy, err := results.ReadFile("../recorded/two-cores-busy.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	other := *rec
	other.Run.Hosts = append([]results.Machine{}, rec.Run.Hosts...)
	other.Run.Hosts[0].CPUModel = "Another processor"
	s := CompareSeveral([]*results.Record{rec, busy, &other, rec}, []string{"a", "b", "c", "d"})
	if len(s.Runs) != 4 || len(s.Pairs) != 3 || s.Refused() {
		t.Fatalf("%d runs, %d pairs, refused: %v", len(s.Runs), len(s.Pairs), s.Refused())
	}
	if s.Runs[1].Claimable() || !s.Runs[0].Claimable() {
		t.Error("what bears a claim and what doesn't are taken for each other")
	}
	per := map[string]int{}
	for i, b := range s.Bests {
		per[b.Workload+" "+b.Mode]++
		if want := b.Speedup.Center / float64(b.Workers); b.PerWorker.Center != want {
			t.Errorf("%s, %s: %v a worker, want %v", b.Workload, b.Mode, b.PerWorker.Center, want)
		}
		if i > 0 && s.Bests[i-1].Mode == b.Mode && s.Bests[i-1].Workload == b.Workload && s.Bests[i-1].Run >= b.Run {
			t.Error("the runs of a mode aren't in their order")
		}
	}
	if per["mandelbrot goroutines"] != 4 {
		t.Errorf("%v", per)
	}
	said := strings.Join(s.Sentences(), "\n")
	for _, want := range []string{"b (new) beside a (old): can't be compared: the epoch differs",
		"c (new) beside a (old): can't be compared: the processor differs",
		"d (new) beside a (old): No difference was found in"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if apart := CompareSeveral([]*results.Record{rec, &other, &other}, []string{"a", "b", "c"}); !apart.Refused() {
		t.Error("nothing can be compared, and that isn't said")
	}
}

package verdict

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"corerace/results"
	"corerace/results/stats"
)

// FuzzSummarize: whatever record was read, summing it up doesn't panic, its numbers fit into JSON, its estimates are
// inside their intervals, and every verdict has a sentence.
func FuzzSummarize(f *testing.F) {
	const run = `{"kind":"run","format":1,"plan":{"workloads":[{"name":"w","size":1}],` +
		`"modes":[{"name":"serial"},{"name":"a"}]}}` + "\n"
	samples := ""
	for i := range 12 {
		samples += fmt.Sprintf(`{"kind":"sample","round":%d,"workload":"w","mode":%q,"workers":1,"wall_ns":%d}`+"\n",
			1+i/2, []string{"serial", "a"}[i%2], 100+i*i)
	}
	f.Add([]byte(run + samples))
	f.Add([]byte(run + `{"kind":"cores","t_ns":1,"busy":[0.5]}` + "\n" + samples +
		`{"kind":"round","round":1,"wall_ns":5,"others":9}` +
		"\n" + `{"kind":"end"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if rec, err := results.Read(bytes.NewReader(data)); err == nil {
			checkSummary(t, Summarize(rec))
		}
	})
}

func checkSummary(t *testing.T, s *Summary) {
	t.Helper()
	if _, err := json.Marshal(s); err != nil { // no infinite numbers, among others
		t.Fatal(err)
	}
	for _, v := range s.Verdicts {
		if v.Sentence() == "" {
			t.Fatalf("no sentence for %+v", v)
		}
	}
	for _, c := range s.Cells {
		for _, e := range []stats.Estimate{c.Measured, c.WithStart, c.Efficiency} {
			if e.HasInterval() && !(e.Lo <= e.Center && e.Center <= e.Hi) {
				t.Fatalf("%v: the center is outside of the interval: %+v", c.Cell, e)
			}
		}
	}
}

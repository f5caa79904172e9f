package verdict

import (
	"testing"

	"corerace/results"
)

func TestRecoveredSamplesAreLeftOutAndSaidSo(t *testing.T) {
	rec := &results.Record{Run: results.Run{Hosts: []results.Machine{{CoresLogical: 2}}}}
	for round := range 9 {
		for _, mode := range []string{"serial", "processes"} {
			s := aSample()
			s.Round, s.Mode, s.Workers, s.Baseline, s.Items = round, mode, 1, "serial", 100
			if mode == "processes" && round == 4 {
				s.Recovered, s.Wall = true, 100*s.Wall
			}
			rec.Samples = append(rec.Samples, s)
		}
	}
	s := Summarize(rec)
	for _, c := range s.Cells {
		if c.Mode != "processes" {
			continue
		}
		if c.Rounds != 7 || c.Excluded != 1 || c.Measured.Center != 1 {
			t.Errorf("%d rounds, %d excluded, speedup %v", c.Rounds, c.Excluded, c.Measured.Center)
		}
		if want := "1 sample recovered from a death is left out"; len(c.Warnings) == 0 || c.Warnings[0] != want {
			t.Errorf("warnings %q, want %q", c.Warnings, want)
		}
	}
}

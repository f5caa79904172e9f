package verdict

import (
	"strings"
	"testing"
	"time"

	"corerace/results"
)

func TestACoarseClockIsAWarning(t *testing.T) {
	sample := results.Sample{Cell: results.Cell{Workload: "primes", Mode: "serial", Workers: 1}, Wall: 80 * ms}
	of := func(plan, epoch time.Duration) string {
		rec := &results.Record{Samples: []results.Sample{sample}}
		rec.Run.Plan.ClockStep = plan
		rec.Run.Hosts = []results.Machine{{Epoch: &results.Epoch{Timer: epoch}}}
		return strings.Join(clockWarning(rec), "")
	}
	for _, text := range []string{of(4*ms, 0), of(0, 4*ms)} {
		if !strings.Contains(text, "steps by 4ms") || !strings.Contains(text, "5 %") {
			t.Errorf("got %q", text)
		}
	}
	for _, text := range []string{of(0, 0), of(40, 0), of(ms, 0)} {
		if text != "" {
			t.Errorf("a fine clock, or one that nobody knows: %q", text)
		}
	}
}

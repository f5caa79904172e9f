package legible

import (
	"testing"

	"corerace/results/costs"
)

func TestTicksAreRoundNumbers(t *testing.T) {
	p := Picture{Unit: costs.Seconds}
	for x, want := range map[float64]string{1e-9: "1 ns", 1e-8: "10 ns", 1.5e-6: "1.5 µs", 1e-3: "1 ms"} {
		if got := p.TickLabel(x); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := (Picture{Unit: TimesUnit}).TickLabel(1.5); got != "1.5×" {
		t.Error(got)
	}
}

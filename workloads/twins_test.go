package workloads

import (
	"strings"
	"testing"
)

func TestTwinsAreModulesOfTheirOwn(t *testing.T) {
	with := 0
	for _, w := range All() {
		if w.Python == "" {
			continue
		}
		with++
		if !strings.HasPrefix(w.Python, "# The twin of "+w.Name+".go") ||
			!strings.Contains(w.Python, "\ndef run(lo, hi):\n") {
			t.Errorf("%s: its twin doesn't say that it is, or defines no run(lo, hi)", w.Name)
		}
		for i, r := range w.Python {
			if r > 126 { // a 2.7 refuses it
				t.Fatalf("%s: its twin isn't ASCII at byte %d", w.Name, i)
			}
		}
	}
	if with < 4 {
		t.Errorf("%d workloads have a twin, at least 4 wanted", with)
	}
}

package report

import (
	"strings"
	"testing"

	"corerace/report/chart"
	"corerace/report/content"
)

func TestMarksHaveTheColoursOfThePage(t *testing.T) {
	if Paint(NoColours) != nil {
		t.Error("there are colours where there are none")
	}
	all, few := Paint(AllColours), Paint(FewColours)
	seen := map[string]bool{}
	for slot := range content.Colours {
		got := few(slot, false, "x")
		if seen[got] || !strings.HasSuffix(got, "x\x1b[39m") {
			t.Errorf("slot %d is %q", slot, got)
		}
		seen[got] = true
	}
	if got := all(0, false, "x"); got != "\x1b[38;2;0;114;178mx\x1b[39m" {
		t.Errorf("%q isn't the colour %v", got, chart.Themes[chart.Light]["s1"])
	}
	if all(0, true, "x") == all(0, false, "x") || all(content.Baseline, false, "x") != "x" {
		t.Error("what fades, or is a baseline, has the colour of a mode")
	}
}

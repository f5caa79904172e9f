package chart

import (
	"math"
	"testing"

	"gonum.org/v1/plot/vg"
)

func TestLabelsDontTouch(t *testing.T) {
	for _, ys := range [][]float64{{100}, {100, 100, 100}, {0, 5, 6, 7, 200}, {200, 199, 198, 197, 196, 195},
		{0, 0, 0, 0, 0, 0, 0}} {
		var labels []EndLabel
		for _, y := range ys {
			labels = append(labels, EndLabel{Y: vg.Length(y)})
		}
		stack(labels, 10, 190)
		for i := 1; i < len(labels); i++ {
			if gap := labels[i-1].place - labels[i].place; gap < labelGap-0.1 {
				t.Errorf("%v: labels %d and %d are %.1f points apart, want %.0f", ys, i-1, i, gap, labelGap)
			}
			if labels[i-1].Y < labels[i].Y {
				t.Errorf("%v: labels are not in the order of their lines", ys)
			}
		}
		for _, l := range labels {
			if l.place < 9.9 || l.place > 190.1 {
				t.Errorf("%v: a label stands at %.1f, want 10 to 190", ys, l.place)
			}
		}
	}
}

func TestTicksAreRoundAndFew(t *testing.T) {
	for _, top := range []float64{0.3, 1, 1.04, 2, 2.08, 3.7, 8, 16.3, 64, 1000, 123456, math.Inf(1), 0, -1,
		math.NaN()} {
		ticks := NiceTicks(top, 6, "×")
		if len(ticks) < 2 || len(ticks) > 7 {
			t.Errorf("%g: %d ticks, want 2 to 7", top, len(ticks))
		}
		if ticks[0].Label != "0×" {
			t.Errorf("%g: the first tick is %s, want 0×", top, ticks[0].Label)
		}
	}
}

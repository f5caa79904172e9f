package stats

import "testing"

// Published: the four p-values of Wikipedia's example of the Holm–Bonferroni method, of which 0.005 and 0.01 stand at
// 5 %; and what R's p.adjust(1:5/100, "holm") prints.
func TestHolmIsThePublishedOne(t *testing.T) {
	for _, c := range []struct{ ps, want []float64 }{
		{[]float64{0.01, 0.04, 0.03, 0.005}, []float64{0.03, 0.06, 0.06, 0.02}},
		{[]float64{0.01, 0.02, 0.03, 0.04, 0.05}, []float64{0.05, 0.08, 0.09, 0.09, 0.09}},
		{[]float64{0.6, 0.9}, []float64{1, 1}},
		{[]float64{0.03125}, []float64{0.03125}},
		{nil, nil},
	} {
		got := Holm(c.ps)
		for i, want := range c.want {
			if !near(got[i], want, 1e-12) {
				t.Errorf("%v: %v, want %v", c.ps, got, c.want)
			}
		}
	}
}

func TestHolmDoesNotReorderWhatItIsGiven(t *testing.T) {
	ps := []float64{0.9, 0.1}
	Holm(ps)
	if ps[0] != 0.9 {
		t.Errorf("got %v", ps)
	}
}

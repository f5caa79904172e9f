package stats

import (
	"math"
	"testing"
)

// The permeability of the human chorioamnion to water, at term and at 12 to 26 weeks: the example of Hollander and
// Wolfe in section 4.1, which R's wilcox.test documents. The shift of 0.305 is the book's; that and the interval were
// computed again from the definitions, with all subsets listed, by a program in Python.
func TestShiftOfThePermeabilityConstants(t *testing.T) {
	term := []float64{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46}
	weeks := []float64{1.15, 0.88, 0.90, 0.74, 1.21}
	all := make([]float64, 0, 50)
	for _, x := range term {
		for _, y := range weeks {
			all = append(all, x-y)
		}
	}
	if got := Median(all); math.Abs(got-0.305) > 1e-9 {
		t.Errorf("shift %v, want 0.305", got)
	}
	k, confidence := rankSumInterval(5, 10)
	if k != 9 || math.Abs(confidence-0.9600) > 5e-5 {
		t.Errorf("k is %d at %.4f, want 9 at 0.9600", k, confidence)
	}
}

// The chances for 3 and 2 values, by listing the ten orders: U is 0 in one of them, 1 in one, 2 in two, and so on.
func TestRankSumChancesOfSmallSamples(t *testing.T) {
	want := []float64{0.1, 0.1, 0.2, 0.2, 0.2, 0.1, 0.1}
	for _, got := range [][]float64{rankSumChances(3, 2), rankSumChances(2, 3)} {
		for u := range want {
			if math.Abs(got[u]-want[u]) > 1e-12 {
				t.Errorf("P(U = %d) is %v, want %v", u, got[u], want[u])
			}
		}
	}
}

// The critical values of the two-sided 5 % test in published tables of U (Mann and Whitney 1947 and its reprints): U
// up to 5 rejects for 6 and 6, to 23 for 10 and 10, to 127 for 20 and 20; k is one more.
func TestRankSumIntervalsAreThoseOfTheTables(t *testing.T) {
	for _, c := range []struct{ n, m, k int }{{6, 6, 6}, {10, 10, 24}, {8, 12, 23}, {20, 20, 128}} {
		k, confidence := rankSumInterval(c.n, c.m)
		if k != c.k || confidence < 0.95 {
			t.Errorf("%d and %d: k is %d at %.4f, want %d", c.n, c.m, k, confidence, c.k)
		}
	}
}

func TestRankSumNormalMeetsTheExact(t *testing.T) {
	exact, _ := rankSumInterval(50, 50)
	normal, confidence := rankSumInterval(51, 50)
	if normal < exact-5 || normal > exact+60 || confidence < 0.949 || confidence > 0.952 {
		t.Errorf("exact k %d for 50 and 50, normal %d at %.4f for 51 and 50", exact, normal, confidence)
	}
}

func TestShiftRatioOfRuns(t *testing.T) {
	var a, b []float64
	for i := range 10 {
		a = append(a, math.Log(2)+0.001*float64(i))
		b = append(b, math.Log(1.9)+0.001*float64(i))
	}
	e := ShiftRatio(a, b)
	if math.Abs(e.Center-0.95) > 1e-3 || e.Lo > e.Center || e.Hi < e.Center || !e.HasInterval() || e.Hi >= 1 {
		t.Errorf("%+v, want about 0.95", e)
	}
	if e := ShiftRatio(a[:5], b); e.HasInterval() || e.N != 5 {
		t.Errorf("five rounds have an interval: %+v", e)
	}
	if e := ShiftRatio(nil, b); e != (Estimate{}) {
		t.Errorf("nothing has an estimate: %+v", e)
	}
}

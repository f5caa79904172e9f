package stats

import (
	"math"
	"slices"
	"testing"
)

// Published: table A.7, "confidence intervals for the population median", of a textbook's appendix
// (https://www.coursehero.com/file/5646626/A7/), with coverages to a tenth of a percent. Those from n = 25 on were
// counted with Python's whole numbers.
func TestMedianIntervalIsTheTabulatedOne(t *testing.T) {
	for _, c := range []struct {
		n, k   int
		covers float64
	}{
		{6, 1, 0.969}, {7, 1, 0.984}, {8, 1, 0.992}, {9, 2, 0.961}, {10, 2, 0.979}, {11, 2, 0.988}, {12, 3, 0.961},
		{13, 3, 0.978}, {14, 3, 0.987}, {15, 4, 0.965}, {16, 4, 0.979}, {17, 5, 0.951}, {18, 5, 0.969}, {19, 5, 0.981},
		{20, 6, 0.959}, {25, 8, 0.9567}, {30, 10, 0.9572}, {40, 14, 0.9615}, {50, 18, 0.9672}, {100, 40, 0.9648},
		{1000, 469, 0.9537},
	} {
		k, covers := MedianInterval(c.n, Level)
		if k != c.k || !near(covers, c.covers, 0.0005) {
			t.Errorf("n = %d: k = %d with %v, want %d with %v", c.n, k, covers, c.k, c.covers)
		}
	}
	for n := range 6 {
		if k, _ := MedianInterval(n, Level); k != 0 {
			t.Errorf("n = %d has an interval", n)
		}
	}
}

// Counted with Python's whole numbers.
func TestMedianIntervalOfManyRoundsIsTheExactOne(t *testing.T) {
	for _, c := range []struct {
		n, k   int
		covers float64
	}{{2000, 956, 0.95345}, {5000, 2431, 0.95068}} {
		if k, covers := MedianInterval(c.n, Level); k != c.k || !near(covers, c.covers, 1e-4) {
			t.Errorf("n = %d: k = %d with %v, want %d with %v", c.n, k, covers, c.k, c.covers)
		}
	}
}

// Snedecor and Cochran's example, as the documentation of statpsych's ci.median has it: 20.7, from 10.8 to 30.9.
func TestMedianOfThePublishedSample(t *testing.T) {
	xs := []float64{30.2, 20.4, 15.1, 10.2, 10.5, 60.8, 20.8, 25.0, 20.7, 30.9, 10.8, 5.1, 50.9, 40.0, 20.9, 10.8, 0,
		20.5, 50.8}
	e := MedianEstimate(xs, Level)
	if !near(math.Log(e.Center), 20.7, 1e-9) || !near(math.Log(e.Lo), 10.8, 1e-9) || !near(math.Log(e.Hi), 30.9, 1e-9) {
		t.Errorf("from %v to %v around %v", math.Log(e.Lo), math.Log(e.Hi), math.Log(e.Center))
	}
}

// By hand: 2 (1 + 12 + 66) ÷ 2¹² for 2 of 12, and a zero that counts against.
func TestSignPCountsTheSmallerSide(t *testing.T) {
	two := []float64{-1, -2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	zero := slices.Clone(two)
	zero[1] = 0
	for _, c := range []struct {
		xs   []float64
		want float64
	}{{two, 158.0 / 4096}, {zero, 158.0 / 4096}, {two[:4], 1}, {two[2:], 2.0 / 1024}, {nil, 1},
		{make([]float64, 9), 1}} {
		if got := signP(c.xs); !near(got, c.want, 1e-12) {
			t.Errorf("%v: %v, want %v", c.xs, got, c.want)
		}
	}
}

// By hand: the quartiles of 0, 1, …, 8 and one more value are 2.25 and 6.75, so the fences are −11.25 and 20.25.
func TestSevereOutliersLieBeyondTheOuterFences(t *testing.T) {
	nine := []float64{0, 1, 2, 3, 4, 5, 6, 7, 8}
	for _, c := range []struct {
		more float64
		want int
	}{{20, 0}, {20.25, 0}, {20.5, 1}, {-11, 0}, {-11.75, 0}, {-12.5, 1}} {
		if got := Severe(append(slices.Clone(nine), c.more)); got != c.want {
			t.Errorf("%v: %d, want %d", c.more, got, c.want)
		}
	}
	if Severe(nil) != 0 || Severe([]float64{1, 1, 1, 1, 9}) != 0 {
		t.Error("outliers without a scale")
	}
}

func TestHeavyOutliersMakeTheMedianTheHeadline(t *testing.T) {
	quiet := []float64{1.01, 0.99, 1.02, 0.98, 1.03, 0.97, 1.04, 0.96, 1.05, 0.95, 1}
	one := make([]float64, len(quiet))
	for i := range one {
		one[i] = 1
	}
	for _, c := range []struct {
		spikes, rounds int
		want           string
	}{
		{0, 11, MethodHodgesLehmann},
		{1, 11, MethodHodgesLehmann}, // 9 %
		{2, 11, MethodMedian},
		{1, 9, MethodMedian},
		{1, 8, MethodHodgesLehmann}, // the median's interval would reach to the spike
	} {
		num := slices.Clone(quiet[:c.rounds])
		for i := range c.spikes {
			num[i] = 9
		}
		e := PairedRatio(num, one[:c.rounds])
		if e.Method != c.want || !e.HasInterval() || e.N != c.rounds {
			t.Errorf("%d of %d: %+v, want the %s", c.spikes, c.rounds, e, c.want)
		}
		if c.spikes == 2 && !(near(e.Center, 1.02, 1e-9) && near(e.Lo, 0.96, 1e-9) && near(e.Hi, 9, 1e-9)) {
			t.Errorf("x₂ to x₁₀ around x₆: %+v", e)
		}
	}
}

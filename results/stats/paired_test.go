package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

// The k of n = 6 to 10, 12, 15 and 20 were computed with R's qsignrank; those to 16, and all coverages, by listing
// all 2ⁿ signs in Python; those above by counting with Python's whole numbers.
func TestSignedRankIntervalIsTheTabulatedOne(t *testing.T) {
	for _, c := range []struct {
		n          int
		k          int64
		confidence float64
	}{
		{6, 1, 0.96875}, {7, 3, 0.953125}, {8, 4, 0.9609375}, {9, 6, 0.9609375}, {10, 9, 0.951171875},
		{11, 11, 0.9580078125}, {12, 14, 0.95751953125}, {13, 18, 0.9521484375}, {14, 22, 0.9505615234375},
		{15, 26, 0.95208740234375}, {16, 30, 0.9556884765625}, {20, 53, 0.9515590667724609},
		{25, 90, 0.9517375826835632}, {30, 138, 0.9502898789942265}, {40, 265, 0.9502394321807515},
		{50, 435, 0.9505535931993983},
	} {
		k, confidence := signedRankInterval(c.n, Level)
		if k != c.k || !near(confidence, c.confidence, 1e-12) {
			t.Errorf("n = %d: k = %d with %v, want %d with %v", c.n, k, confidence, c.k, c.confidence)
		}
	}
}

// The exact figures at 60 and 100 were counted in Python: k = 649 with 0.9507 and k = 1956 with 0.9501.
func TestSignedRankIntervalOfManyRoundsIsCloseToTheExactOne(t *testing.T) {
	for _, c := range []struct {
		n     int
		exact int64
	}{{60, 649}, {100, 1956}} {
		k, confidence := signedRankInterval(c.n, Level)
		if k > c.exact || k < c.exact-c.exact/100-1 {
			t.Errorf("n = %d: k = %d, exact %d", c.n, k, c.exact)
		}
		if confidence < Level || confidence > Level+0.002 {
			t.Errorf("n = %d: confidence %v", c.n, confidence)
		}
	}
}

// The Hamilton depression scale factor of nine patients: Hollander, Wolfe and Chicken, table 3.1, and the example of
// R's wilcox.test. The book gives the estimate 0.46 (as −0.46, after less before) and the 96.1 % interval from 0.010
// to 0.786.
func TestWalshAveragesGiveThePublishedEstimate(t *testing.T) {
	x := []float64{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30}
	y := []float64{0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29}
	var diffs, num, den []float64
	for i := range x {
		diffs = append(diffs, x[i]-y[i])
		num, den = append(num, math.Exp(x[i])), append(den, math.Exp(y[i]))
	}
	w := newWalsh(diffs)
	k, confidence := signedRankInterval(len(diffs), Level)
	if !near(w.median(), 0.46, 1e-12) || !near(w.kth(k), 0.010, 1e-12) || !near(w.kth(w.count()+1-k), 0.786, 1e-12) {
		t.Errorf("got %v, from %v to %v", w.median(), w.kth(k), w.kth(w.count()+1-k))
	}
	if !near(confidence, 0.961, 0.0005) {
		t.Errorf("confidence %v", confidence)
	}
	e := PairedRatio(num, den)
	if !near(math.Log(e.Center), 0.46, 1e-9) || !near(math.Log(e.Lo), 0.010, 1e-9) ||
		!near(math.Log(e.Hi), 0.786, 1e-9) {
		t.Errorf("as a ratio: %+v", e)
	}
}

// The wanted figures come from a separate program in Python, which lists the Walsh averages and all 2ⁿ signs.
func TestPairedRatioAgreesWithListingEverything(t *testing.T) {
	for _, c := range []struct {
		num, den []float64
		want     Estimate
	}{
		{
			[]float64{207.9, 208.9, 200.4, 195.5, 193.6, 200.2},
			[]float64{98.9, 97.7, 102.6, 102.4, 103.7, 99.2},
			Estimate{1.9979528564155806, 1.866923818707811, 2.1381780962128967, 0.96875, 6, MethodHodgesLehmann},
		}, {
			[]float64{200.0, 199.6, 191.2, 203.3, 201.9, 214.9, 201.2},
			[]float64{101.6, 105.8, 102.6, 104.8, 100.9, 102.7, 105.2},
			Estimate{1.9416329638020746, 1.886578449905482, 2.0295564244603015, 0.953125, 7, MethodHodgesLehmann},
		}, {
			[]float64{204.2, 200.8, 193.6, 202.7, 200.5, 204.4, 201.3, 206.6},
			[]float64{101.8, 102.6, 104.1, 98.7, 100.8, 100.5, 108.2, 101.7},
			Estimate{1.9852170628619497, 1.9078116021726639, 2.0338308457711443, 0.9609375, 8, MethodHodgesLehmann},
		}, {
			[]float64{204.0, 203.8, 198.3, 190.9, 205.9, 197.6, 204.4, 192.3, 197.4, 207.7},
			[]float64{106.5, 98.1, 98.0, 101.9, 104.3, 102.5, 102.9, 99.0, 103.8, 105.5},
			Estimate{1.955528110513787, 1.9154929577464788, 2.001239763927649, 0.951171875, 10, MethodHodgesLehmann},
		}, {
			[]float64{197.4, 191.6, 195.5, 204.6, 189.9, 199.4, 194.1, 199.2, 198.5, 200.1, 209.2, 202.5},
			[]float64{106.2, 101.6, 100.5, 103.2, 93.7, 101.9, 102.5, 98.3, 103.4, 100.3, 94.7, 101.3},
			Estimate{1.961432734402556, 1.9196598508530802, 2.0264496439471005, 0.95751953125, 12, MethodHodgesLehmann},
		}, { // ties and ratios of 1
			[]float64{2, 2, 2, 4, 1, 2, 2, 8},
			[]float64{1, 1, 1, 2, 1, 2, 1, 2},
			Estimate{2, math.Sqrt2, 2 * math.Sqrt2, 0.9609375, 8, MethodHodgesLehmann},
		},
	} {
		got := PairedRatio(c.num, c.den)
		if !alikeEstimates(got, c.want) {
			t.Errorf("got %+v, want %+v", got, c.want)
		}
		inverse := PairedRatio(c.den, c.num)
		if !alikeEstimates(inverse, Estimate{1 / c.want.Center, 1 / c.want.Hi, 1 / c.want.Lo, got.Confidence, got.N,
			got.Method}) {
			t.Errorf("the inverse of %+v is %+v", got, inverse)
		}
	}
}

func alikeEstimates(a, b Estimate) bool {
	return near(a.Center, b.Center, 1e-12) && near(a.Lo, b.Lo, 1e-12) && near(a.Hi, b.Hi, 1e-12) &&
		near(a.Confidence, b.Confidence, 1e-12) && a.N == b.N && a.Method == b.Method
}

func TestPairedRatioOfFewRoundsIsAMedianWithoutInterval(t *testing.T) {
	for _, c := range []struct {
		num, den []float64
		want     float64
	}{
		{[]float64{6}, []float64{3}, 2},
		{[]float64{6, 2}, []float64{3, 4}, 1}, // √(2 × ½)
		{[]float64{6, 9, 2}, []float64{3, 3, 2}, 2},
		{[]float64{1, 2, 3, 4, 5}, []float64{1, 1, 1, 1, 1}, 3},
	} {
		got := PairedRatio(c.num, c.den)
		if !near(got.Center, c.want, 1e-12) || got.HasInterval() || got.Method != MethodMedian || got.N != len(c.num) {
			t.Errorf("%v ÷ %v: %+v, want %v", c.num, c.den, got, c.want)
		}
	}
}

func TestPairedRatioOfEqualTimesIsOneWithNoWidth(t *testing.T) {
	x := []float64{3, 1, 4, 1, 5, 9}
	if got, want := PairedRatio(x, x), (Estimate{1, 1, 1, 0.96875, 6, MethodHodgesLehmann}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPairedRatioLeavesOutWhatIsNoRatio(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	got := PairedRatio(
		[]float64{2, 0, -1, nan, inf, 1, 1, 1, inf, 1e300, 1e-300, 6},
		[]float64{1, 1, 1, 1, 1, 0, nan, inf, inf, 1e-300, 1e300, 3})
	if got != (Estimate{Center: 2, N: 2, Method: MethodMedian}) {
		t.Errorf("got %+v", got)
	}
	if got := PairedRatio([]float64{nan}, []float64{1}); got != (Estimate{}) {
		t.Errorf("nothing left: %+v", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("slices of different lengths were paired")
		}
	}()
	PairedRatio([]float64{1}, nil)
}

func TestKthWalshAverageIsThatOfTheSortedList(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := 1; n <= 24; n++ {
		xs := make([]float64, n)
		for i := range xs {
			xs[i] = float64(rng.IntN(9)-4) / 8 // ties, zeros and both signs
			if n%2 == 0 {
				xs[i] = rng.NormFloat64()
			}
		}
		var list []float64
		for i := range xs {
			for j := i; j < n; j++ {
				list = append(list, (xs[i]+xs[j])/2)
			}
		}
		slices.Sort(list)
		w := newWalsh(xs)
		if w.count() != int64(len(list)) {
			t.Fatalf("n = %d: %d averages, want %d", n, w.count(), len(list))
		}
		for k, want := range list {
			if got := w.kth(int64(k) + 1); got != want {
				t.Fatalf("n = %d: average %d is %v, want %v", n, k+1, got, want)
			}
		}
		if got, want := w.median(), Quantile(list, 0.5); !near(got, want, 1e-15) {
			t.Fatalf("n = %d: median %v, want %v", n, got, want)
		}
	}
}

// Many averages, so that they are searched and not only listed: spread evenly, with a few far away, and nearly all alike.
func TestKthOfManyWalshAveragesIsThatOfTheSortedList(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for what, x := range map[string]func(i int) float64{
		"normal": func(int) float64 { return rng.NormFloat64() },
		"spikes": func(i int) float64 { return rng.NormFloat64() * math.Pow(10, float64(i%7*i%5)) },
		"ties":   func(i int) float64 { return float64(i % 3 / 2) },
		"one":    func(i int) float64 { return float64(max(0, i-298)) },
		"huge":   func(i int) float64 { return math.Copysign(1e307, float64(i%2)-0.5) / float64(i%9+1) },
		"tiny":   func(i int) float64 { return float64(i%11-5) * math.SmallestNonzeroFloat64 },
	} {
		xs := make([]float64, 300)
		for i := range xs {
			xs[i] = x(i)
		}
		w := newWalsh(xs)
		list := w.within(math.Inf(-1), math.Inf(1))
		if int64(len(list)) != w.count() {
			t.Fatalf("%s: %d averages of %d", what, len(list), w.count())
		}
		for k := 1; k <= len(list); k += 1 + rng.IntN(200) {
			if got := w.kth(int64(k)); got != list[k-1] {
				t.Fatalf("%s: average %d is %v, want %v", what, k, got, list[k-1])
			}
		}
		if got, want := w.median(), Quantile(list, 0.5); !near(got, want, 1e-12) && got != want {
			t.Errorf("%s: median %v, want %v", what, got, want)
		}
	}
}

func TestPairedRatioOfManyRoundsIsQuickAndCoversTheTruth(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	num, den := make([]float64, 100_000), make([]float64, 100_000)
	for i := range num {
		pace := math.Exp(rng.NormFloat64())
		num[i], den[i] = 2*pace*math.Exp(0.1*rng.NormFloat64()), pace
	}
	e := PairedRatio(num, den) // five thousand million Walsh averages
	if e.Lo > 2 || e.Hi < 2 || e.Hi-e.Lo > 0.01 {
		t.Errorf("got %+v", e)
	}
}

// One run in twenty-five misses the truth at n = 8, where the interval covers 96.1 %. The bounds are five standard
// deviations of the count away.
func TestPairedRatioCoversAsOftenAsItSays(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	const runs, n = 4000, 8
	missed := 0
	for range runs {
		num, den := make([]float64, n), make([]float64, n)
		for i := range num {
			num[i], den[i] = math.Exp(0.03*rng.NormFloat64()), 1
			if rng.IntN(5) == 0 {
				num[i] = math.Exp(0.3 * rng.NormFloat64()) // a spike
			}
		}
		if e := PairedRatio(num, den); e.Lo > 1 || e.Hi < 1 {
			missed++
		}
	}
	want := 0.0390625 * runs
	if sd := math.Sqrt(want); !near(float64(missed), want, 5*sd) {
		t.Errorf("missed %d times in %d, want about %.0f", missed, runs, want)
	}
}

package scaling

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// says fails where no sentence of a fit has the text in it.
func says(t *testing.T, f Fit, text string) {
	t.Helper()
	if !slices.ContainsFunc(f.Words, func(w string) bool { return strings.Contains(w, text) }) {
		t.Errorf("no sentence says %q: %q", text, f.Words)
	}
}

// noisy makes a series of rounds whose throughput follows the USL: each cell with its own noise, each round with its
// own pace.
func noisy(rng *rand.Rand, workers []int, rounds int, sigma, kappa, noise float64) Series {
	var rows [][]float64
	for range rounds {
		pace := 0.2 * rng.NormFloat64()
		x := make([]float64, len(workers))
		for i, n := range workers {
			x[i] = uslCapacity(sigma, kappa, float64(n)) * math.Exp(pace+noise*rng.NormFloat64())
		}
		one := x[0]
		for i := range x {
			x[i] /= one
		}
		rows = append(rows, x)
	}
	return Series{Workload: "w", Mode: "m", Points: points(workers, rows), Rounds: rows}
}

func TestTwoCoresGiveASerialFractionAndNoUSL(t *testing.T) {
	f := Analyse(noisy(rand.New(rand.NewPCG(1, 1)), []int{1, 2}, 12, 0.1, 0, 0.01))
	if f.Identifiable || f.USL.Kappa.N != 0 || f.Peak.N != 0 || f.Amdahl.Sigma.HasInterval() {
		t.Errorf("%+v", f)
	}
	near(t, "σ", f.Amdahl.Sigma.Center, f.KarpFlatt.Fractions[0].Serial.Center, 1e-6)
	if !f.KarpFlatt.Fractions[0].Serial.HasInterval() {
		t.Error("the serial fraction has no interval")
	}
	says(t, f, "needs at least 4 numbers of workers for an interval, better 6")
	if _, err := f.Predict(3); err == nil {
		t.Error("a prediction beyond what was measured")
	}
	if p, err := f.Predict(2); err != nil || p.Law != lawAmdahl {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestThreePointsHaveAUSLWithoutAnInterval(t *testing.T) {
	f := Analyse(table([]int{1, 4, 16}, 1, 3, 4))
	if f.USL.Kappa.N != 3 || f.USL.Kappa.HasInterval() || f.DF != 0 || f.Identifiable || f.USL.AICc != nil {
		t.Errorf("%+v", f.USL)
	}
	if !f.Amdahl.Sigma.HasInterval() {
		t.Error("Amdahl's law has one degree of freedom, and no interval")
	}
	says(t, f, "there are 3")
}

func TestRepeatedRowsAreNoNewNumbersOfWorkers(t *testing.T) {
	f := Analyse(table([]int{1, 1, 4, 4, 16, 16}, 1, 1.1, 3, 2.9, 4, 4.1))
	if f.Identifiable || f.USL.Kappa.HasInterval() || f.DF != 3 {
		t.Errorf("%+v", f)
	}
}

func TestKappaThatMayBeZeroGivesNoPeak(t *testing.T) {
	// A straight line with little bend and much noise.
	f := Analyse(table([]int{1, 2, 3, 4, 5, 6}, 1, 2.1, 2.7, 4.1, 4.4, 5.5))
	if f.Identifiable || f.Peak.N != 0 || f.Law != lawAmdahl {
		t.Errorf("%+v", f)
	}
	for _, w := range f.Words {
		if strings.Contains(w, "peaks at") || strings.Contains(w, "would peak") {
			t.Errorf("%q", w)
		}
	}
	if _, err := f.Predict(7); err == nil || !strings.Contains(err.Error(), "don't settle") {
		t.Errorf("%v", err)
	}
}

func TestTwoPointsAboveAKneeAreEnoughWhenExact(t *testing.T) {
	s := Series{}
	for _, n := range []int{1, 2, 4, 8} {
		s.Points = append(s.Points, Point{Workers: n, Throughput: 50 * uslCapacity(0.1, 0.02, float64(n))})
	}
	f := Analyse(s)
	near(t, "σ", f.USL.Sigma.Center, 0.1, 1e-8)
	near(t, "κ", f.USL.Kappa.Center, 0.02, 1e-8)
	near(t, "γ", f.USL.Gamma.Center, 50, 1e-6)
	near(t, "peak", f.Peak.Center, math.Sqrt(0.9/0.02), 1e-5)
	says(t, f, "through 4 numbers of workers; 6 or more are better")
}

func TestExactAmdahlHasNoPeak(t *testing.T) {
	s := Series{}
	for _, n := range []int{1, 2, 3, 4, 6, 8, 12} {
		s.Points = append(s.Points, Point{Workers: n, Throughput: amdahlSpeedup(0.1, float64(n))})
	}
	f := Analyse(s)
	near(t, "σ", f.Amdahl.Sigma.Center, 0.1, 1e-8)
	if f.Identifiable || f.USL.Kappa.Center != 0 {
		t.Errorf("%+v", f.USL)
	}
}

func TestGustafsonsLineIsFound(t *testing.T) {
	s := Series{}
	for _, n := range []int{1, 2, 4, 8} {
		s.Points = append(s.Points, Point{Workers: n, Throughput: 3 * gustafsonSpeedup(0.2, float64(n))})
	}
	f := Analyse(s)
	near(t, "α", f.Gustafson.Alpha.Center, 0.2, 1e-8)
	near(t, "γ", f.Gustafson.Gamma.Center, 3, 1e-7)
}

func TestThroughputThatOnlyFallsPeaksAtOneWorker(t *testing.T) {
	s := Series{}
	for _, n := range []int{1, 2, 3, 4, 6, 8} {
		s.Points = append(s.Points, Point{Workers: n, Throughput: uslCapacity(1.2, 0.1, float64(n))})
	}
	f := Analyse(s)
	if !f.Identifiable || f.Peak.Center != 1 {
		t.Errorf("%v, %+v", f.Identifiable, f.Peak)
	}
	says(t, f, "falls from the first worker on")
}

func TestVariancesWeigh(t *testing.T) {
	s := Series{}
	for _, n := range []int{1, 2, 4, 8, 16} {
		s.Points = append(s.Points, Point{Workers: n, Throughput: amdahlSpeedup(0.1, float64(n)), Variance: 1e-6})
	}
	s.Points[4].Throughput, s.Points[4].Variance = 12, 1e6
	near(t, "σ", Analyse(s).Amdahl.Sigma.Center, 0.1, 1e-4)
	s.Points[0].Variance = 0 // not known: all weigh alike
	if x := Analyse(s).Amdahl.Sigma.Center; x > 0.05 {
		t.Errorf("σ = %v", x)
	}
}

func TestALawThatMissesThePointsSaysSo(t *testing.T) {
	s := noisy(rand.New(rand.NewPCG(2, 2)), []int{1, 2, 3, 4, 6, 8}, 12, 0.05, 0.001, 0.002)
	for _, row := range s.Rounds {
		row[3] *= 1.2 // four workers find something that no law knows
	}
	f := Analyse(Series{Points: points([]int{1, 2, 3, 4, 6, 8}, s.Rounds), Rounds: s.Rounds})
	says(t, f, "misses the points by more than the rounds' noise")
	if f.USL.Sigma.Method != methodProfile || f.USL.Sigma.N != 6 {
		t.Errorf("%+v", f.USL.Sigma)
	}
}

func TestTheSameSeriesHasTheSameIntervals(t *testing.T) {
	s := noisy(rand.New(rand.NewPCG(5, 5)), []int{1, 2, 4, 8}, 8, 0.1, 0.01, 0.02)
	a, b := Analyse(s), Analyse(s)
	if a.USL.Kappa != b.USL.Kappa || a.USL.Sigma != b.USL.Sigma || a.Peak != b.Peak {
		t.Errorf("%+v, then %+v", a.USL, b.USL)
	}
	if a.USL.Kappa.Method != methodBootstrap || a.USL.Kappa.N != 8 {
		t.Errorf("%+v", a.USL.Kappa)
	}
}

func TestFitInJSONHasItsNamesAndReadsBack(t *testing.T) {
	f := Analyse(specsdm91())
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"usl", "amdahl", "gustafson", "karp_flatt", "identifiable", "words", "df", "points",
		"peak"} {
		if m[name] == nil {
			t.Errorf("no %q in %s", name, text)
		}
	}
	usl := m["usl"].(map[string]any)
	for _, name := range []string{"sigma", "kappa", "gamma"} {
		e := usl[name].(map[string]any)
		if e["center"] == nil || e["lo"] == nil || e["hi"] == nil {
			t.Errorf("%s: %v", name, e)
		}
	}
	var back Fit
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	p, err := back.Predict(300)
	q, _ := f.Predict(300)
	if err != nil || math.Abs(p.Throughput.Center-q.Throughput.Center) > 1e-6 || p.Throughput.HasInterval() ||
		!p.Beyond {
		t.Errorf("%+v, %v, want %+v", p, err, q)
	}
}

func TestHostileSeriesAreAnswered(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, s := range []Series{
		{},
		{Points: []Point{{}}},
		table([]int{1}, 5),
		table([]int{1, 1, 1, 1, 1}, 5, 6, 7, 8, 9),
		table([]int{2, 3, 4, 5}, nan, inf, 0, -1),
		table([]int{1, 2, 3, 4, 5, 6}, nan, 2, 3, 4, 5, 6),
		table([]int{-5, 0, 1, 2, 3, 4}, 1, 1, 1, 1, 1, 1),
		table([]int{1, 2, 3, 4}, 1e100, 1e-100, 1e100, 1e-100),
		table([]int{1, 10, 100, 1000, 10000, 1000000}, 1e-100, 1e-50, 1, 1e20, 1e50, 1e100),
		table([]int{999999, 1000000, 999998, 999997}, 1, 1, 1, 1),
		table([]int{1, 2, 3, 4, 5}, 1, 1, 1, 1, 1),
		table([]int{8, 9, 10, 11, 12}, 5, 4, 3, 2, 1),
		{Points: []Point{{Workers: 1, Throughput: 1, Variance: nan}, {Workers: 2, Throughput: 2, Variance: inf},
			{Workers: 3, Throughput: 3, Variance: -1}, {Workers: 4, Throughput: 3, Variance: 1e-300}}},
		{Points: []Point{{Workers: 1, Throughput: 1}, {Workers: 2, Throughput: 2}, {Workers: 3, Throughput: 3},
			{Workers: 4, Throughput: 4}},
			Rounds: [][]float64{{1}, nil, {1, 2, 3, nan}, {1, 2, 3, 4}, {1, 2, 3, 4}, {1, 2, 3, 4}, {1, 2, 3, 4},
				{1, 2, 3, 4}, {1, 2, 3, 4}}},
	} {
		checkFit(t, Analyse(s))
	}
}

// checkFit fails where a fit holds what no fit may.
func checkFit(t *testing.T, f Fit) {
	t.Helper()
	if _, err := json.Marshal(f); err != nil { // no infinite numbers, among others
		t.Fatal(err)
	}
	if len(f.Words) == 0 {
		t.Fatal("no words")
	}
	for _, e := range []struct{ lo, center, hi, confidence float64 }{
		{f.USL.Sigma.Lo, f.USL.Sigma.Center, f.USL.Sigma.Hi, f.USL.Sigma.Confidence},
		{f.USL.Kappa.Lo, f.USL.Kappa.Center, f.USL.Kappa.Hi, f.USL.Kappa.Confidence},
		{f.USL.Gamma.Lo, f.USL.Gamma.Center, f.USL.Gamma.Hi, f.USL.Gamma.Confidence},
		{f.Amdahl.Sigma.Lo, f.Amdahl.Sigma.Center, f.Amdahl.Sigma.Hi, f.Amdahl.Sigma.Confidence},
		{f.Gustafson.Alpha.Lo, f.Gustafson.Alpha.Center, f.Gustafson.Alpha.Hi, f.Gustafson.Alpha.Confidence},
		{f.Peak.Lo, f.Peak.Center, f.Peak.Hi, f.Peak.Confidence},
	} {
		if e.center < 0 || e.confidence > 0 && !(0 <= e.lo && e.lo <= e.center && e.center <= e.hi) {
			t.Fatalf("%+v in %+v", e, f)
		}
	}
	if f.Identifiable && (f.Peak.N == 0 || f.USL.Kappa.Lo <= 0 || f.Law != lawUSL) {
		t.Fatalf("%+v", f)
	}
	for _, n := range []int{-1, 0, 1, 3, math.MaxInt} {
		p, err := f.Predict(n)
		if err == nil && (math.IsNaN(p.Throughput.Center) || p.Throughput.Center < 0 || p.Beyond && !f.Identifiable) {
			t.Fatalf("%d workers: %+v", n, p)
		}
	}
}

func TestTheLongestTableIsFitted(t *testing.T) {
	s := Series{}
	rng := rand.New(rand.NewPCG(6, 6))
	for i := range maxRows {
		n := 1 + i%64
		s.Points = append(s.Points, Point{Workers: n,
			Throughput: uslCapacity(0.05, 0.001, float64(n)) * (1 + 0.1*rng.Float64())})
	}
	near(t, "σ", Analyse(s).USL.Sigma.Center, 0.05, 0.02)
}

package stats

import (
	"bufio"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// observations reads the numbers of a file of NIST's.
func observations(t *testing.T, name string) []float64 {
	t.Helper()
	f, err := os.Open("testdata/nist/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var xs []float64
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		for _, word := range strings.Fields(lines.Text()) {
			x, err := strconv.ParseFloat(word, 64)
			if err != nil {
				t.Fatal(err)
			}
			xs = append(xs, x)
		}
	}
	return xs
}

// numAcc is a data set that NIST made up: a first value, and 500 pairs around it.
func numAcc(first, below, above float64) []float64 {
	xs := []float64{first}
	for range 500 {
		xs = append(xs, below, above)
	}
	return xs
}

// NIST, Statistical Reference Datasets, univariate summary statistics, https://www.itl.nist.gov/div898/strd/: the
// certified mean, standard deviation and lag-1 autocorrelation. Those of NumAcc1 to NumAcc4 are exact.
func TestCertifiedValuesOfNIST(t *testing.T) {
	for _, c := range []struct {
		name         string
		xs           []float64
		n            int
		mean, sd, r1 float64
	}{
		{"Lew", observations(t, "Lew"), 200, -177.435, 277.332168044316, -0.307304800605679},
		{"Lottery", observations(t, "Lottery"), 218, 518.958715596330, 291.699727470969, -0.120948622967393},
		{"Mavro", observations(t, "Mavro"), 50, 2.001856, 0.000429123454003053, 0.937989183438248},
		{"Michelso", observations(t, "Michelso"), 100, 299.8524, 0.0790105478190518, 0.535199668621283},
		{"NumAcc1", []float64{10000001, 10000003, 10000002}, 3, 10000002, 1, -0.5},
		{"NumAcc2", numAcc(1.2, 1.1, 1.3), 1001, 1.2, 0.1, -0.999},
		{"NumAcc3", numAcc(1000000.2, 1000000.1, 1000000.3), 1001, 1000000.2, 0.1, -0.999},
		{"NumAcc4", numAcc(10000000.2, 10000000.1, 10000000.3), 1001, 10000000.2, 0.1, -0.999},
	} {
		if len(c.xs) != c.n {
			t.Errorf("%s has %d observations, want %d", c.name, len(c.xs), c.n)
		}
		for what, v := range map[string]struct{ got, want float64 }{
			"mean": {Mean(c.xs), c.mean}, "standard deviation": {StdDev(c.xs), c.sd},
			"autocorrelation": {Lag1(c.xs), c.r1},
		} {
			if digits := -math.Log10(math.Abs(v.got-v.want) / math.Abs(v.want)); !(digits >= 8) {
				t.Errorf("%s: the %s is %v, certified %v: %.1f digits", c.name, what, v.got, v.want, digits)
			}
		}
	}
}

// By hand: of 1, 2, 3, 4 the mean is 2.5, the products of neighbours add up to 0.75 − 0.25 + 0.75, the squares to 5.
func TestAutocorrelationOfNeighbours(t *testing.T) {
	for _, c := range []struct {
		xs   []float64
		want float64
	}{
		{[]float64{1, 2, 3, 4}, 0.25},
		{[]float64{1, -1, 1, -1}, -0.75},
		{[]float64{2, 2, 2}, 0},
		{nil, 0},
	} {
		if got := Lag1(c.xs); !near(got, c.want, 1e-12) || math.IsNaN(got) {
			t.Errorf("%v: %v, want %v", c.xs, got, c.want)
		}
	}
}

// By hand: (1 − 0.5) ÷ (1 + 0.5) is a third.
func TestRoundsThatAreAlikeCountForLess(t *testing.T) {
	for _, c := range []struct {
		n    int
		r    float64
		want float64
	}{{30, 0.5, 10}, {30, 0, 30}, {30, -0.5, 30}, {6, 0.99, 1}, {6, 1, 1}, {0, 0.5, 0}} {
		if got := EffectiveRounds(c.n, c.r); !near(got, c.want, 1e-12) {
			t.Errorf("%d rounds with r = %v: %v, want %v", c.n, c.r, got, c.want)
		}
	}
}

func TestDependenceIsJudgedByTheNumberOfRounds(t *testing.T) {
	for _, c := range []struct {
		r    float64
		n    int
		want bool
	}{{0.35, 30, false}, {0.36, 30, true}, {-0.36, 30, true}, {0.6, 10, false}, {0.63, 10, true}, {0.9, 5, false}} {
		if got := Dependent(c.r, c.n); got != c.want {
			t.Errorf("r = %v in %d rounds: %v", c.r, c.n, got)
		}
	}
}

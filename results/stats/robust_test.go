package stats

import "testing"

// Wanted by hand from h = (n−1)p; R's quantile(c(15, 20, 35, 40, 50), p) prints the same.
func TestQuantileIsThatOfDefinitionSeven(t *testing.T) {
	xs := []float64{50, 15, 40, 20, 35}
	for _, c := range []struct{ p, want float64 }{
		{0, 15}, {0.05, 16}, {0.25, 20}, {0.3, 23}, {0.4, 29}, {0.5, 35}, {0.75, 40}, {0.9, 46}, {1, 50},
	} {
		if got := Quantile(xs, c.p); !near(got, c.want, 1e-12) {
			t.Errorf("quantile %v is %v, want %v", c.p, got, c.want)
		}
	}
	if xs[0] != 50 {
		t.Error("the values were sorted in place")
	}
	if got := Quantile([]float64{7}, 0.9); got != 7 {
		t.Errorf("quantile of one value is %v", got)
	}
}

func TestMedianIsInTheMiddle(t *testing.T) {
	for _, c := range []struct {
		xs   []float64
		want float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{4, 1}, 2.5}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 3, 2}, 2.5}} {
		if got := Median(c.xs); got != c.want {
			t.Errorf("median of %v is %v, want %v", c.xs, got, c.want)
		}
	}
}

func TestTooFewValuesHaveNoSpread(t *testing.T) {
	if StdDev([]float64{5}) != 0 || StdDev(nil) != 0 || Mean(nil) != 0 {
		t.Error("too few values have a spread or a mean")
	}
}

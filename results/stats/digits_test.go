package stats

import (
	"math"
	"testing"
)

func TestDigitsHaveNoExponent(t *testing.T) {
	for _, c := range []struct {
		x    float64
		n    int
		want string
	}{{0, 3, "0"}, {1, 3, "1"}, {1.2345, 3, "1.23"}, {999.6, 3, "1000"}, {1234, 3, "1230"}, {-2260, 3, "-2260"}, {128, 2, "130"},
		{461e6, 4, "461000000"}, {0.00241, 3, "0.00241"}, {0.000012345, 3, "0.0000123"}, {1e300, 3, "1e+300"},
		{1e-9, 3, "1e-09"}, {math.Inf(1), 3, "+Inf"}, {math.NaN(), 3, "NaN"}} {
		if got := Digits(c.x, c.n); got != c.want {
			t.Errorf("%v in %d digits is %s, want %s", c.x, c.n, got, c.want)
		}
	}
}

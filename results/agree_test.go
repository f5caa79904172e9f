package results

import "testing"

func TestVerbsGoWithTheirModes(t *testing.T) {
	for mode, want := range map[string]string{"goroutines": "reach", "threads:cut=static": "reach", "python-threads:python=3.11": "reach",
		"processes": "reach", "python-interpreters": "reach", "processes-pipe": "reaches", "gil-ticks": "reaches", "serial": "reaches",
		"gomaxprocs1": "reaches", "python-serial": "reaches"} {
		if got := Agree(mode, "reaches", "reach"); got != want {
			t.Errorf("%s %s", mode, got)
		}
	}
}

func TestLargeNumbersHaveNoDecimalsAndCostsBelowZeroAWord(t *testing.T) {
	large := Estimate{Center: 1e7, Lo: 9e6, Hi: 1.1e7, Confidence: 0.95, N: 8}
	if got := large.String(); got != "10000000 (9000000–11000000)" {
		t.Error(got)
	}
	for _, c := range []struct {
		center, lo, hi float64
		want           string
	}{
		{-2.7e-6, -15.5e-6, 17.5e-6, "too small to be seen (-15.5 to 17.5 µs)"},
		{-9e-6, -12e-6, -3e-6, "-9.0 µs (-12.0 to -3.0 µs)"},
		{40e-9, 35e-9, 48e-9, "40 ns (35–48 ns)"},
	} {
		if got := SecondsOf(Estimate{Center: c.center, Lo: c.lo, Hi: c.hi, Confidence: 0.95, N: 8}); got != c.want {
			t.Errorf("%q, %q expected", got, c.want)
		}
	}
}

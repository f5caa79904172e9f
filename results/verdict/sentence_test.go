package verdict

import (
	"testing"

	"corerace/results"
	"corerace/results/stats"
)

func TestSentenceSaysWhoWonAndByHowMuch(t *testing.T) {
	serial, g2, p2 := results.Cell{Workload: "mandelbrot", Mode: "serial", Workers: 1, Build: ""},
		results.Cell{Workload: "mandelbrot", Mode: "goroutines", Workers: 2, Build: ""},
		results.Cell{Workload: "mandelbrot", Mode: "processes", Workers: 2, Build: ""}
	hl := func(center, lo, hi float64, n int) stats.Estimate {
		return stats.Estimate{Center: center, Lo: lo, Hi: hi, Confidence: 0.95, N: n, Method: stats.MethodHodgesLehmann}
	}
	few := func(n int) stats.Estimate { return stats.Estimate{Center: 1.1, N: n, Method: stats.MethodMedian} }
	for _, c := range []struct {
		v    Verdict
		want string
	}{
		{Verdict{Best: p2, Next: g2, BestMeasured: hl(1.963, 1.9, 2, 12), Ratio: hl(1.04, 1.02, 1.06, 12),
			Decided: true},
			"processes ×2 won, 1.96× as fast as serial, and beat goroutines ×2, " +
				"the runner-up, by a factor of 1.04 (1.02–1.06)."},
		{Verdict{Best: p2, Next: g2, Ratio: hl(1.04, 1.02, 1.06, 12), Decided: true},
			"processes ×2 won, and beat goroutines ×2, the runner-up, by a factor of 1.04 (1.02–1.06)."},
		{Verdict{Best: g2, Next: serial, BestMeasured: hl(1.04, 1.02, 1.06, 12), Ratio: hl(1.04, 1.02, 1.06, 12),
			Decided: true},
			"goroutines ×2 won, 1.04 (1.02–1.06) times as fast as serial, the runner-up."},
		{Verdict{Best: serial, Next: g2, BestMeasured: hl(1, 1, 1, 12), Ratio: hl(1.04, 1.02, 1.06, 12), Decided: true},
			"no mode beat serial: goroutines ×2 came closest and took 1.04 (1.02–1.06) times as long."},
		{Verdict{Best: g2, Next: p2, BestMeasured: hl(1.97, 1.9, 2, 12), NextMeasured: hl(1.96, 1.9, 2, 12),
			Ratio: hl(1.003, 0.99, 1.02, 12), RoundsNeeded: 337},
			"goroutines ×2 (1.97×) and processes ×2 (1.96×) can't be told apart after 12 rounds: " +
				"their ratio is 1.003 (0.99–1.02); about 340 rounds would show a difference this small."},
		{Verdict{Best: g2, Next: p2, Ratio: hl(1.003, 0.998, 1.02, 12), RoundsNeeded: 1_000_000},
			"goroutines ×2 and processes ×2 can't be told apart after 12 rounds: " +
				"their ratio is 1.003 (0.998–1.020); a difference this small " +
				"would take a million rounds or more to show."},
		{Verdict{Best: serial, Next: p2, BestMeasured: hl(1, 1, 1, 6), NextMeasured: hl(1, 0.9, 1.1, 6),
			Ratio: hl(1, 0.9, 1.1, 6)},
			"serial (1.00×) and processes ×2 (1.00×) can't be told apart " +
				"after 6 rounds: their ratio is 1.000 (0.90–1.10)."},
		{Verdict{Best: g2, Next: p2, BestMeasured: hl(1.97, 1.9, 2, 12), NextMeasured: hl(1.96, 1.9, 2, 12),
			Ratio: hl(1.003, 0.99, 1.02, 12), Ratio90: hl(1.003, 0.998, 1.012, 12), Equivalent: true,
			RoundsNeeded: 337},
			"goroutines ×2 (1.97×) and processes ×2 (1.96×) are equal within 5 %: " +
				"after 12 rounds their ratio is 1.003 (0.998–1.012), with 90 % confidence."},
		{Verdict{Best: g2, Next: p2, Ratio: hl(1.03, 1.01, 1.07, 12), NoiseFloor: 0.0408, RoundsNeeded: 40},
			"goroutines ×2 and processes ×2 can't be told apart after 12 rounds: " +
				"their ratio is 1.030 (1.01–1.07), below today's noise floor of 4.1 %; " +
				"about 40 rounds would show a difference this small."},
		{Verdict{Best: g2, Next: p2, Ratio: hl(1.3, 1.2, 1.4, 6), Family: 4, HolmLevel: 0.9875, RoundsNeeded: 8},
			"goroutines ×2 and processes ×2 can't be told apart after 6 rounds: their ratio is 1.300 (1.20–1.40) with 95 % " +
				"confidence, and 4 verdicts ask for 98.7 %, which 6 rounds can't have; about 8 rounds would show a difference " +
				"this small."},
		{Verdict{Best: g2, Next: p2, Ratio: hl(1.3, 1.2, 1.4, 12), RatioHolm: hl(1.3, 0.98, 1.6, 12), Family: 36,
			HolmLevel: 1 - 0.05/13, RoundsNeeded: 13},
			"goroutines ×2 and processes ×2 can't be told apart after 12 rounds: their ratio is 1.300 (0.98–1.60), with the " +
				"99.61 % confidence that 36 verdicts ask for; about 13 rounds would show a difference this small."},
		{Verdict{Best: g2, Next: p2, Ratio: few(3), RoundsNeeded: 6},
			"no verdict: 3 rounds were measured, an interval needs 6."},
		{Verdict{Best: g2, Next: p2, Ratio: few(1)}, "no verdict: 1 round was measured, an interval needs 6."},
		{Verdict{Best: g2, Next: p2}, "no verdict: no round has a sound sample of " +
			"both goroutines ×2 and processes ×2."},
		{Verdict{Best: g2}, "no verdict: there is nothing to compare goroutines ×2 with."},
		{Verdict{Best: serial}, "no verdict: there is nothing to compare serial with."},
		{Verdict{}, "no verdict: there is no sound sample after the warm-up."},
	} {
		c.v.Workload, c.v.Baseline = "mandelbrot", "serial"
		if got, want := c.v.Sentence(), "mandelbrot: "+c.want; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestRoughNumbersAreRoundedUpToTwoDigits(t *testing.T) {
	for n, want := range map[int]string{6: "6", 99: "99", 100: "100", 101: "110", 337: "340", 12_001: "13,000",
		999_999: "1,000,000"} {
		if got := roughly(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestPercentHasOneDecimalAtMostAndIsRoundedUp(t *testing.T) {
	for share, want := range map[float64]string{0.05: "5 %", 0.0408: "4.1 %", 0.1: "10 %", 0.0001: "0.1 %",
		0.021: "2.1 %"} {
		if got := percent(share); got != want {
			t.Errorf("%v: %s, want %s", share, got, want)
		}
	}
}

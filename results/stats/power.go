package stats

import "math"

// MaxNeeded is the most rounds that RoundsAt names.
const MaxNeeded = 1_000_000

// power is the chance with which DetectableEffect and RoundsAt promise to see a difference.
const power = 0.8

// DetectableEffect is the smallest difference between two modes, as a ratio less 1, that n rounds show 4 times in 5
// at 5 %, where the log ratio of a round has the standard deviation sd: exp((z₀.₉₇₅ + z₀.₈) sd ÷ √n × √(π/3)) − 1.
// It is infinite where n is too small for any interval. Where rounds depend on each other, n is the effective number
// of them. The formula is that of many rounds: below 30, three of four runs see the difference rather than four of
// five.
//
// Source: the textbook power of the paired z test; 3/π is what the signed-rank test makes of a round of normal noise
// where the t test makes 1 (Hollander, Wolfe and Chicken, 3rd ed. (2014), section 3.11).
func DetectableEffect(sd float64, n int) float64 {
	if n < MinRounds {
		return math.Inf(1)
	}
	return math.Expm1(PowerFactor(Alpha) * sd / math.Sqrt(float64(n)))
}

// RoundsAt is about how many rounds show a difference, given as a log ratio, 4 times in 5 at a two-sided level: the
// inverse of DetectableEffect. It is at least MinRounds and at most a million, and 0 where the difference is 0 or no
// number.
func RoundsAt(delta, sd, level float64) int {
	if delta == 0 || math.IsNaN(delta) || math.IsInf(delta, 0) || math.IsNaN(sd) {
		return 0
	}
	x := PowerFactor(level) * sd / delta
	return min(max(int(min(math.Ceil(x*x), MaxNeeded)), LeastRounds(level)), MaxNeeded)
}

// PowerFactor is (z of the two-sided level + z of power) × √(π/3).
func PowerFactor(level float64) float64 {
	return (normalQuantile(1-level/2) + normalQuantile(power)) * math.Sqrt(math.Pi/3)
}

// LeastRounds is the fewest rounds whose least p-value, 2 ÷ 2ⁿ where all of them agree, is at most the level.
func LeastRounds(level float64) int {
	return max(MinRounds, int(math.Ceil(1-math.Log2(level))))
}

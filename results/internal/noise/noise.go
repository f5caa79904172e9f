package noise

import (
	"math"
	"math/rand/v2"
)

// A Noise draws what one round adds to the log ratio.
type Noise struct {
	Name      string
	Symmetric bool // about 0
	Draw      func(rng *rand.Rand) float64
}

// Noises are those of a machine that others use too. An asymmetric one spikes the mode and never the baseline, as
// where the mode needs a core that somebody takes.
var Noises = []Noise{
	{"normal", true, func(rng *rand.Rand) float64 { return 0.03 * rng.NormFloat64() }},
	{"symmetric spikes", true, func(rng *rand.Rand) float64 {
		return 0.03*rng.NormFloat64() + Spike(rng, 0.1) - Spike(rng, 0.1)
	}},
	{"many symmetric spikes", true, func(rng *rand.Rand) float64 {
		return 0.03*rng.NormFloat64() + Spike(rng, 0.2) - Spike(rng, 0.2)
	}},
	{"asymmetric spikes", false, func(rng *rand.Rand) float64 { return 0.03*rng.NormFloat64() - Spike(rng, 0.15) }},
	{"many asymmetric spikes", false, func(rng *rand.Rand) float64 { return 0.03*rng.NormFloat64() - Spike(rng, 0.3) }},
	{"t with 2 degrees of freedom", true, func(rng *rand.Rand) float64 { return 0.03 * student(rng, 2) }},
	{"t with 3 degrees of freedom", true, func(rng *rand.Rand) float64 { return 0.03 * student(rng, 3) }},
}

// Spike is a delay of a third on average that a share of the rounds has.
func Spike(rng *rand.Rand, share float64) float64 {
	if rng.Float64() < share {
		return 0.3 * rng.ExpFloat64()
	}
	return 0
}

// student is a normal number over the root of a χ² over its degrees of freedom.
func student(rng *rand.Rand, freedom int) float64 {
	chi2 := 0.0
	for range freedom {
		z := rng.NormFloat64()
		chi2 += z * z
	}
	return rng.NormFloat64() / math.Sqrt(chi2/float64(freedom))
}

// Draws is a run of so many rounds.
func (n Noise) Draws(rng *rand.Rand, rounds int) []float64 {
	logs := make([]float64, rounds)
	for i := range logs {
		logs[i] = n.Draw(rng)
	}
	return logs
}

package stats

import (
	"math/rand/v2"
	"testing"
)

func TestAStepIsFoundWhereItIs(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var xs []float64
	for i := range 30 {
		level := 49.0
		if i >= 8 {
			level = 33
		}
		xs = append(xs, level+rng.Float64())
	}
	s := Step(xs)
	if s.At != 8 || s.Before < 49 || s.After > 34 || s.P > 0.01 {
		t.Errorf("%+v", s)
	}
}

// A series of the Applied Statistics kind, worked by hand: 1 1 1 5 5 5 has K = 9 at its middle.
func TestAStepOfAHandfulIsPettitts(t *testing.T) {
	s := Step([]float64{1, 1, 1, 5, 5, 5})
	if s.At != 3 || s.Before != 1 || s.After != 5 {
		t.Errorf("%+v", s)
	}
	if want := 0.29085; s.P < want-1e-3 || s.P > want+1e-3 { // 2 exp(-6·81/(216+36))
		t.Errorf("P is %v, %v expected", s.P, want)
	}
}

func TestNoiseHasNoStep(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	found := 0
	for range 1000 {
		xs := make([]float64, 20)
		for i := range xs {
			xs[i] = rng.NormFloat64()
		}
		if Step(xs).P < 0.01 {
			found++
		}
	}
	if found > 15 {
		t.Errorf("%d of 1000 series of noise have a step at 1 %%", found)
	}
	if s := Step([]float64{2, 2, 2, 2, 2, 2, 2}); s.P != 1 {
		t.Errorf("%+v", s)
	}
}

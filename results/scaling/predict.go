package scaling

import (
	"errors"
	"fmt"

	"corerace/results/stats"
)

// A Prediction is what a law gives for a number of workers. It is a model's, never a measurement.
type Prediction struct {
	Kind       string         `json:"kind"` // always "model"
	Law        string         `json:"law"`
	Workers    int            `json:"workers"`
	Throughput stats.Estimate `json:"throughput"` // its interval is that of the curve, not of a measurement
	Beyond     bool           `json:"beyond"`     // outside of what was measured
}

// Predict is the throughput that the fit's law gives for a number of workers. It is an error where nothing could be
// fitted, and where the number is beyond what was measured and the fit isn't identifiable: curves that fit alike up to
// there can be far apart after it.
//
// A Fit that was read from JSON has no rounds to resample, so its predictions have no intervals.
func (f *Fit) Predict(workers int) (Prediction, error) {
	if workers < 1 || workers > maxWorkers {
		return Prediction{}, fmt.Errorf("a prediction needs from 1 to %d workers, not %d", maxWorkers, workers)
	}
	if f.Law == "" || len(f.Points) == 0 {
		return Prediction{}, errors.New("no law could be fitted, so there is no prediction")
	}
	most := f.Points[len(f.Points)-1].Workers
	p := Prediction{Kind: "model", Law: f.Law, Workers: workers, Beyond: workers > most}
	if p.Beyond && !f.Identifiable {
		return Prediction{}, fmt.Errorf("no prediction for %d workers: at most %d were measured, and the points "+
			"don't settle a law",
			workers, most)
	}
	if f.a != nil {
		p.Throughput = f.a.predict(f.Law, float64(workers))
		return p, nil
	}
	gamma, sigma, kappa := f.Amdahl.Gamma, f.Amdahl.Sigma, 0.0
	if f.Law == lawUSL {
		gamma, sigma, kappa = f.USL.Gamma, f.USL.Sigma, f.USL.Kappa.Center
	}
	p.Throughput = stats.Estimate{N: gamma.N, Method: methodLeastSquares,
		Center: gamma.Center * uslCapacity(sigma.Center, kappa, float64(workers))}
	return p, nil
}

// predict is a law's throughput with its interval.
func (a *analysis) predict(name string, n float64) stats.Estimate {
	m := a.amdahl
	if name == lawUSL {
		m = a.usl
	}
	x, _ := m.at(n, m.p)
	if m.drawn != nil {
		values := make([]float64, len(m.drawn))
		for b, p := range m.drawn {
			y, _ := m.at(n, p)
			values[b] = y * a.d.scale
		}
		return a.drawn(x*a.d.scale, values)
	}
	e := stats.Estimate{Center: x * a.d.scale, N: len(a.s.Points), Method: methodLeastSquares}
	if a.s.distinct() > m.size {
		s := m.solution
		s.p[0] = x
		a.profiled(&e, throughAt(m.law, n), s, 0, m.df, a.d.scale)
	}
	return e
}

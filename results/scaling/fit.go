package scaling

import "corerace/results/stats"

// Numbers of different workers that fits ask for.
const (
	// minPoints is the fewest for which the USL has an interval: three parameters, and one degree of freedom.
	minPoints = 4
	// goodPoints is the number to plan for, on both sides of where throughput stops to grow.
	goodPoints = 6
)

// Methods of the estimates of a fit.
const (
	methodLeastSquares = "least-squares"      // no interval
	methodProfile      = "profile-likelihood" // from what the fit leaves; N counts points
	methodBootstrap    = "round-bootstrap"    // from resampled rounds; N counts rounds
)

// Names of the laws.
const (
	lawAmdahl = "amdahl"
	lawUSL    = "usl"
)

// A Fit is what the laws say about a series.
type Fit struct {
	Workload  string       `json:"workload"`
	Mode      string       `json:"mode"`
	Points    []Point      `json:"points"`
	DF        int          `json:"df"` // degrees of freedom of the USL: points less parameters; never negative
	KarpFlatt KarpFlatt    `json:"karp_flatt"`
	Amdahl    AmdahlFit    `json:"amdahl"`
	Gustafson GustafsonFit `json:"gustafson"`
	USL       USLFit       `json:"usl"`
	// Identifiable is whether the points settle the USL: its κ has an interval, and that leaves out 0. Only then is
	// there a peak, and a prediction beyond what was measured.
	Identifiable bool `json:"identifiable"`
	// Peak is the number of workers at which the model has its highest throughput.
	Peak stats.Estimate `json:"peak"`
	// Law is the one that predictions come from: "usl" where it is identifiable, else "amdahl"; "" where neither can
	// be fitted.
	Law   string   `json:"law"`
	Doubt string   `json:"doubt,omitempty"` // that of the series: nothing is fitted then
	Words []string `json:"words"`           // sentences

	a *analysis
}

// AmdahlFit is γN ÷ (1 + σ(N−1)) with the parameters that fit best, σ ≥ 0.
type AmdahlFit struct {
	Sigma stats.Estimate `json:"sigma"` // the serial part
	Gamma stats.Estimate `json:"gamma"` // throughput with one worker
	DF    int            `json:"df"`
	AICc  *float64       `json:"aicc"` // nil where there are too few points
}

// GustafsonFit is γ(N − α(N−1)) with the parameters that fit best, 0 ≤ α ≤ 1.
type GustafsonFit struct {
	Alpha stats.Estimate `json:"alpha"` // the serial part of the time on N workers
	Gamma stats.Estimate `json:"gamma"`
	DF    int            `json:"df"`
	AICc  *float64       `json:"aicc"`
}

// USLFit is γN ÷ (1 + σ(N−1) + κN(N−1)) with the parameters that fit best, σ and κ ≥ 0.
type USLFit struct {
	Sigma stats.Estimate `json:"sigma"` // contention
	Kappa stats.Estimate `json:"kappa"` // coherency
	Gamma stats.Estimate `json:"gamma"` // throughput with one worker
	DF    int            `json:"df"`
	AICc  *float64       `json:"aicc"`
}

// Analyse fits the laws to a series.
//
// A fit is by least squares on throughput with γ free, so that the measurement with one worker is as uncertain as any
// other, and a table without one can be fitted. Points weigh 1 ÷ variance where the variances are known, as they are
// from a record of at least two rounds, and alike where they aren't. This is what R's nls gives on throughput; fits
// that first divide by X(1), as in the book that gave the USL its name, put all of the noise of X(1) into σ and κ and
// differ.
//
// Intervals have 95 %. From a record of at least 6 rounds they resample whole rounds; from a table, and where a law
// misses the points by more than the rounds' noise explains, they come from what the fit leaves, by profile
// likelihood. Where there are no more numbers of workers than parameters there is no interval.
//
// Analyse doesn't fail: what can't be said is a zero Estimate and a sentence. Points that aren't positive and finite
// are left out. Nothing is fitted to points of which nothing may be claimed.
func Analyse(s Series) Fit {
	if s.Doubt != "" {
		return Fit{Workload: s.Workload, Mode: s.Mode, Points: s.usable().Points, Doubt: s.Doubt,
			KarpFlatt: KarpFlatt{Fractions: []Fraction{}, Trend: trendUntested}, Words: append([]string{}, s.LeftOut...)}
	}
	a := newAnalysis(s)
	f := Fit{Workload: s.Workload, Mode: s.Mode, Points: a.s.Points, Words: []string{}, a: a}
	f.KarpFlatt = a.karpFlatt()
	f.amdahl()
	f.gustafson()
	f.usl()
	f.Words = f.words()
	return f
}

// amdahl sets what Amdahl's law says. Predictions come from it unless the USL can be told.
func (f *Fit) amdahl() {
	if m := f.a.amdahl; m != nil {
		f.Amdahl = AmdahlFit{f.a.estimate(m, 1), f.a.estimate(m, 0), m.df, f.a.aicc(m)}
		f.Law = lawAmdahl
	}
}

// gustafson sets what Gustafson's law says. It is about work that grows with the workers, and no prediction comes
// from it.
func (f *Fit) gustafson() {
	if m := f.a.gustafson; m != nil {
		f.Gustafson = GustafsonFit{f.a.estimate(m, 1), f.a.estimate(m, 0), m.df, f.a.aicc(m)}
	}
}

// usl sets what the USL says. An interval of κ that reaches down to 0 leaves open whether there is a peak at all.
func (f *Fit) usl() {
	m := f.a.usl
	if m == nil {
		return
	}
	f.USL = USLFit{f.a.estimate(m, 1), f.a.estimate(m, 2), f.a.estimate(m, 0), m.df, f.a.aicc(m)}
	f.DF = m.df
	if f.a.s.distinct() >= minPoints && f.USL.Kappa.HasInterval() && f.USL.Kappa.Lo > 0 {
		f.Peak, f.Identifiable = f.a.peak(m)
	}
	if f.Identifiable {
		f.Law = lawUSL
	}
}

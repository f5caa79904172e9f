package report

import (
	"encoding/json"
	"io"
	"math"
	"slices"
	"time"

	"corerace/results"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// SummarySchema names the JSON that the format "json" writes; SummaryFormat is its version.
const (
	SummarySchema = "corerace-summary"
	SummaryFormat = 1
)

// A summaryJSON is what the format "json" writes.
type summaryJSON struct {
	Schema    string            `json:"schema"`
	Format    int               `json:"format"`
	Record    string            `json:"record"`
	Started   time.Time         `json:"started"`
	Seed      string            `json:"seed"`
	Machine   results.Machine   `json:"machine"`
	Plan      results.Plan      `json:"plan"`
	Sentences []string          `json:"sentences"`
	Warnings  []string          `json:"warnings"`
	Problems  []results.Problem `json:"problems"`
	Summary   verdict.Summary   `json:"summary"`
}

// writeJSON writes the summary with what it takes to read it. An estimate that isn't a number is null.
func writeJSON(w io.Writer, d *Document) error {
	run := d.Record.Run
	out := summaryJSON{
		Schema: SummarySchema, Format: SummaryFormat, Record: d.recordName(), Started: run.Started, Seed: run.Seed,
		Machine: d.machine(), Plan: run.Plan, Sentences: d.sentences(), Warnings: d.warnings(),
		Problems: d.Record.Problems, Summary: numbersOnly(*d.Summary),
	}
	out.Machine.CPUQuota = number(out.Machine.CPUQuota)
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// numbersOnly is a copy of a summary without what JSON can't hold.
func numbersOnly(s verdict.Summary) verdict.Summary {
	c := &s.Conditions
	for _, p := range []**float64{&c.Contention, &c.Others, &c.Elsewhere, &c.Steal, &c.Load1, &c.Throttled, &c.Hidden} {
		if *p != nil && !finite(**p) {
			*p = nil
		}
	}
	s.Cells = slices.Clone(s.Cells)
	for i := range s.Cells {
		c := &s.Cells[i]
		estimates(&c.Measured, &c.WithStart, &c.Efficiency, &c.Projected, &c.Inflation, &c.Quiet, &c.Median)
		c.Autocorrelation, c.EffectiveRounds = number(c.Autocorrelation), number(c.EffectiveRounds)
		c.OwnCores, c.CoresBusy, c.HandOffs = number(c.OwnCores), number(c.CoresBusy), number(c.HandOffs)
		c.PerCore = slices.Clone(c.PerCore)
		for j := range c.PerCore {
			c.PerCore[j] = number(c.PerCore[j])
		}
	}
	s.Verdicts = slices.Clone(s.Verdicts)
	for i := range s.Verdicts {
		v := &s.Verdicts[i]
		estimates(&v.Ratio, &v.BestMeasured, &v.NextMeasured, &v.BestProjected, &v.NextProjected, &v.Twin, &v.Ratio90)
		v.P, v.HolmP, v.NoiseFloor = number(v.P), number(v.HolmP), number(v.NoiseFloor)
	}
	return s
}

// estimates empties those that hold what isn't a number.
func estimates(all ...*stats.Estimate) {
	for _, e := range all {
		if !finite(e.Center) || !finite(e.Confidence) || e.HasInterval() && !(finite(e.Lo) && finite(e.Hi)) {
			*e = stats.Estimate{Method: e.Method}
		}
	}
}

func number(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return x
}

package text

import (
	"encoding/json"
	"io"
	"slices"
	"time"

	"corerace/report/content"
	"corerace/report/legible"
	"corerace/results"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// summarySchema names the JSON that the format "json" writes; summaryFormat is its version.
const (
	summarySchema = "corerace-summary"
	summaryFormat = 1
)

// A SummaryJSON is what the format "json" writes of a race. It is exported for its published schema.
type SummaryJSON struct {
	Schema    string            `json:"schema"` // "corerace-summary"
	Format    int               `json:"format"` // 1; it grows where a field changes its meaning
	Record    string            `json:"record"` // file of the record
	Started   time.Time         `json:"started"`
	Seed      string            `json:"seed"`
	Machine   results.Machine   `json:"machine"`
	Plan      results.Plan      `json:"plan"`
	Sentences []string          `json:"sentences"` // what the numbers say
	Warnings  []string          `json:"warnings"`
	Problems  []results.Problem `json:"problems"` // lines of the record that were skipped
	Summary   verdict.Summary   `json:"summary"`
}

// JSON writes the summary with what it takes to read it. An estimate that isn't a number is null.
func JSON(w io.Writer, d *content.Document) error {
	run := d.Record.Run
	out := SummaryJSON{
		Schema: summarySchema, Format: summaryFormat, Record: d.RecordName(), Started: run.Started, Seed: run.Seed,
		Machine: d.Machine(), Plan: run.Plan, Sentences: d.Sentences(), Warnings: d.Warnings(),
		Problems: d.Record.Problems, Summary: numbersOnly(*d.Summary),
	}
	out.Machine.CPUQuota = legible.Number(out.Machine.CPUQuota)
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// numbersOnly is a copy of a summary without what JSON can't hold.
func numbersOnly(s verdict.Summary) verdict.Summary {
	c := &s.Conditions
	for _, p := range []**float64{&c.Contention, &c.Others, &c.Elsewhere, &c.Steal, &c.Load1, &c.Throttled, &c.Hidden} {
		if *p != nil && !legible.Finite(**p) {
			*p = nil
		}
	}
	s.Cells = slices.Clone(s.Cells)
	for i := range s.Cells {
		c := &s.Cells[i]
		estimates(&c.Measured, &c.WithStart, &c.Efficiency, &c.Projected, &c.Inflation, &c.Quiet, &c.Median)
		c.Autocorrelation, c.EffectiveRounds = legible.Number(c.Autocorrelation), legible.Number(c.EffectiveRounds)
		c.OwnCores, c.CoresBusy, c.HandOffs = legible.Number(c.OwnCores), legible.Number(c.CoresBusy),
			legible.Number(c.HandOffs)
		c.PerCore = slices.Clone(c.PerCore)
		for j := range c.PerCore {
			c.PerCore[j] = legible.Number(c.PerCore[j])
		}
	}
	s.Verdicts = slices.Clone(s.Verdicts)
	for i := range s.Verdicts {
		v := &s.Verdicts[i]
		estimates(&v.Ratio, &v.BestMeasured, &v.NextMeasured, &v.BestProjected, &v.NextProjected, &v.Twin, &v.Ratio90,
			&v.RatioHolm)
		v.P, v.HolmP, v.NoiseFloor = legible.Number(v.P), legible.Number(v.HolmP), legible.Number(v.NoiseFloor)
	}
	return s
}

// estimates empties those that hold what isn't a number.
func estimates(all ...*stats.Estimate) {
	for _, e := range all {
		if !legible.Finite(e.Center) || !legible.Finite(e.Confidence) || e.HasInterval() &&
			!(legible.Finite(e.Lo) && legible.Finite(e.Hi)) {
			*e = stats.Estimate{Method: e.Method}
		}
	}
}

package studies

import (
	"fmt"
	"strconv"

	"corerace/report/legible"
	"corerace/results/scaling"
	"corerace/results/stats"
)

// FitPoints is what was measured, with what the law makes of it beside; in doubt only with how many workers.
func FitPoints(f scaling.Fit) legible.Table {
	t := legible.Table{Caption: "What was measured, beside what the law makes of it",
		Header: []string{"workers", "throughput", "speedup", "efficiency", "serial fraction", "model"}}
	serial := map[int]stats.Estimate{}
	for _, x := range f.KarpFlatt.Fractions {
		serial[x.Workers] = x.Serial
	}
	for _, x := range f.Points[:min(len(f.Points), legible.MaxRows)] {
		row := []string{strconv.Itoa(x.Workers), significant(x.Throughput), "", "", "", ""}
		if f.Doubt != "" {
			t.Rows = append(t.Rows, append(row[:1], "–", "–", "–", "", ""))
			continue
		}
		if x.Speedup.N > 0 {
			row[2], row[3] = parameter(x.Speedup), parameter(x.Efficiency)
		}
		if e := serial[x.Workers]; e.N > 0 {
			row[4] = parameter(e)
		}
		if m, err := f.Predict(x.Workers); err == nil {
			row[5] = significant(m.Throughput.Center)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// FitDoubt says why nothing may be claimed of some series, whose doubts are alike but for their rounds; "" where of one
// something may.
func FitDoubt(fits []scaling.Fit) string {
	for _, f := range fits {
		if f.Doubt == "" {
			return ""
		}
	}
	if len(fits) == 0 {
		return ""
	}
	return fits[0].Doubt
}

// FitLaws is the laws with their parameters.
func FitLaws(f scaling.Fit) legible.Table {
	t := legible.Table{Caption: "The laws, each with its parameters", Header: []string{"law", "parameter", "estimate"},
		Left: 2}
	add := func(law, name string, e stats.Estimate) {
		if e.N > 0 {
			t.Rows = append(t.Rows, []string{law, name, parameter(e)})
		}
	}
	add("Amdahl", "σ, serial part", f.Amdahl.Sigma)
	add("Amdahl", "γ, throughput of one", f.Amdahl.Gamma)
	add("Gustafson", "α, serial part", f.Gustafson.Alpha)
	add("Gustafson", "γ, throughput of one", f.Gustafson.Gamma)
	add("USL", "σ, contention", f.USL.Sigma)
	add("USL", "κ, coherency", f.USL.Kappa)
	add("USL", "γ, throughput of one", f.USL.Gamma)
	add("USL", "peak, workers (model)", f.Peak)
	return t
}

// parameter is an estimate with four significant digits.
func parameter(e stats.Estimate) string {
	if !e.HasInterval() {
		return significant(e.Center)
	}
	return fmt.Sprintf("%s (%s–%s)", significant(e.Center), significant(e.Lo), significant(e.Hi))
}

func significant(x float64) string { return stats.Digits(x, 4) }

package studies

import (
	"fmt"

	"corerace/report/legible"
	"corerace/results/scaling"
)

// FitPicture is what was measured with every number of workers, with what the law makes of it.
func FitPicture(fits []scaling.Fit) legible.Picture {
	p := legible.Picture{Name: "fit", Title: "What more workers give, and what the law makes of it",
		Unit:  legible.TimesUnit,
		Axis:  "throughput over that of one worker, log scale",
		Shows: "A row a number of workers, under its mode.",
		Marks: "Dot: measured, with its 95 % interval where it has one; upright: what the law gives; ring: the ideal",
		Look:  "Look for where the dots fall behind the rings, and for dots that the law misses."}
	for i := range fits {
		f := &fits[i]
		if f.Doubt != "" { // a dot would look like a claim
			continue
		}
		one, ideal := throughputOfOne(f), 1.0
		if one == 0 {
			p.Axis, p.Unit = "throughput, log scale", significant
			one, ideal = 1, 0
		}
		name := legible.CleanName(f.Workload)
		if f.Mode != "" {
			name += ", " + legible.CleanName(f.Mode)
		}
		for _, x := range f.Points {
			r := legible.PictureRow{Group: legible.GroupOf(name, "measured"), Name: fmt.Sprintf("×%d", x.Workers),
				Text: p.Unit(x.Throughput / one), Ring: ideal * float64(x.Workers)}
			if x.Speedup.N > 0 {
				r = legible.RowOf(x.Speedup, r)
			} else {
				r.Lo, r.Mid, r.Hi = x.Throughput/one, x.Throughput/one, x.Throughput/one
			}
			if m, err := f.Predict(x.Workers); err == nil {
				r.Tick = m.Throughput.Center / one
				r.Text += ", law " + p.Unit(r.Tick)
			}
			p.Add(r)
		}
	}
	return p
}

// throughputOfOne is what was measured of one worker; 0 where nothing was.
func throughputOfOne(f *scaling.Fit) float64 {
	for _, x := range f.Points {
		if x.Workers == 1 && legible.Positive(x.Throughput) {
			return x.Throughput
		}
	}
	return 0
}

package text

import (
	"fmt"
	"io"

	"corerace/report/legible"
	"corerace/report/studies"
	"corerace/results/scaling"
)

// Fits writes what the scaling laws say about some series, as tables and sentences.
func Fits(w io.Writer, fits []scaling.Fit, o Options) error {
	p := newPrinter(o)
	for i, f := range fits {
		if i > 0 {
			p.gap()
		}
		if f.Workload != "" {
			p.para(fmt.Sprintf("%s, %s", legible.CleanName(f.Workload), legible.CleanName(f.Mode)))
			p.gap()
		}
		if f.Doubt != "" {
			p.para(f.Doubt)
			p.gap()
		}
		for j, t := range []legible.Table{studies.FitPoints(f), studies.FitLaws(f)} {
			if len(t.Rows) == 0 {
				continue
			}
			if j > 0 {
				p.gap()
			}
			if err := p.plain(t); err != nil {
				return err
			}
		}
		p.picture(studies.FitPicture(fits[i : i+1]))
		if len(f.Words) > 0 {
			p.gap()
		}
		for _, s := range f.Words {
			p.para(legible.Clean(s, legible.MaxText))
		}
	}
	return p.flush(w)
}

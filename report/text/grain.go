package text

import (
	"io"

	"corerace/report/content"
	"corerace/results/costs"
)

// Grain writes what shares and workers cost, as a table and a sentence a mode.
func Grain(w io.Writer, run *costs.GrainRun, g *costs.Grain, o Options) error {
	p := newPrinter(o)
	p.head(content.MachineLine(run.Host), content.GrainConditions(g), g.Doubt)
	p.gap()
	if err := p.plain(content.GrainTable(g)); err != nil {
		return err
	}
	p.gap()
	if err := p.plain(content.GrainSpeedups(g)); err != nil {
		return err
	}
	p.picture(content.GrainPicture(g))
	p.gap()
	for _, m := range append([]costs.GrainMode{g.Serial}, g.Modes...) {
		p.para(content.Clean(m.Words, content.MaxText))
	}
	p.gap()
	p.paras(g.Notes)
	return p.flush(w)
}

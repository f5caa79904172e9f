package text

import (
	"io"

	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/report/studies"
	"corerace/results/costs"
)

// Grain writes what shares and workers cost, as a table and a sentence a mode.
func Grain(w io.Writer, run *costs.GrainRun, g *costs.Grain, o Options) error {
	p := newPrinter(o)
	p.head(scene.MachineLine(run.Host), studies.GrainConditions(g), g.Doubt)
	p.gap()
	if err := p.plain(studies.GrainTable(g)); err != nil {
		return err
	}
	p.gap()
	if err := p.plain(studies.GrainSpeedups(g)); err != nil {
		return err
	}
	p.picture(studies.GrainPicture(g))
	p.gap()
	for _, m := range append([]costs.GrainMode{g.Serial}, g.Modes...) {
		p.para(legible.Clean(m.Words, legible.MaxText))
	}
	p.gap()
	p.paras(g.Notes)
	return p.flush(w)
}

package figure

import (
	"time"

	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/report/studies"
	"corerace/results"
	"corerace/results/costs"
	"corerace/results/locks"
	"corerace/results/scaling"
	"corerace/results/verdict"
)

// GILFigures are what was predicted, where the record is a lesson's, and the charts of the experiments on locks that have
// rows; none of these where studies.GILMissing says why.
func GILFigures(rec *results.Record, s *locks.GILSummary) (all []Figure) {
	source := studies.GILMachine(rec) + " · " + rec.Run.Started.Format("2006-01-02")
	if f, ok := predictionsFigure(rec, source); ok {
		all = append(all, f)
	}
	tables := map[string]legible.Table{"gil-slices": studies.GILSlices(s), "gil-slowdown": studies.GILSlowdown(s),
		"gil-convoy": studies.GILConvoy(s), "gil-blocking": studies.GILBlocking(s)}
	for _, p := range studies.GILPictures(s) {
		all = append(all, rowsFigure(p, p.Shows, source, tables[p.Name]))
	}
	return all
}

// TalkFigure is the chart of what one message costs.
func TalkFigure(run *costs.TalkRun, t *costs.Talk) Figure {
	alt := "Dot chart of the time of a round trip, logarithmic, one row a way."
	for _, w := range t.Words {
		alt += " " + legible.Clean(w, legible.MaxText)
	}
	return rowsFigure(studies.TalkPicture(t), alt, measuredOn(run.Host, run.Started), legible.Table{})
}

// PoolsFigure is the chart of our pools beside others; false where nothing of it can be drawn.
func PoolsFigure(run *costs.PoolsRun, s *costs.Pools) (Figure, bool) {
	p := studies.PoolsPicture(s)
	return rowsFigure(p, p.Shows, measuredOn(run.Host, run.Started), legible.Table{}), len(p.Rows) > 0
}

// FitFigure is the chart of some series with what the law makes of them; false where nothing of it can be drawn.
func FitFigure(fits []scaling.Fit) (Figure, bool) {
	p := studies.FitPicture(fits)
	return rowsFigure(p, p.Shows, "the law is a model, never a measurement", legible.Table{}), len(p.Rows) > 0
}

// ComparisonFigure is the chart of a comparison; false where there is nothing to draw, or nothing may be claimed.
func ComparisonFigure(c *verdict.Comparison) (Figure, bool) {
	p := studies.ComparisonPicture(c)
	return rowsFigure(p, p.Shows, "old: "+legible.Clean(c.Old, legible.MaxText)+" · new: "+
		legible.Clean(c.New, legible.MaxText), legible.Table{}), len(p.Rows) > 0
}

// SeveralFigure is the chart of more than two records; false where nothing of them bears a claim.
func SeveralFigure(s *verdict.Several) (Figure, bool) {
	p := studies.SeveralPicture(s)
	return rowsFigure(p, p.Shows, "records that bear no claim aren't drawn", legible.Table{}), len(p.Rows) > 0
}

// HistoryFigure is the chart of the speedups of a workload, run by run; false where none can be drawn.
func HistoryFigure(name, workload string, past []studies.Past) (Figure, bool) {
	p := studies.HistoryPicture(name, workload, past)
	return rowsFigure(p, p.Shows, "runs that bear no claim aren't drawn", legible.Table{}), len(p.Rows) > 0
}

// measuredOn is where and when something was measured.
func measuredOn(host results.Machine, when time.Time) string {
	host.MemoryBytes = 0
	return scene.MachineLine(host) + " · " + when.Format("2006-01-02")
}

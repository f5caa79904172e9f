package figure

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/results"
)

// runColumns is how many columns of time the heat maps of a run have: about one a printed half millimetre.
const runColumns = 400

// A bracket marks a stretch of time above a heat map: a round by its number, a sample by its mode's marker and the
// number of workers.
type bracket struct {
	from, to time.Duration
	label    string
	look     chart.Look
}

// A strip is the cores from one moment to another.
type strip struct {
	from, to time.Duration
	heat     heatMap
	brackets []bracket
	ids      []int // of the cores, by row
}

// coresFigure shows what every core did over the whole run, and under it one round, magnified.
func coresFigure(d *content.Document) (Figure, bool) {
	end := time.Duration(0)
	for _, c := range d.Record.Cores {
		end = max(end, c.T)
	}
	cores := coresOf(d)
	if cores == 0 || end <= 0 {
		return Figure{}, false
	}
	own := ownSpans(d)
	stream, ids := d.CoreStream(), d.CoreIDs()
	run := strip{0, end, coreHeat(content.Merge(content.Spans(stream, 0, end)), own, 0, end, cores, runColumns),
		roundBrackets(d), ids}
	round := middleRound(d)
	samples := sampleBrackets(d, round)
	f := Figure{
		Name:  "cores",
		Title: "What the cores did",
		Alt: fmt.Sprintf("Heat map of the busy share of %s over a run of %s.", content.Count(cores, "core"),
			content.Length(end)),
		Data: d.PerCoreTable(),
	}
	subtitle := "the whole run of " + content.Length(end) + " by rounds"
	if len(samples) > 0 {
		subtitle += fmt.Sprintf(", and round %d, the middle one by length, magnified", round)
	}
	if run.heat.group > 1 {
		subtitle += fmt.Sprintf("; a row is %d cores", run.heat.group)
	}
	if run.heat.others != nil {
		subtitle += "; others' use in orange"
	}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, clockLine(d, run.heat, "points shorter than 50 ms are merged"))
		keys(s, run.heat, chart.FigureWidth-chart.Margin-46, 84, 212)
		if len(samples) == 0 {
			drawStrip(s, run, 84, 214)
			timeAxis(s, run, 84)
			return
		}
		drawStrip(s, run, 170, 214)
		one := roundStrip(stream, samples, own, ids)
		drawStrip(s, one, 84, 138)
		timeAxis(s, one, 84)
		magnifier(s, run, one.from, one.to, 166, 156)
		modeKey(s, looks(d), samples, 42)
	}
	return f, true
}

// roundBrackets number the rounds of a run.
func roundBrackets(d *content.Document) []bracket {
	var out []bracket
	for _, r := range d.Record.Rounds {
		if r.Wall > 0 && r.T >= 0 {
			out = append(out, bracket{r.T, r.T + r.Wall, strconv.Itoa(r.Round), chart.Look{}})
		}
	}
	return out
}

// sampleBrackets mark the samples of a round, in order of time.
func sampleBrackets(d *content.Document, round int) []bracket {
	var out []bracket
	looks := looks(d)
	for i := range d.Record.Samples {
		s := &d.Record.Samples[i]
		if s.Round != round || round == 0 || s.Wall <= 0 || s.T < 0 || looks[s.Mode].Glyph == nil {
			continue
		}
		out = append(out, bracket{s.T, s.T + s.Wall, strconv.Itoa(s.Workers), looks[s.Mode]})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].from < out[j].from })
	return out
}

// roundStrip is a round cut at the borders of its samples, so that no shade mixes two of them. What lies between
// samples is too short to say anything and stays blank.
func roundStrip(stream []results.Cores, samples []bracket, own []content.Span, ids []int) strip {
	t := strip{from: samples[0].from, brackets: samples, ids: ids}
	var all []content.Span
	for _, b := range samples {
		all = append(all, content.Merge(content.Spans(stream, b.from, b.to))...)
		t.to = max(t.to, b.to)
	}
	t.heat = coreHeat(all, own, t.from, t.to, len(ids), runColumns)
	return t
}

// The columns of a figure of strips, in points.
const (
	stripLeft  = chart.Margin + 42
	stripRight = chart.FigureWidth - chart.Margin - 66
)

// at is where a moment stands in a strip.
func (t strip) at(d time.Duration) vg.Length {
	return stripLeft + (stripRight-stripLeft)*vg.Length(float64(d-t.from)/float64(t.to-t.from))
}

// drawStrip draws a heat map with the names of its rows and its brackets.
func drawStrip(s *chart.Sheet, t strip, bottom, top vg.Length) {
	heatRows(s, t.heat, stripLeft, stripRight, bottom, top)
	coreNames(s, t, bottom, top)
	brackets(s, t, top)
}

// coreNames writes the names of the rows, leaving out what would touch its neighbour.
func coreNames(s *chart.Sheet, t strip, bottom, top vg.Length) {
	height := (top - bottom) / vg.Length(len(t.heat.steps))
	h := chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 1}
	every := 1
	for height*vg.Length(every) < h.Size*1.05 {
		every *= 2
	}
	for r := 0; r < len(t.heat.steps); r += every {
		s.WriteMiddle(h, stripLeft-7, top-(vg.Length(r)+0.5)*height, "core "+strconv.Itoa(t.ids[r*t.heat.group]))
	}
}

// timeAxis is the axis of time under a strip.
func timeAxis(s *chart.Sheet, t strip, bottom vg.Length) {
	unit, scale := timeUnit(t.to - t.from)
	p := chart.NewPlot(0, float64(t.to-t.from)/scale, 0, 1)
	p.Add(chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, _ := p.Transforms(&c)
		h := chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 0.5}
		for _, tick := range chart.NiceTicks(p.X.Max, 8, "") {
			s.Write(h, tx(tick.Value), c.Min.Y-12, tick.Label)
		}
		h.Align = 1
		s.Write(h, c.Max.X, c.Min.Y-24, unit)
	}))
	s.Area(p, stripLeft, stripRight, bottom, bottom+1)
}

// brackets draws a bracket where there is room for one, and what it marks where there is room for that.
func brackets(s *chart.Sheet, t strip, y vg.Length) {
	h := chart.Hand{Size: 8.5, Weight: chart.Medium, Token: chart.Fg}
	free := vg.Length(0)
	for _, b := range t.brackets {
		x0, x1 := max(t.at(b.from), stripLeft), min(t.at(b.to), stripRight)
		if x1-x0 < 2 {
			continue
		}
		colour, x := chart.Fg, x0
		if b.look.Glyph != nil {
			colour, x = b.look.Colour, x0+9
		}
		s.Line(colour, 1.6, x0+0.5, y+4, x1-0.5, y+4)
		end := x + chart.WidthOf(h, b.label)
		if end > x1+2 || x0 < free {
			continue
		}
		if b.look.Glyph != nil {
			s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Inks.Of(colour), Radius: 2.6, Shape: b.look.Glyph},
				vg.Point{X: x0 + 3.5, Y: y + 11})
		}
		s.Write(h, x, y+8, b.label)
		free = end + 2
	}
}

// modeKey names the markers of the brackets, in the order in which they first appear.
func modeKey(s *chart.Sheet, looks map[string]chart.Look, samples []bracket, y vg.Length) {
	h := chart.Hand{Size: 9, Weight: chart.Medium, Token: chart.Fg}
	x := stripLeft + 3.5
	for _, mode := range modesIn(looks, samples) {
		label := content.Clean(mode, 24)
		end := x + 7 + chart.WidthOf(h, label)
		if end > chart.FigureWidth-chart.Margin {
			s.Write(h, x, y, "…")
			return
		}
		s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Inks.Of(looks[mode].Colour), Radius: 3, Shape: looks[mode].Glyph},
			vg.Point{X: x, Y: y + 3})
		s.Write(h, x+7, y, label)
		x = end + 14
	}
}

// modesIn are the modes that have a bracket, by name.
func modesIn(looks map[string]chart.Look, samples []bracket) []string {
	var modes []string
	for mode, l := range looks {
		if slices.ContainsFunc(samples, func(b bracket) bool { return b.look == l }) {
			modes = append(modes, mode)
		}
	}
	sort.Strings(modes)
	return modes
}

// magnifier draws the lines from a round in the strip of the run to the strip of the round.
func magnifier(s *chart.Sheet, run strip, from, to time.Duration, upper, lower vg.Length) {
	s.Line(chart.Muted, 0.75, run.at(from), upper, stripLeft, lower)
	s.Line(chart.Muted, 0.75, run.at(to), upper, stripRight, lower)
}

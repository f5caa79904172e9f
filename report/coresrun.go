package report

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/results"
)

// runColumns is how many columns of time the heat maps of a run have: about one a printed half millimetre.
const runColumns = 400

// A bracket marks a stretch of time above a heat map: a round by its number, a sample by its mode's marker and the
// number of workers.
type bracket struct {
	from, to time.Duration
	label    string
	look     look
}

// A strip is the cores from one moment to another.
type strip struct {
	from, to time.Duration
	heat     heatMap
	brackets []bracket
	ids      []int // of the cores, by row
}

// coresFigure shows what every core did over the whole run, and under it one round, magnified.
func (d *Document) coresFigure() (Figure, bool) {
	end := time.Duration(0)
	for _, c := range d.Record.Cores {
		end = max(end, c.T)
	}
	cores := d.cores()
	if cores == 0 || end <= 0 {
		return Figure{}, false
	}
	own := d.ownSpans()
	stream, ids := d.coreStream(), d.coreIDs()
	run := strip{0, end, coreHeat(merge(spans(stream, 0, end)), own, 0, end, cores, runColumns), d.roundBrackets(), ids}
	round := d.middleRound()
	samples := d.sampleBrackets(round)
	f := Figure{
		Name:  "cores",
		Title: "What the cores did",
		Alt:   fmt.Sprintf("Heat map of the busy share of %s over a run of %s.", count(cores, "core"), length(end)),
		Data:  d.perCoreTable(),
	}
	subtitle := "the whole run of " + length(end) + " by rounds"
	if len(samples) > 0 {
		subtitle += fmt.Sprintf(", and round %d, the middle one by length, magnified", round)
	}
	if run.heat.group > 1 {
		subtitle += fmt.Sprintf("; a row is %d cores", run.heat.group)
	}
	if run.heat.others != nil {
		subtitle += "; others' use in orange"
	}
	f.paint = func(s *sheet) {
		s.frame(f.Title, subtitle, d.clockLine(run.heat, "points shorter than 50 ms are merged"))
		s.keys(run.heat, figureWidth-margin-46, 84, 212)
		if len(samples) == 0 {
			s.strip(run, 84, 214)
			s.timeAxis(run, 84)
			return
		}
		s.strip(run, 170, 214)
		one := roundStrip(stream, samples, own, ids)
		s.strip(one, 84, 138)
		s.timeAxis(one, 84)
		s.magnifier(run, one.from, one.to, 166, 156)
		s.modeKey(d.looks(), samples, 42)
	}
	return f, true
}

// roundBrackets number the rounds of a run.
func (d *Document) roundBrackets() []bracket {
	var out []bracket
	for _, r := range d.Record.Rounds {
		if r.Wall > 0 && r.T >= 0 {
			out = append(out, bracket{r.T, r.T + r.Wall, strconv.Itoa(r.Round), look{}})
		}
	}
	return out
}

// sampleBrackets mark the samples of a round, in order of time.
func (d *Document) sampleBrackets(round int) []bracket {
	var out []bracket
	looks := d.looks()
	for i := range d.Record.Samples {
		s := &d.Record.Samples[i]
		if s.Round != round || round == 0 || s.Wall <= 0 || s.T < 0 || looks[s.Mode].glyph == nil {
			continue
		}
		out = append(out, bracket{s.T, s.T + s.Wall, strconv.Itoa(s.Workers), looks[s.Mode]})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].from < out[j].from })
	return out
}

// roundStrip is a round cut at the borders of its samples, so that no shade mixes two of them. What lies between
// samples is too short to say anything and stays blank.
func roundStrip(stream []results.Cores, samples []bracket, own []span, ids []int) strip {
	t := strip{from: samples[0].from, brackets: samples, ids: ids}
	var all []span
	for _, b := range samples {
		all = append(all, merge(spans(stream, b.from, b.to))...)
		t.to = max(t.to, b.to)
	}
	t.heat = coreHeat(all, own, t.from, t.to, len(ids), runColumns)
	return t
}

// The columns of a figure of strips, in points.
const (
	stripLeft  = margin + 42
	stripRight = figureWidth - margin - 66
)

// at is where a moment stands in a strip.
func (t strip) at(d time.Duration) vg.Length {
	return stripLeft + (stripRight-stripLeft)*vg.Length(float64(d-t.from)/float64(t.to-t.from))
}

// strip draws a heat map with the names of its rows and its brackets.
func (s *sheet) strip(t strip, bottom, top vg.Length) {
	s.heatRows(t.heat, stripLeft, stripRight, bottom, top)
	s.coreNames(t, bottom, top)
	s.brackets(t, top)
}

// coreNames writes the names of the rows, leaving out what would touch its neighbour.
func (s *sheet) coreNames(t strip, bottom, top vg.Length) {
	height := (top - bottom) / vg.Length(len(t.heat.steps))
	h := hand{size: 9, weight: regular, token: muted, align: 1}
	every := 1
	for height*vg.Length(every) < h.size*1.05 {
		every *= 2
	}
	for r := 0; r < len(t.heat.steps); r += every {
		s.writeMiddle(h, stripLeft-7, top-(vg.Length(r)+0.5)*height, "core "+strconv.Itoa(t.ids[r*t.heat.group]))
	}
}

// timeAxis is the axis of time under a strip.
func (s *sheet) timeAxis(t strip, bottom vg.Length) {
	unit, scale := timeUnit(t.to - t.from)
	p := newPlot(0, float64(t.to-t.from)/scale, 0, 1)
	p.Add(plotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, _ := p.Transforms(&c)
		h := hand{size: 9, weight: regular, token: muted, align: 0.5}
		for _, tick := range niceTicks(p.X.Max, 8, "") {
			s.write(h, tx(tick.Value), c.Min.Y-12, tick.Label)
		}
		h.align = 1
		s.write(h, c.Max.X, c.Min.Y-24, unit)
	}))
	s.area(p, stripLeft, stripRight, bottom, bottom+1)
}

// brackets draws a bracket where there is room for one, and what it marks where there is room for that.
func (s *sheet) brackets(t strip, y vg.Length) {
	h := hand{size: 8.5, weight: medium, token: fg}
	free := vg.Length(0)
	for _, b := range t.brackets {
		x0, x1 := max(t.at(b.from), stripLeft), min(t.at(b.to), stripRight)
		if x1-x0 < 2 {
			continue
		}
		colour, x := fg, x0
		if b.look.glyph != nil {
			colour, x = b.look.colour, x0+9
		}
		s.line(colour, 1.6, x0+0.5, y+4, x1-0.5, y+4)
		end := x + width(h, b.label)
		if end > x1+2 || x0 < free {
			continue
		}
		if b.look.glyph != nil {
			s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.inks.of(colour), Radius: 2.6, Shape: b.look.glyph}, vg.Point{X: x0 + 3.5, Y: y + 11})
		}
		s.write(h, x, y+8, b.label)
		free = end + 2
	}
}

// modeKey names the markers of the brackets, in the order in which they first appear.
func (s *sheet) modeKey(looks map[string]look, samples []bracket, y vg.Length) {
	h := hand{size: 9, weight: medium, token: fg}
	x := stripLeft + 3.5
	for _, mode := range modesIn(looks, samples) {
		label := clean(mode, 24)
		end := x + 7 + width(h, label)
		if end > figureWidth-margin {
			s.write(h, x, y, "…")
			return
		}
		s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.inks.of(looks[mode].colour), Radius: 3, Shape: looks[mode].glyph}, vg.Point{X: x, Y: y + 3})
		s.write(h, x+7, y, label)
		x = end + 14
	}
}

// modesIn are the modes that have a bracket, by name.
func modesIn(looks map[string]look, samples []bracket) []string {
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
func (s *sheet) magnifier(run strip, from, to time.Duration, upper, lower vg.Length) {
	s.line(muted, 0.75, run.at(from), upper, stripLeft, lower)
	s.line(muted, 0.75, run.at(to), upper, stripRight, lower)
}

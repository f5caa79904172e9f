package figure

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"
	"time"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/report/studies"
)

// runColumns is how many columns of time the heat maps of a run have: about one a printed millimetre.
const runColumns = 200

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
	ids      []int         // of the cores, by row
	inks     []chart.Token // by column
}

// coresFigure shows what every core did over the whole run, and under it a round, magnified.
func coresFigure(d *content.Document, round int) (Figure, bool) {
	stream, end := streamSpans(d)
	cores := coresOf(d)
	if cores == 0 || end <= 0 {
		return Figure{}, false
	}
	own, ids := ownSpans(d), d.CoreIDs()
	heat := coreHeat(scene.Merge(stream), own, 0, end, cores, runColumns)
	run := strip{to: end, heat: heat, brackets: roundBrackets(d), ids: ids}
	samples := sampleBrackets(d, round)
	f := Figure{
		Name:  "cores",
		Title: "What the cores did",
		Alt: fmt.Sprintf("Heat map of the busy share of %s over a run of %s.", legible.Count(cores, "core"),
			legible.Length(end)),
		Data: d.PerCoreTable(),
	}
	subtitle := "the whole run of " + legible.Length(end) + " by rounds"
	if len(samples) > 0 {
		subtitle += fmt.Sprintf(", and round %d, the middle one by length, magnified", round)
	}
	if run.heat.group > 1 {
		subtitle += fmt.Sprintf("; a row is %d cores", run.heat.group)
	}
	run.looks(samplesOf(d, 0))
	strips := []strip{run}
	if len(samples) > 0 {
		strips = append(strips, roundStrip(stream, samples, own, ids))
	}
	key := append(heatKey(run.heat), modeKeys(d)...)
	clock := clockLine(d, run.heat, "points shorter than 50 ms are merged")
	f.tall = func(width vg.Length) vg.Length { return stripsHeight(strips, key, width) }
	f.Lines = []string{"A row is as full as its core was busy, from left to right over time.",
		studies.UpperFirst(subtitle) + ". " + studies.UpperFirst(clockWords(run.heat)) + "."}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, clock)
		drawStrips(s, strips, drawKey(s, key, s.Height-stripTop))
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

// sampleBrackets mark the samples of a round, in order of time; none where there is no round.
func sampleBrackets(d *content.Document, round int) []bracket {
	if round == 0 {
		return nil
	}
	return samplesOf(d, round)
}

// samplesOf are the samples of a round, or of the whole run, in order of time.
func samplesOf(d *content.Document, round int) []bracket {
	var out []bracket
	looks := looks(d)
	for _, s := range d.Record.Briefs() {
		if round != 0 && s.Round != round || s.Wall <= 0 || s.T < 0 || looks[s.Mode].Glyph == nil {
			continue
		}
		out = append(out, bracket{s.T, s.T + s.Wall, strconv.Itoa(s.Workers), looks[s.Mode]})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].from < out[j].from })
	return out
}

// looks gives every column of a strip the colour of the mode that ran in its middle.
func (t *strip) looks(samples []bracket) {
	columns := len(t.heat.steps[0])
	t.inks = make([]chart.Token, columns)
	next := 0
	for x := range t.inks {
		middle := t.from + time.Duration(float64(t.to-t.from)*(float64(x)+0.5)/float64(columns))
		for next < len(samples) && samples[next].to <= middle {
			next++
		}
		t.inks[x] = chart.Muted // between samples the program starts and stops workers
		if next < len(samples) && samples[next].from <= middle {
			t.inks[x] = samples[next].look.Colour
		}
	}
}

// roundStrip is a round cut at the borders of its samples, so that no shade mixes two of them. What lies between
// samples is too short to say anything and stays blank.
func roundStrip(stream []scene.Span, samples []bracket, own []scene.Span, ids []int) strip {
	t := strip{from: samples[0].from, brackets: samples, ids: ids}
	var all []scene.Span
	for _, b := range samples {
		all = append(all, scene.Merge(during(stream, b.from, b.to))...)
		t.to = max(t.to, b.to)
	}
	t.heat = coreHeat(all, own, t.from, t.to, len(ids), runColumns)
	t.looks(samples)
	return t
}

// The measures of a figure of strips, in points.
const (
	stripTop  = 62 // the frame, above the key
	stripFoot = 58 // the axis and the source line
	stripHead = 22 // the brackets above a strip
	stripGap  = 16 // from the run to its magnified round
	stripName = 42 // of the rows, at the left
)

// rowsHeight is the height of the rows of a strip.
func (t strip) rowsHeight() vg.Length { return max(44, min(vg.Length(len(t.heat.steps))*10, 110)) }

func stripsHeight(all []strip, key []keyEntry, width vg.Length) vg.Length {
	h := stripTop + stripFoot + keyLine*vg.Length(len(keyLines(key, width)))
	for _, t := range all {
		h += stripHead + t.rowsHeight() + stripGap
	}
	return h
}

// A placed strip is one that stands between two columns.
type placed struct {
	strip
	left, right vg.Length
}

// at is where a moment stands in a strip.
func (t placed) at(d time.Duration) vg.Length {
	return t.left + (t.right-t.left)*vg.Length(float64(d-t.from)/float64(t.to-t.from))
}

// drawStrips draws the run, and under it the round, which lines from above magnify.
func drawStrips(s *chart.Sheet, all []strip, y vg.Length) {
	var before placed
	for i, t := range all {
		p := placed{t, chart.Margin + stripName, s.Width - chart.Margin}
		top := y - stripHead
		bottom := top - t.rowsHeight()
		if i > 0 {
			magnifier(s, before, p, y+stripGap-2, top+14)
		}
		coreRows(s, t.heat, func(x int) chart.Token { return t.inks[x] }, p.left, p.right, bottom, top)
		coreNames(s, p, bottom, top)
		brackets(s, p, top)
		before, y = p, bottom-stripGap
	}
	timeAxis(s, before, y+stripGap)
}

// coreNames writes the names of the rows, leaving out what would touch its neighbour.
func coreNames(s *chart.Sheet, t placed, bottom, top vg.Length) {
	height := (top - bottom) / vg.Length(len(t.heat.steps))
	h := chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 1}
	every := 1
	for height*vg.Length(every) < h.Size*1.05 {
		every *= 2
	}
	for r := 0; r < len(t.heat.steps); r += every {
		s.WriteMiddle(h, t.left-7, top-(vg.Length(r)+0.5)*height, "core "+strconv.Itoa(t.ids[r*t.heat.group]))
	}
}

// timeAxis is the axis of time under a strip.
func timeAxis(s *chart.Sheet, t placed, bottom vg.Length) {
	unit, scale := timeUnit(t.to - t.from)
	length := float64(t.to-t.from) / scale
	h := chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 0.5}
	for _, tick := range chart.NiceTicks(length, 6, "") {
		s.Write(h, t.left+(t.right-t.left)*vg.Length(tick.Value/length), bottom-12, tick.Label)
	}
	h.Align = 1
	s.Write(h, t.right, bottom-25, unit)
}

// brackets draws a bracket where there is room for one, and what it marks where there is room for that.
func brackets(s *chart.Sheet, t placed, y vg.Length) {
	h := chart.Hand{Size: chart.LeastText, Weight: chart.Medium, Token: chart.Fg}
	free := vg.Length(0)
	for _, b := range t.brackets {
		x0, x1 := max(t.at(b.from), t.left), min(t.at(b.to), t.right)
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

// mostKeys is how many modes a key names: beyond that it is longer than the picture, and colours come again.
const mostKeys = 18

// modeKeys name the modes by their colours and markers, in the order of their names, where they aren't too many.
func modeKeys(d *content.Document) (key []keyEntry) {
	looks := looks(d)
	if len(looks) > mostKeys {
		return nil
	}
	for _, mode := range slices.Sorted(maps.Keys(looks)) {
		key = append(key, keyEntry{style: fillStyle{fill: looks[mode].Colour}, name: legible.Clean(mode, 24),
			glyph: looks[mode].Glyph})
	}
	return key
}

// magnifier draws the lines from a round in the strip of the run to the strip of the round.
func magnifier(s *chart.Sheet, run, one placed, upper, lower vg.Length) {
	s.Line(chart.Muted, 0.75, run.at(one.from), upper, one.left, lower)
	s.Line(chart.Muted, 0.75, run.at(one.to), upper, one.right, lower)
}

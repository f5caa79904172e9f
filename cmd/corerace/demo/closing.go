package demo

import (
	"fmt"
	"strings"

	"corerace/report/legible"
	"corerace/results/stats"
)

// A gain is what a mode gained over its base, as far as it may be said.
type gain struct {
	Result
	stats.Estimate
	claim
}

// closing shows what the modes gained over their bases: measured, or where the conditions of one of them don't bear
// that, projected to an idle machine. The two are never side by side: they would be compared.
func (w *Wall) closing(results []Result, recorded bool) {
	var gains []gain
	kind, some := measured, false
	for _, r := range results {
		if r.Base == "" {
			continue
		}
		e, c := r.claim()
		gains, some = append(gains, gain{r, e, c}), some || c != nothing
		if c != measured && !r.Conditions.Claimable() {
			kind = projected
		}
	}
	switch {
	case len(gains) == 0:
		return
	case !some:
		w.paragraph(w.Texts.say("end.nothing"))
		return
	case kind == projected:
		w.paragraph(w.Texts.say("end.projected"))
	case !recorded:
		w.paragraph(w.Texts.say("end.measured"))
	case legible.HasInterval(gains[0].Estimate):
		w.paragraph(w.Texts.say("end.recorded"))
	default:
		w.paragraph(w.Texts.say("end.recorded.few"))
	}
	for i := range gains {
		if kind == projected && gains[i].claim == measured {
			gains[i].Estimate, gains[i].claim = gains[i].Projected, projected
		}
	}
	w.gains(gains, kind)
}

// gainWidth is how wide the bars of gains are where nothing limits them.
const gainWidth = 40

// gains draws a bar a gain, in the colour of its mode, to one scale. Where its name and its bar don't fit side by side,
// the bar stands under the name.
func (w *Wall) gains(gains []gain, kind claim) {
	names, values, most := make([]string, len(gains)), make([]string, len(gains)), 1.0
	name, value := 0, 0
	for i, g := range gains {
		names[i] = w.Texts.say("end.over", "act", g.name(), "base", legible.CleanName(g.Base))
		if values[i] = w.Texts.say("end.unsaid"); g.claim == kind && legible.Positive(g.Center) {
			values[i], most = times(w.Texts, g.Estimate), max(most, g.Center)
		}
		name, value = max(name, len([]rune(names[i]))), max(value, len([]rune(values[i])))
	}
	columns := w.columns()
	if columns == 0 {
		columns = 2 + name + 2 + value + 2 + gainWidth
	}
	beside := columns - name - value - 6
	for i, g := range gains {
		drawn := ""
		width := min(gainWidth, max(beside, columns-value-6))
		if beside >= 12 {
			width = min(gainWidth, beside)
		}
		if g.claim == kind && legible.Positive(g.Center) {
			drawn = Cells(g.Center/most, width)
		}
		if kind == projected { // a fainter bar for what isn't measured
			drawn = strings.Repeat(string(othersSign), len([]rune(drawn)))
		}
		tail := fmt.Sprintf("%s  %s", padLeft(values[i], value), w.painted(g.Mode, drawn))
		if beside >= 12 {
			fmt.Fprintf(w.W, "  %s  %s\n", padRight(names[i], name), strings.TrimRight(tail, " "))
			continue
		}
		w.paragraph("  " + names[i])
		fmt.Fprintf(w.W, "    %s\n", strings.TrimRight(tail, " "))
	}
}

// painted is a text in the colour of a mode, on a terminal.
func (w *Wall) painted(mode, text string) string {
	if _, _, live := w.Size(); !live {
		return text
	}
	return w.palette.paint(w.colours[mode], text)
}

// padRight and padLeft fill a text up to a width.
func padRight(s string, width int) string { return s + strings.Repeat(" ", width-len([]rune(s))) }
func padLeft(s string, width int) string  { return strings.Repeat(" ", width-len([]rune(s))) + s }

package figure

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/report/studies"
	"corerace/results"
)

// maxHoldLanes is how many modes the time line of a lock can show.
const maxHoldLanes = 4

// maxHoldRows is how many holds the table of the time line has: the record has all.
const maxHoldRows = 40

// heldSpan is how much of a sample the time line shows.
const heldSpan = 100 * time.Millisecond

// holdsFigure shows who had the lock in a round, a lane a mode and a row a worker.
func holdsFigure(d *content.Document, workload string, round int) (Figure, bool) {
	var lanes []results.Holds
	for _, h := range d.Record.Holds {
		if h.Workload != workload || h.Round != round || h.Twin || len(h.Holds) == 0 || h.Build != "" {
			continue
		}
		same := slices.IndexFunc(lanes, func(x results.Holds) bool { return x.Mode == h.Mode })
		switch {
		case same >= 0 && h.Workers > lanes[same].Workers:
			lanes[same] = h
		case same < 0 && len(lanes) < maxHoldLanes:
			lanes = append(lanes, h)
		}
	}
	if len(lanes) == 0 {
		return Figure{}, false
	}
	f := Figure{Name: "lock-" + slug(workload), Title: legible.CleanName(workload) + ": who has the lock",
		Alt: holdsAlt(lanes), Data: holdsData(lanes)}
	subtitle := fmt.Sprintf("round %d, the first %s; one row a worker", round, legible.Length(heldSpan))
	f.tall = func(vg.Length) vg.Length { return holdsHeight(lanes) }
	f.Lines = []string{"A worker computes while its row is filled, and waits for the lock while it is empty.",
		studies.UpperFirst(subtitle) + "."}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, scene.MachineLine(d.Machine()))
		holdLanes(s, lanes, looks(d))
	}
	return f, true
}

func holdsAlt(lanes []results.Holds) string {
	alt := "One lane a mode with a lock, one row a worker, filled while the worker has the lock."
	for _, h := range lanes {
		alt += fmt.Sprintf(" %s with %s: %d holds.", legible.CleanName(h.Mode), legible.Count(h.Workers, "worker"),
			int64(len(h.Holds))+h.Left)
	}
	return alt
}

func holdsData(lanes []results.Holds) legible.Table {
	t := legible.Table{Caption: "Who had the lock, the first holds of each mode",
		Header: []string{"mode", "worker", "from", "for"}, Left: 1}
	for _, h := range lanes {
		for _, x := range h.Holds[:min(len(h.Holds), maxHoldRows/len(lanes))] {
			t.Rows = append(t.Rows, []string{legible.CleanName(h.Mode), strconv.Itoa(x.Worker + 1),
				legible.Length(x.From), legible.Length(x.For)})
		}
	}
	return t
}

// The measures of a chart of holds, in points.
const (
	holdsTop  = 62 // the frame
	holdsFoot = 60 // the axis and the source line
	holdsNote = 34 // the words on a stretch, above the first lane
	holdsName = 16 // of a lane
)

// holdRows is the height of the rows of a lane, one a worker.
func holdRows(h results.Holds) vg.Length { return max(40, min(vg.Length(h.Workers)*20, 80)) }

func holdsHeight(lanes []results.Holds) vg.Length {
	h := vg.Length(holdsTop + holdsFoot + holdsNote)
	for _, l := range lanes {
		h += holdsName + holdRows(l) + 8
	}
	return h
}

// holdLanes draws the lanes on one axis of time from go, one stretch of the first with its length.
//
//	             5.0 ms: worker 1 has the lock, the other waits
//	             ├──────┤
//	gil worker 1 ▇▇▇▇▇▇▇▇        ▇▇▇▇▇▇▇
//	    worker 2         ▇▇▇▇▇▇▇▇       ▇▇▇▇▇▇▇
func holdLanes(s *chart.Sheet, lanes []results.Holds, looks map[string]chart.Look) {
	end := time.Duration(1)
	for _, h := range lanes {
		last := h.Holds[len(h.Holds)-1]
		end = max(end, min(last.From+last.For, heldSpan))
	}
	unit, scale := timeUnit(end)
	left, right := vg.Length(chart.Margin+52), s.Width-chart.Margin
	at := func(d time.Duration) vg.Length {
		return left + (right-left)*vg.Length(float64(min(max(d, 0), end))/float64(end))
	}
	y := s.Height - holdsTop - holdsNote
	for i, h := range lanes {
		name, line := chart.Fit(chart.Hand{Size: 10.5, Weight: chart.Semibold, Token: chart.Fg}, chart.LeastText,
			s.Width-2*chart.Margin, legible.CleanName(h.Mode))
		s.Write(name, chart.Margin, y-11, line)
		y -= holdsName
		if i == 0 {
			annotate(s, h, at, end, y)
		}
		holdLane(s, h, at, looks[h.Mode].Colour, y, holdRows(h))
		y -= holdRows(h) + 8
	}
	h := chart.Hand{Size: 9.5, Weight: chart.Regular, Token: chart.Muted, Align: 0.5}
	for _, t := range chart.NiceTicks(float64(end)/scale, 6, "") {
		s.Write(h, at(time.Duration(t.Value*scale)), y-8, t.Label)
	}
	h.Align, h.Token = 0, chart.Fg
	s.Write(h, left, y-22, unit+" since go")
}

// longestHold is the longest stretch that is drawn whole, the one to speak of.
func longestHold(h results.Holds, end time.Duration) (long results.Hold, ok bool) {
	for _, x := range h.Holds {
		if x.From >= 0 && x.From+x.For <= end && x.Worker < h.Workers && x.For > long.For {
			long, ok = x, true
		}
	}
	return long, ok
}

// holdWords say what a stretch is.
func holdWords(h results.Holds, x results.Hold) string {
	words := fmt.Sprintf("worker %d has the lock for %s", x.Worker+1, legible.Length(x.For))
	switch {
	case h.Workers == 2:
		words += ", the other waits"
	case h.Workers > 2:
		words += ", the others wait"
	}
	return words
}

// annotate marks one stretch above the rows of its lane, and says what it is.
func annotate(s *chart.Sheet, h results.Holds, at func(time.Duration) vg.Length, end time.Duration, y vg.Length) {
	x, ok := longestHold(h, end)
	if !ok {
		return
	}
	from, to := at(x.From), max(at(x.From+x.For), at(x.From)+1.5)
	up := y + holdsName + 2
	s.Line(chart.Fg, 1, from, up, to, up)
	for _, edge := range []vg.Length{from, to} {
		s.Line(chart.Fg, 1, edge, up+3, edge, y-vg.Length(x.Worker)*holdRows(h)/vg.Length(h.Workers)-2)
	}
	hand, words := chart.Hand{Size: 10, Weight: chart.Medium, Token: chart.Fg, Align: 0.5}, holdWords(h, x)
	half := chart.WidthOf(hand, words) / 2
	s.Write(hand, min(max((from+to)/2, chart.Margin+half), s.Width-chart.Margin-half), up+8, words)
}

// holdLane draws the holds of one mode, each worker in its row. A worker that hasn't the lock waits on its line.
func holdLane(
	s *chart.Sheet, h results.Holds, at func(time.Duration) vg.Length, ink chart.Token, top, height vg.Length,
) {
	row := height / vg.Length(max(h.Workers, 1))
	every := 1
	for row*vg.Length(every) < 9.5 && every < h.Workers {
		every *= 2
	}
	for w := range min(h.Workers, 64) {
		y := top - vg.Length(w)*row
		s.Line(chart.Rule, 0.5, at(0), y-row*0.9, at(1<<62), y-row*0.9)
		if w%every == 0 {
			s.WriteMiddle(chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 1}, at(0)-7, y-row*0.45,
				"worker "+strconv.Itoa(w+1))
		}
	}
	s.SetColor(s.Inks.Of(ink))
	var p vg.Path
	for _, x := range h.Holds {
		if x.Worker >= h.Workers || x.From > heldSpan {
			continue
		}
		y := top - vg.Length(x.Worker)*row
		p = append(p, box(at(x.From), max(at(x.From+x.For), at(x.From)+0.3), y-row*0.9, y-row*0.1).Path()...)
	}
	s.Fill(p)
}

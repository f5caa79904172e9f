package figure

import (
	"fmt"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/results"
)

// maxHoldLanes is how many modes the time line of a lock can show.
const maxHoldLanes = 4

// heldSpan is how much of a sample the time line shows.
const heldSpan = 100 * time.Millisecond

// holdsFigure shows who had the lock in the middle round, a lane a mode and a row a worker.
func holdsFigure(d *content.Document, workload string) (Figure, bool) {
	var lanes []results.Holds
	round := middleRound(d)
	for _, h := range d.Record.Holds {
		if h.Workload != workload || h.Round != round || h.Twin || len(h.Holds) == 0 || h.Build != "" {
			continue
		}
		if n := len(lanes); n > 0 && lanes[n-1].Mode == h.Mode && h.Workers > lanes[n-1].Workers {
			lanes[n-1] = h
		} else if len(lanes) < maxHoldLanes {
			lanes = append(lanes, h)
		}
	}
	if len(lanes) == 0 {
		return Figure{}, false
	}
	f := Figure{Name: "lock-" + slug(workload), Title: content.CleanName(workload) + ": who has the lock",
		Alt: holdsAlt(lanes), Data: holdsData(lanes)}
	subtitle := fmt.Sprintf("round %d, the first %s; one row a worker", round, content.Length(heldSpan))
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, content.MachineLine(d.Machine()))
		holdLanes(s, lanes)
	}
	return f, true
}

func holdsAlt(lanes []results.Holds) string {
	alt := "One lane a mode with a lock, one row a worker, filled while the worker has the lock."
	for _, h := range lanes {
		alt += fmt.Sprintf(" %s with %s: %d holds.", content.CleanName(h.Mode), content.Count(h.Workers, "worker"),
			int64(len(h.Holds))+h.Left)
	}
	return alt
}

func holdsData(lanes []results.Holds) content.Table {
	t := content.Table{Caption: "Who had the lock, the first holds of each mode",
		Header: []string{"mode", "worker", "from", "for"}, Left: 1}
	for _, h := range lanes {
		for _, x := range h.Holds[:min(len(h.Holds), content.MaxRows/len(lanes))] {
			t.Rows = append(t.Rows, []string{content.CleanName(h.Mode), strconv.Itoa(x.Worker + 1),
				content.Length(x.From), content.Length(x.For)})
		}
	}
	return t
}

// holdLanes draws the lanes on one axis of time from go.
func holdLanes(s *chart.Sheet, lanes []results.Holds) {
	end := time.Duration(1)
	name := chart.Hand{Size: 11, Weight: chart.Semibold, Token: chart.Fg, Align: 1}
	widest := vg.Length(60)
	for _, h := range lanes {
		last := h.Holds[len(h.Holds)-1]
		end = max(end, min(last.From+last.For, heldSpan))
		widest = max(widest, chart.WidthOf(name, content.CleanName(h.Mode)))
	}
	unit, scale := timeUnit(end)
	left := vg.Length(chart.Margin) + min(widest, 150) + 14
	p := chart.NewPlot(0, float64(end)/scale, 0, 1)
	p.Add(s.XAxis(chart.NiceTicks(float64(end)/scale, 6, ""), unit+" since go"),
		chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
			tx, _ := p.Transforms(&c)
			height := (c.Max.Y - c.Min.Y) / vg.Length(len(lanes))
			for i, h := range lanes {
				top := c.Max.Y - vg.Length(i)*height
				hd, line := chart.Fit(name, 7, left-chart.Margin-14, content.CleanName(h.Mode))
				s.WriteMiddle(hd, left-12, top-height/2, line)
				holdLane(s, h, func(d time.Duration) vg.Length { return tx(float64(min(max(d, 0), end)) / scale) },
					top-height*0.1, height*0.8)
			}
		}))
	s.Area(p, left, chart.FigureWidth-chart.Margin, 62, 234)
}

// holdLane draws the holds of one mode, each worker in its row and colour.
func holdLane(s *chart.Sheet, h results.Holds, tx func(time.Duration) vg.Length, top, height vg.Length) {
	row := height / vg.Length(max(h.Workers, 1))
	for _, x := range h.Holds {
		if x.Worker >= h.Workers || x.From > heldSpan {
			continue
		}
		y := top - vg.Length(x.Worker)*row
		s.SetColor(s.Inks.Of(chart.LookOf(x.Worker).Colour))
		s.Fill(box(tx(x.From), max(tx(x.From+x.For), tx(x.From)+0.3), y-row*0.85, y).Path())
	}
}

package studies

import (
	"fmt"
	"unicode"

	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results/costs"
)

// TalkPicture is what one message costs, a row a way: the round trip of the smallest message and of the largest, and what
// a small one costs in a stream.
func TalkPicture(t *costs.Talk) legible.Picture {
	p := legible.Picture{Name: "talk", Title: scene.OpenTitle("What one message costs", t.Conditions, t.Rounds),
		Axis: "time a message, log scale", Unit: costs.Seconds, Doubt: t.Doubt != "",
		Shows: "A row a way that messages take, with what one costs.",
		Look:  "Look for how far a way's marks lie apart: that is what size, or waiting for an answer, costs on it."}
	var smallest, largest int
	if len(t.Sizes) > 0 {
		smallest, largest = t.Sizes[0], t.Sizes[len(t.Sizes)-1]
	}
	p.Marks = fmt.Sprintf("Dot: a round trip of %s; ring: one of many that go one way in a stream",
		costs.ByteSize(smallest))
	if largest != smallest {
		p.Marks += "; bar: a round trip of " + costs.ByteSize(largest)
	}
	p.Marks += "; " + legible.Count(t.Rounds, "round")
	for _, l := range t.Lines {
		at, ok := l.At(smallest)
		if !ok {
			continue
		}
		r := legible.PictureRow{Group: legible.CleanName(l.Between), Name: legible.CleanName(l.Way),
			Text: costs.Seconds(at.Trip.Center)}
		r.Lo, r.Mid, r.Hi = at.Trip.Center, at.Trip.Center, at.Trip.Center
		if legible.Positive(at.PerSecond.Center) {
			r.Ring = 1 / at.PerSecond.Center
		}
		if big, ok := l.At(largest); ok && largest != smallest && legible.Positive(big.Trip.Center) {
			r.Tick = big.Trip.Center
			r.Text += " – " + costs.Seconds(big.Trip.Center)
		}
		p.Add(r)
	}
	return p
}

// GrainPicture is from which length of a share every mode beats serial; a mode that doesn't has no row.
func GrainPicture(g *costs.Grain) legible.Picture {
	p := legible.Picture{Name: "grain", Title: "From which length of a share a mode beats serial", Unit: costs.Seconds,
		Axis: "length of a share, log scale", Shows: "A row a mode.", Marks: "Dot: the estimate; bar: its 95 % interval",
		Look: "Look for how far right a mode stands: shares must be longer than that.", Doubt: g.Doubt != ""}
	for i, m := range g.Modes {
		if m.Beats.N == 0 {
			continue
		}
		r := legible.RowOf(m.Beats, legible.PictureRow{Name: legible.CleanName(m.Mode), Text: Seconds(m.Beats)})
		p.Add(r)
		if n := len(p.Rows); n > 0 {
			p.Rows[n-1].Slot = i
		}
	}
	return p
}

// PoolsPicture is by how many times our pools are better than what stands beside them.
func PoolsPicture(s *costs.Pools) legible.Picture {
	p := legible.Picture{Name: "pools", Title: "How many times as good as what stands beside it",
		Axis: "ours beside theirs, log scale", Line: 1, Unit: legible.TimesUnit, Doubt: s.Doubt != "",
		Shows: "A row a figure that both have: how many times as fast ours is, or how many times less it takes.",
		Marks: "Dot: the estimate; bar: its 95 % interval; the line is where both are as good",
		Look:  "Look for rows left of the line: there what stands beside our pool is better."}
	for _, l := range s.Rows {
		if l.NotHere != "" {
			continue
		}
		group := map[string]string{"": "beside Python's", costs.BesideC: "beside C",
			costs.BesideMemory: "beside bare memory"}[l.Beside]
		p.Add(legible.RowOf(l.Better, legible.PictureRow{Group: legible.GroupOf(group, "beside others"),
			Name: legible.CleanName(l.What) + ", " + legible.CleanName(l.Theirs), Text: legible.Times(l.Better.Center)}))
	}
	return p
}

// PoolsSentences say of each thing that our pools stand beside how they come off; none in doubt.
func PoolsSentences(s *costs.Pools) (all []string) {
	if s.Doubt != "" {
		return nil
	}
	rows := PoolsPicture(s).Rows
	for len(rows) > 0 {
		worst, best, n := rows[0], rows[0], 0
		for n < len(rows) && rows[n].Group == rows[0].Group {
			if rows[n].Mid < worst.Mid {
				worst = rows[n]
			}
			if rows[n].Mid > best.Mid {
				best = rows[n]
			}
			n++
		}
		line := fmt.Sprintf("%s: ours is %s as good (%s)", UpperFirst(worst.Group), worst.Text, worst.Name)
		if n > 1 {
			line = fmt.Sprintf("%s: ours is from %s (%s) to %s (%s) as good, in %s", UpperFirst(worst.Group), worst.Text,
				worst.Name, best.Text, best.Name, legible.Count(n, "figure"))
		}
		all, rows = append(all, line+"."), rows[n:]
	}
	return all
}

// UpperFirst is a sentence of a clause.
func UpperFirst(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

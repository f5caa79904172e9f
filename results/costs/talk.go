package costs

import (
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// A TalkRun is what was measured of ways to hand a message over.
type TalkRun struct {
	Seed    string          `json:"seed"`
	Started time.Time       `json:"started"`
	Host    results.Machine `json:"host"`
	Python  string          `json:"python"` // version; "": none
	Budget  time.Duration   `json:"budget_ns"`
	Sizes   []int           `json:"sizes"` // bytes of a message
	Cells   []TalkCell      `json:"cells"`
	NotHere []string        `json:"not_here"` // ways that this machine doesn't have, with the reason
	Samples []TalkSample    `json:"samples"`
	Rounds  []results.Round `json:"rounds"`
}

// A TalkCell is a way, and what it is between.
type TalkCell struct {
	Way     string `json:"way"`
	Between string `json:"between"`
}

// A TalkSample is a way with messages of one size in one round.
type TalkSample struct {
	Round   int    `json:"round"` // from 1
	Way     string `json:"way"`
	Between string `json:"between"`
	Size    int    `json:"size"`
	// Trip is the median round trip in seconds, or their mean where the clock's steps are longer than that, and Trip99
	// the 99th percentile, 0 where there were too few to tell, or the clock doesn't.
	Trip   float64 `json:"trip_seconds"`
	Trip99 float64 `json:"trip99_seconds"`
	Trips  int     `json:"trips"`
	// PerSecond is how many messages a second went one way, and Messages how many there were.
	PerSecond float64 `json:"per_second"`
	Messages  int     `json:"messages"`
}

// A Talk is what a TalkRun says.
type Talk struct {
	Rounds     int                   `json:"rounds"`
	Conditions conditions.Conditions `json:"conditions"`
	Doubt      string                `json:"doubt,omitempty"` // why nothing may be claimed, as Conditions.Doubt says it
	Sizes      []int                 `json:"sizes"`
	Lines      []TalkLine            `json:"lines"`
	Words      []string              `json:"words"`
	Notes      []string              `json:"notes"`
}

// A TalkLine is one way, with a point a size.
type TalkLine struct {
	TalkCell
	Points []TalkPoint `json:"points"`
}

// A TalkPoint is a way with messages of one size. Each estimate is over the rounds, in seconds or messages a second.
type TalkPoint struct {
	Size      int            `json:"size"`
	Trip      stats.Estimate `json:"trip_seconds"`
	Trip99    stats.Estimate `json:"trip99_seconds"`
	PerSecond stats.Estimate `json:"per_second"`
}

// SummarizeTalk estimates what a message costs: for each way and size the Hodges–Lehmann estimate over the rounds, on
// logarithms, with its signed-rank interval. A 99th percentile is estimated like any other figure of a round.
func SummarizeTalk(run *TalkRun) *Talk {
	t := &Talk{Rounds: roundsAfterWarmUp(run.Rounds), Sizes: run.Sizes}
	t.Conditions = conditions.Of(run.Host, run.Rounds...)
	figures := map[TalkCell]map[int]*talkFigures{}
	for _, s := range run.Samples {
		cell := TalkCell{s.Way, s.Between}
		if figures[cell] == nil {
			figures[cell] = map[int]*talkFigures{}
		}
		f := figures[cell][s.Size]
		if f == nil {
			f = &talkFigures{}
			figures[cell][s.Size] = f
		}
		f.trip, f.trip99, f.perSecond = append(f.trip, s.Trip), append(f.trip99, s.Trip99),
			append(f.perSecond, s.PerSecond)
	}
	for _, cell := range run.Cells {
		line := TalkLine{TalkCell: cell}
		for _, size := range run.Sizes {
			if f := figures[cell][size]; f != nil {
				line.Points = append(line.Points,
					TalkPoint{size, typical(f.trip), typical(f.trip99), typical(f.perSecond)})
			}
		}
		t.Lines = append(t.Lines, line)
	}
	t.Doubt = t.Conditions.Doubt(t.Rounds)
	t.Words, t.Notes = t.words(), t.notes(run)
	return t
}

// talkFigures are the rounds of one point.
type talkFigures struct{ trip, trip99, perSecond []float64 }

// typical is the estimate of a positive quantity over rounds. Rounds that don't tell, which are 0, are left out.
func typical(xs []float64) stats.Estimate {
	ones := make([]float64, len(xs))
	for i := range ones {
		ones[i] = 1
	}
	return stats.PairedRatio(xs, ones)
}

func roundsAfterWarmUp(rounds []results.Round) int {
	n := 0
	for _, r := range rounds {
		if r.Round > 0 {
			n++
		}
	}
	return n
}

// At is the point of a size, and whether there is one.
func (l TalkLine) At(size int) (TalkPoint, bool) {
	for _, p := range l.Points {
		if p.Size == size {
			return p, true
		}
	}
	return TalkPoint{}, false
}

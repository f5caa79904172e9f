package costs

import (
	"math"
	"slices"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// A grainTable is a GrainRun by mode, length and round, in seconds.
type grainTable struct {
	run        *GrainRun
	rounds     int
	goroutines int           // the number of the mode; 0: not there
	starts     [][]float64   // by mode and round
	walls      [][][]float64 // by mode, length and round
	work       float64
}

// grainRounds are the rounds to estimate from, without the warm-up, and a note where they aren't all.
func grainRounds(run *GrainRun) (rounds []results.Round, note string) {
	rounds = slices.DeleteFunc(slices.Clone(run.Rounds), func(r results.Round) bool { return r.Round == 0 })
	quiet := conditions.QuietRounds(run.Host, rounds)
	if len(quiet) < stats.MinRounds {
		return rounds, ""
	}
	return slices.DeleteFunc(rounds, func(r results.Round) bool { return !quiet[r.Round] }),
		conditions.QuietNote(len(quiet), len(rounds))
}

// newGrainTable keeps those of the rounds in which every mode was measured at each of its lengths.
func newGrainTable(run *GrainRun, rounds []results.Round) *grainTable {
	t := &grainTable{run: run, work: run.Work.Seconds(), starts: make([][]float64, len(run.Modes)),
		walls: make([][][]float64, len(run.Modes))}
	number := map[string]int{}
	for i, c := range run.Modes {
		number[c.Mode] = i
		t.walls[i] = make([][]float64, len(c.Shares))
	}
	t.goroutines = number["goroutines"]
	byRound := map[int][]GrainSample{}
	for _, s := range run.Samples {
		if i, ok := number[s.Mode]; ok && len(s.Walls) == len(run.Modes[i].Shares) {
			byRound[s.Round] = append(byRound[s.Round], s)
		}
	}
	for _, r := range rounds {
		samples := byRound[r.Round]
		if len(samples) != len(run.Modes) {
			continue
		}
		t.rounds++
		for _, s := range samples {
			i := number[s.Mode]
			t.starts[i] = append(t.starts[i], s.Start.Seconds())
			for j, w := range s.Walls {
				t.walls[i][j] = append(t.walls[i][j], w.Seconds())
			}
		}
	}
	return t
}

// A grainLine is wall = a + b × shares, in seconds.
type grainLine struct{ a, b float64 }

// line fits a mode's walls in some rounds. The residuals are divided by the wall, for noise grows with it.
func (t *grainTable) line(i int, idx []int) grainLine {
	var sw, sx, sy, sxx, sxy float64
	for j, k := range t.run.Modes[i].Shares {
		x, y := float64(k), stats.Median(pickRounds(t.walls[i][j], idx))
		if !(y > 0) {
			continue
		}
		w := 1 / (y * y)
		sw, sx, sy, sxx, sxy = sw+w, sx+w*x, sy+w*y, sxx+w*x*x, sxy+w*x*y
	}
	b := (sw*sxy - sx*sy) / (sw*sxx - sx*sx)
	return grainLine{(sy - b*sx) / sw, b}
}

func (t *grainTable) start(i int, idx []int) float64 {
	return stats.Median(pickRounds(t.starts[i], idx))
}

func pickRounds(xs []float64, idx []int) []float64 {
	out := make([]float64, len(idx))
	for i, at := range idx {
		out[i] = xs[at]
	}
	return out
}

// within is the share length from which a mode takes at most factor times as long as another: between the two lengths
// that it lies between, the walls are taken as straight lines over the number of shares. Where the mode is within at
// every length, the lines through all of them go on to shorter ones. It is infinite where the mode isn't within even at
// the greatest length.
func (t *grainTable) within(i, other int, factor float64, idx []int) float64 {
	work := t.line(0, idx).a
	var k0, d0 float64
	for j := range min(len(t.walls[i]), len(t.walls[other])) {
		k := float64(t.run.Modes[i].Shares[j])
		d := stats.Median(pickRounds(t.walls[i][j], idx)) - factor*stats.Median(pickRounds(t.walls[other][j], idx))
		switch {
		case d > 0 && j == 0:
			return math.Inf(1)
		case d > 0:
			return work / (k0 + (k-k0)*-d0/(d-d0))
		}
		k0, d0 = k, d
	}
	m, o := t.line(i, idx), t.line(other, idx)
	cost, gain := m.b-factor*o.b, factor*o.a-m.a
	if cost <= 0 || gain <= 0 {
		return 0
	}
	return min(cost/gain, 1/k0) * work
}

// pays is the serial length of a job from which starting the workers for it pays.
func (t *grainTable) pays(i int, idx []int) float64 {
	m, serial := t.line(i, idx), t.line(0, idx)
	if m.a >= serial.a {
		return math.Inf(1)
	}
	return t.start(i, idx) / (1 - m.a/serial.a)
}

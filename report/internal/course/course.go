package course

import (
	"maps"
	"math"
	"math/rand/v2"
	"sort"
	"strings"
	"time"

	"corerace/report/content"
	"corerace/report/scene"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// A Course is what a made-up run should look like; Fixture runs it.
type Course struct {
	Workloads []string
	Modes     []string // after serial
	Workers   []int
	Rounds    int
	Cores     int
	Wall      time.Duration
}

// TwoCores is the usual case: a machine with two cores.
var TwoCores = Course{
	Workloads: []string{"mandelbrot", "primes"}, Modes: []string{"goroutines", "gil", "processes"},
	Workers: []int{1, 2}, Rounds: 12, Cores: 2, Wall: 210 * time.Millisecond,
}

// EightCores has something to show on a chart of lines.
var EightCores = Course{
	Workloads: []string{"mandelbrot"}, Modes: []string{"goroutines", "gil", "gil-ticks", "processes", "processes-pipe"},
	Workers: []int{1, 2, 4, 6, 8}, Rounds: 12, Cores: 8, Wall: 1200 * time.Millisecond,
}

// speedupOf is how fast a mode of a course is.
func speedupOf(mode string, n int) float64 {
	x := float64(n)
	switch mode {
	case "goroutines":
		return x / (1 + 0.02*(x-1))
	case "processes":
		return x / (1 + 0.035*(x-1))
	case "processes-pipe":
		return 0.93 * x / (1 + 0.09*(x-1))
	case "gil":
		return 1 - 0.02*math.Log2(x)
	case "gil-ticks":
		return 0.9 / (1 + 0.12*(x-1))
	}
	return 1
}

// Fixture is a document of a made-up run, alike each time.
func Fixture(c Course) *content.Document {
	rnd := rand.New(rand.NewPCG(7, 7))
	rec := &results.Record{Run: results.Run{
		Format: 1, Seed: "7", Started: time.Date(2026, 11, 6, 9, 30, 0, 0, time.UTC),
		Hosts: []results.Machine{{
			CPUModel: "AMD Ryzen 7 7840U", CoresLogical: c.Cores, CoresPhysical: c.Cores, MemoryBytes: 8 << 30,
			OS: "Debian GNU/Linux 13", Kernel: "6.12.9", Arch: "amd64", GoVersion: "go1.26.8",
		}},
		Plan: results.Plan{Workers: c.Workers, Rounds: c.Rounds, Target: 100 * time.Millisecond,
			Notes: []string{"threads: left out by hand"}},
	}}
	for _, w := range c.Workloads {
		rec.Run.Plan.Workloads = append(rec.Run.Plan.Workloads, results.PlannedWorkload{
			Name: w, Doc: "what " + w + " does", Size: 4096, Passes: 21, Share: 64, Pass: 10 * time.Millisecond,
		})
	}
	rec.Run.Plan.Modes = append(rec.Run.Plan.Modes,
		results.PlannedMode{Name: "serial", Doc: "the plain loop on one core", Baseline: "serial"})
	for _, m := range c.Modes {
		rec.Run.Plan.Modes = append(rec.Run.Plan.Modes,
			results.PlannedMode{Name: m, Doc: "the mode " + m, Baseline: "serial"})
	}
	now := 40 * time.Millisecond
	for round := range c.Rounds + 1 {
		start := now
		cells := courseCells(c)
		rnd.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
		for pos, cell := range cells {
			now = runCell(rec, rnd, c, cell, round, pos, now)
		}
		rec.Rounds = append(rec.Rounds, results.Round{Round: round, T: start, Wall: now - start, Load1: new(0.4),
			Others: new(0.03)})
	}
	rec.End = &results.End{T: now, Reason: "rounds"}
	return &content.Document{Record: rec, Summary: handSummary(rec, c), Name: "race.jsonl"}
}

func courseCells(c Course) []results.Cell {
	var cells []results.Cell
	for _, w := range c.Workloads {
		cells = append(cells, results.Cell{Workload: w, Mode: "serial", Workers: 1})
		for _, m := range c.Modes {
			for _, n := range c.Workers {
				cells = append(cells, results.Cell{Workload: w, Mode: m, Workers: n})
			}
		}
	}
	return cells
}

// runCell adds a sample and its points of the stream, and returns when it was over.
func runCell(rec *results.Record, rnd *rand.Rand, c Course, cell results.Cell, round, pos int,
	now time.Duration) time.Duration {
	spawn := 200 * time.Microsecond
	if cell.Mode == "processes" || cell.Mode == "processes-pipe" {
		spawn = 9 * time.Millisecond
	}
	point := func(until time.Duration, own float64) {
		busy := make([]float64, c.Cores)
		for i := range busy {
			share := min(own-float64(i), 1)
			if cell.Mode == "gil" && cell.Workers > 1 {
				share = own / float64(min(cell.Workers, c.Cores))
				if i >= cell.Workers {
					share = 0
				}
			}
			busy[i] = math.Round(min(max(share, 0.02)*(0.96+0.05*rnd.Float64()), 1)*1000) / 1000
		}
		rec.Cores = append(rec.Cores, results.Cores{T: until, Busy: busy})
	}
	now += spawn + 12*time.Millisecond
	point(now, 0.2)
	speed := speedupOf(cell.Mode, cell.Workers)
	wall := time.Duration(float64(c.Wall) / speed * (1 + 0.02*rnd.NormFloat64()))
	own := speed
	if cell.Mode == "gil" || cell.Mode == "gil-ticks" {
		own = 1
	}
	for t := now + 100*time.Millisecond; t < now+wall; t += 100 * time.Millisecond {
		point(t, own)
	}
	point(now+wall, own)
	rec.Samples = append(rec.Samples, results.Sample{
		Round: round, Pos: pos, Cell: cell, Baseline: "serial", T: now, Spawn: spawn, Setup: 80 * time.Microsecond,
		Wall:  wall,
		Items: 86016, Share: 64, Claim: "shared", GOMAXPROCS: c.Cores, Sum: "9f3c20",
		CPU: results.CPU{Workers: time.Duration(float64(wall) * own)},
	})
	return now + wall
}

// handSummary is a plain stand-in for results.Summarize, so that the goldens here don't move with the statistics.
func handSummary(rec *results.Record, c Course) *verdict.Summary {
	sum := &verdict.Summary{Rounds: c.Rounds, CoreIDs: results.CoreIDs(rec), Elapsed: rec.End.T,
		Conditions: conditions.Conditions{Others: new(0.03), Steal: new(0.0), Load1: new(0.41)}}
	perCell := map[results.Cell][]content.Dot{}
	for _, w := range c.Workloads {
		maps.Copy(perCell, (&content.Document{Record: rec, Summary: sum}).Dots(w))
	}
	for _, cell := range courseCells(c) {
		var ratios []float64
		for _, d := range perCell[cell] {
			ratios = append(ratios, d.Ratio)
		}
		e := handEstimate(ratios)
		cs := verdict.CellSummary{Cell: cell, Baseline: "serial", Rounds: len(ratios), Measured: e, WithStart: e,
			Efficiency: e}
		cs.WithStart.Center *= 0.98
		cs.Efficiency.Center /= float64(cell.Workers)
		for i := range rec.Samples {
			if s := &rec.Samples[i]; s.Cell == cell && s.Round == 1 {
				cs.Wall, cs.Spawn, cs.Setup = s.Wall, s.Spawn, s.Setup
				cs.OwnCores = content.OwnCores(s)
				cs.CoresBusy = cs.OwnCores + 0.03
				busy, _ := scene.Average(scene.Spans(rec.Cores, s.T, s.T+s.Wall), s.T, s.T+s.Wall)
				cs.PerCore = busy
			}
		}
		sum.Cells = append(sum.Cells, cs)
	}
	for _, w := range c.Workloads {
		n := c.Workers[len(c.Workers)-1]
		sum.Verdicts = append(sum.Verdicts, verdict.Verdict{
			Workload: w, Baseline: "serial", Best: results.Cell{Workload: w, Mode: "goroutines", Workers: n},
			Next: results.Cell{Workload: w, Mode: "processes", Workers: n},
			Ratio: stats.Estimate{Center: 1.02, Lo: 1.01, Hi: 1.03, Confidence: 0.95, N: c.Rounds,
				Method: stats.MethodHodgesLehmann}, Decided: true,
		})
	}
	sum.Warnings = []string{"the machine was not idle: other programs used 0.03 cores"}
	return sum
}

func handEstimate(xs []float64) stats.Estimate {
	sort.Float64s(xs)
	n := len(xs)
	if n == 0 {
		return stats.Estimate{}
	}
	e := stats.Estimate{Center: xs[n/2], N: n, Method: stats.MethodHodgesLehmann}
	if n >= stats.MinRounds {
		e.Lo, e.Hi, e.Confidence = xs[n/5], xs[n-1-n/5], 0.95
	}
	return e
}

// Small is a course whose files are short enough to be read in a review.
var Small = Course{
	Workloads: []string{"mandelbrot"}, Modes: []string{"goroutines", "gil"},
	Workers: []int{1, 2}, Rounds: 6, Cores: 2, Wall: 210 * time.Millisecond,
}

// AddTimes gives every sample the times of its workers: 60 % on a core, 30 % waiting and 10 % of anything else.
func AddTimes(d *content.Document) {
	for i := range d.Record.Samples {
		s := &d.Record.Samples[i]
		s.CPU = results.CPU{Workers: s.Wall}
		if !strings.HasPrefix(s.Mode, "processes") {
			s.Pool = &results.PoolTime{OnCPU: s.Wall / 10 * 6, Wait: s.Wall / 10 * 3, Rest: s.Wall / 10}
			continue
		}
		tenth := s.Wall / time.Duration(10*s.Workers) // together they were on no more than a core
		for n := range s.Workers {
			wait := time.Duration(n % 4)
			s.PerWorker = append(s.PerWorker, results.Worker{OnCPU: tenth * (9 - wait), Wait: tenth * wait,
				Blocked: tenth})
		}
	}
}

// AddOwn gives a record points of own use: ours is that part of what every core did.
func AddOwn(d *content.Document, part float64) {
	for _, p := range d.Record.Cores {
		own := make([]float64, len(p.Busy))
		for i, b := range p.Busy {
			own[i] = b * part
		}
		d.Record.Own = append(d.Record.Own, results.Own{T: p.T, Own: own})
	}
}

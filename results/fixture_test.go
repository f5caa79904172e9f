package results

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file in testdata, and leaves what it got beside it where they differ.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		if err := os.WriteFile(path+".got", got, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s differs: see %s.got, or run with -update", path, path)
	}
}

// The record in testdata/small.jsonl is made up. It is what a quiet machine with two cores would give: goroutines and
// processes both halve the time of mandelbrot, and the collector that goroutines share slows binarytrees down.
func TestSmallRecordIsWrittenAsItWas(t *testing.T) {
	var out bytes.Buffer
	if err := writeSmall(NewWriter(&out)); err != nil {
		t.Fatal(err)
	}
	golden(t, "small.jsonl", out.Bytes())
}

const ms = time.Millisecond

// A madeUp is the cell of a record that nobody measured.
type madeUp struct {
	Cell
	wall, spawn time.Duration
	cores       float64 // kept busy by it
	split       float64 // share of it on one core
}

func madeUpCells() []madeUp {
	var cells []madeUp
	add := func(workload, mode string, workers int, wall, spawn time.Duration, cores float64) {
		split := 0.93
		if workers == 2 {
			split = 0.5
		}
		cells = append(cells, madeUp{Cell{workload, mode, workers, ""}, wall, spawn, cores, split})
	}
	add("mandelbrot", "serial", 1, 200*ms, 0, 0.99)
	add("mandelbrot", "goroutines", 1, 201*ms, 0, 0.99)
	add("mandelbrot", "goroutines", 2, 102*ms, 0, 1.97)
	add("mandelbrot", "gil", 1, 201*ms, 0, 0.99)
	add("mandelbrot", "gil", 2, 205*ms, 0, 0.99)
	add("mandelbrot", "processes", 1, 201*ms, 8*ms, 0.99)
	add("mandelbrot", "processes", 2, 103*ms, 9*ms, 1.96)
	add("binarytrees", "serial", 1, 200*ms, 0, 0.99)
	add("binarytrees", "goroutines", 1, 188*ms, 0, 1.21)
	add("binarytrees", "goroutines", 2, 150*ms, 0, 1.86)
	add("binarytrees", "gil", 1, 201*ms, 0, 0.99)
	add("binarytrees", "gil", 2, 209*ms, 0, 0.99)
	add("binarytrees", "processes", 1, 202*ms, 8*ms, 0.99)
	add("binarytrees", "processes", 2, 108*ms, 9*ms, 1.94)
	return cells
}

func writeSmall(w *Writer) error {
	rng := rand.New(rand.NewPCG(7, 7))
	about := func(d time.Duration, sd float64) time.Duration {
		return time.Duration(float64(d) * math.Exp(sd*rng.NormFloat64())).Round(time.Microsecond)
	}
	if err := w.Run(smallRun()); err != nil {
		return err
	}
	cells := madeUpCells()
	now, pid := 412*ms, 4100
	cores := &madeUpCores{w: w, rng: rng}
	for round := 0; round <= smallRun().Plan.Rounds; round++ {
		start := now
		pace := 0.015 * rng.NormFloat64() // of everything in this round
		for pos, i := range rng.Perm(len(cells)) {
			c := cells[i]
			s := Sample{Round: round, Pos: pos, Cell: c.Cell, Baseline: "serial", Claim: "shared", GOMAXPROCS: 2}
			s.Spawn = about(c.spawn, 0.05) + about(30*time.Microsecond, 0.2)*time.Duration(c.Workers)
			s.Setup = about(6*time.Microsecond, 0.2)
			s.Wall = time.Duration(float64(about(c.wall, 0.009)) * math.Exp(pace)).Round(time.Microsecond)
			now += about(3*ms, 0.2) + s.Spawn + s.Setup
			s.T = now
			now += s.Wall
			c.fill(&s, &pid)
			if err := cores.until(s, c, rng.IntN(2)); err != nil {
				return err
			}
			if err := w.Sample(s); err != nil {
				return err
			}
		}
		r := Round{Round: round, T: start, Wall: now - start,
			Load1:  new(hundredths(1.05 + 0.04*float64(round))),
			Others: new(hundredths(0.04 + 0.03*rng.Float64())), Steal: new(0.0)}
		if err := w.Round(r); err != nil {
			return err
		}
	}
	return w.End(End{T: now + 2*ms, Reason: "rounds"})
}

func smallRun() Run {
	return Run{
		Started: time.Date(2026, 2, 3, 9, 30, 0, 0, time.UTC),
		Seed:    "7",
		Hosts: []Machine{{
			CPUModel: "Example CPU @ 2.50GHz", CoresPhysical: 2, CoresLogical: 2, CoresAllowed: []int{0, 1},
			MemoryBytes: 4 << 30, OS: "Debian GNU/Linux 12", Kernel: "6.1.0", Arch: "amd64", GoVersion: "go1.26.0",
		}},
		Plan: Plan{
			Workloads: []PlannedWorkload{
				{"mandelbrot", "Points of the Mandelbrot set, row by row.", 256, 40, 16, 5 * ms, 0, "", nil, nil},
				{"binarytrees", "Binary trees that are built, walked and thrown away.", 64, 25, 2, 8 * ms, 0, "", nil, nil},
			},
			Modes: []PlannedMode{
				{Name: "serial", Doc: "One loop on one core.", Baseline: "serial"},
				{Name: "goroutines", Doc: "Goroutines on every core.", Baseline: "serial"},
				{Name: "gil", Doc: "Goroutines under one lock, handed on every 5 ms.", Baseline: "serial"},
				{Name: "processes", Doc: "Processes that claim shares from shared memory.", Baseline: "serial"},
			},
			Workers: []int{1, 2}, Rounds: 8, Target: 100 * ms,
		},
	}
}

// fill sets what follows from the wall time of a sample.
func (c madeUp) fill(s *Sample, pid *int) {
	s.Items, s.Share, s.Sum = 10240, 16, "11874592310542"
	if c.Workload == "binarytrees" {
		s.Items, s.Share, s.Sum = 1600, 2, "209713600"
	}
	cpu := time.Duration(float64(s.Wall) * c.cores).Round(time.Microsecond)
	s.CPU.Workers = cpu
	shares := s.Items / int64(s.Share)
	switch c.Mode {
	case "serial":
		s.GOMAXPROCS = 1
	case "gil":
		s.GOMAXPROCS = 1
		s.Lock = &Lock{Held: s.Wall - 40*time.Microsecond}
		if c.Workers > 1 {
			s.Lock.HandOffs = int64(s.Wall / (5 * ms))
		}
	}
	for i := range c.Workers {
		w := Worker{PID: 4000, Shares: shares / int64(c.Workers)}
		if i == 0 {
			w.Shares += shares % int64(c.Workers)
		}
		if c.Mode == "processes" {
			*pid++
			s.GOMAXPROCS = 1
			s.CPU.Parent = 310 * time.Microsecond
			w.PID, w.TID = *pid, *pid
			w.User = (cpu*97/100/time.Duration(c.Workers) + time.Duration(i)*ms).Round(time.Microsecond)
			w.Sys = (cpu * 2 / 100 / time.Duration(c.Workers)).Round(time.Microsecond)
		}
		s.PerWorker = append(s.PerWorker, w)
	}
}

// madeUpCores is a stream of both cores, a point every 100 ms.
type madeUpCores struct {
	w    *Writer
	rng  *rand.Rand
	end  time.Duration // of the latest point
	busy [2]float64    // seconds since it
	t    time.Duration // to where busy is filled
}

// until adds what a sample did to the two cores, and writes the points that end before it does.
func (m *madeUpCores) until(s Sample, c madeUp, first int) error {
	for end := s.T + s.Wall; m.t < end; {
		next := min(m.end+100*ms, end)
		on := max(0, next-max(m.t, s.T)).Seconds()
		off := (next - m.t).Seconds() - on
		m.busy[first] += c.cores*c.split*on + 0.3*off
		m.busy[1-first] += c.cores*(1-c.split)*on + 0.1*off
		m.t = next
		if next < m.end+100*ms {
			return nil
		}
		p := Cores{T: next}
		for i := range m.busy {
			b := m.busy[i]/0.1 + 0.02 + 0.01*m.rng.NormFloat64()
			p.Busy = append(p.Busy, hundredths(min(max(b, 0), 1.03)))
			m.busy[i] = 0
		}
		m.end = next
		if err := m.w.Cores(p); err != nil {
			return fmt.Errorf("made-up stream: %w", err)
		}
	}
	return nil
}

func hundredths(x float64) float64 { return math.Round(x*100) / 100 }

package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/results"
	"corerace/results/conditions"
)

func TestDemoEndsWithTheSpeedups(t *testing.T) {
	status, stdout, stderr := command("demo", "--seconds", "0.2", "--workers", "2", "--modes",
		"serial,goroutines,processes")
	if status != exitDone {
		t.Fatalf("status %d: %s", status, stderr)
	}
	end := "Speedup over serial"
	if strings.Contains(stdout, "Inconclusive: ") { // a busy machine
		end = "no speedups to show"
	}
	for _, want := range []string{"serial ×1", "goroutines ×2", "processes ×2", end, "cores busy"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("it lacks %q:\n%s", want, stdout)
		}
	}
	if strings.Contains(stdout, "\x1b") {
		t.Errorf("escape sequences without a terminal:\n%q", stdout)
	}
}

func TestDemoShowsNoSpeedupsWhereOneModeWasDisturbed(t *testing.T) {
	serial, goroutines := *mode.Serial(), *mode.Serial()
	goroutines.Name = "goroutines"
	for _, c := range []struct {
		verdicts []string
		want     string
	}{
		{[]string{conditions.Quiet, conditions.Noisy}, "  goroutines ×1       2.00×"},
		{[]string{conditions.Quiet, conditions.Inconclusive}, "Inconclusive: the machine was busy"},
		{[]string{conditions.Unknown, conditions.Quiet}, "Inconclusive: conditions unknown"},
	} {
		var b bytes.Buffer
		d := &demo{modes: []*mode.Mode{&serial, &goroutines}, workers: 2, screen: newScreen(&b, true),
			walls: []time.Duration{2 * time.Second, time.Second}}
		for _, v := range c.verdicts {
			d.conditions = append(d.conditions, conditions.Conditions{Verdict: v})
		}
		d.speedups()
		if out := b.String(); !strings.Contains(out, c.want) ||
			strings.Contains(out, "×1") && strings.Contains(out, "Inconclusive") {
			t.Errorf("%q ends with\n%s", c.verdicts, out)
		}
	}
}

func TestScreenWithoutATerminalWritesALineASecond(t *testing.T) {
	var b bytes.Buffer
	s := newScreen(&b, false)
	s.begin("goroutines ×2", "Free.")
	for i := 1; i <= 10; i++ { // 2.5 s
		s.show(results.Cores{T: time.Duration(i) * screenInterval, Busy: []float64{1, 0.5}})
	}
	if busy := s.finish(2500 * time.Millisecond); busy < 1.49 || busy > 1.51 {
		t.Errorf("%.2f cores busy, want 1.5", busy)
	}
	want := "goroutines ×2   Free.\n" +
		"   1 s  core 0 100 %, core 1  50 %, 1.5 of 2 cores busy\n" +
		"   2 s  core 0 100 %, core 1  50 %, 1.5 of 2 cores busy\n" +
		"  took 2.50 s, on average core 0 100 %, core 1  50 %, 1.5 of 2 cores busy\n"
	if b.String() != want {
		t.Errorf("it shows\n%s\nwant\n%s", b.String(), want)
	}
}

func TestLivePictureIsDrawnInPlace(t *testing.T) {
	var b bytes.Buffer
	s := &screen{w: &b, live: true}
	for range 2 {
		s.show(results.Cores{T: screenInterval, Busy: []float64{1, 0}})
	}
	if n := strings.Count(b.String(), "\x1b[3A"); n != 1 {
		t.Errorf("the cursor goes up %d times, want once by the 3 lines of the picture: %q", n, b.String())
	}
	if strings.Contains(b.String(), "\x1b[?1049h") {
		t.Error("it takes the alternate screen: the last picture would be lost")
	}
}

func TestManyCoresShareBars(t *testing.T) {
	for _, n := range []int{1, 2, 16, 17, 64, 100} {
		labels, bars := grouped(make([]float64, n))
		if len(bars) > mostBars || len(labels) != len(bars) {
			t.Errorf("%d cores have %d bars", n, len(bars))
		}
	}
	labels, bars := grouped([]float64{1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0})
	if labels[0] != "cores 0–1" || bars[0] != 0.5 {
		t.Errorf("%v %v", labels, bars)
	}
}

func TestBarsFillByEighths(t *testing.T) {
	for _, c := range []struct {
		share float64
		want  string
	}{{0, "░░░░"}, {0.5, "██░░"}, {1, "████"}, {2, "████"}, {-1, "░░░░"}, {1.0 / 32, "▏░░░"}} {
		if got := bar(c.share, 4); got != c.want {
			t.Errorf("%v is drawn %q, want %q", c.share, got, c.want)
		}
	}
}

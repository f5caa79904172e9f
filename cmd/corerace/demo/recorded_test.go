package demo

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/recorded"
)

func TestARecordingTakesAsLongAsItsRounds(t *testing.T) {
	p := atOnce(t, "two-cores-busy")
	var waited, shown time.Duration
	p.pace = func(_ context.Context, d time.Duration) error { waited += d; return nil }
	for i, a := range p.Acts() {
		waited, shown = 0, 0
		r, err := p.Play(t.Context(), i, func(at Point) { shown = at.T })
		if err != nil {
			t.Fatal(err)
		}
		if r.Wall != waited || shown != r.Wall || len(p.rounds) < 2 {
			t.Errorf("%s: a wall time of %v, waited %v, shown up to %v, rounds %d", a.name(), r.Wall, waited, shown, p.rounds)
		}
		if (a.Base == "") != (r.Measured.N == 0) || r.Conditions.Claimable() {
			t.Errorf("%s: %+v", a.name(), r)
		}
	}
}

func TestWhatCannotBePlayedIsSaid(t *testing.T) {
	rec, err := recorded.Open("two-cores-busy")
	if err != nil {
		t.Fatal(err)
	}
	imported := *rec
	imported.Run.Imported = &results.Imported{Tool: "hyperfine"}
	for want, err := range map[string]error{
		"no race to play":         playing(&results.Record{}, ""),
		"another tool":            playing(&imported, ""),
		`samples of workload "x"`: playing(rec, "x"),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v doesn't say %q", err, want)
		}
	}
}

func playing(rec *results.Record, workload string) error {
	_, err := NewRecorded(rec, workload, 0, time.Second)
	return err
}

func TestARecordWithoutItsCoresIsShownWithoutBars(t *testing.T) {
	p := atOnce(t, "two-cores-busy")
	p.rec.Cores, p.rec.Own = nil, nil
	w, out := wallOf(t, "en", 80, 24, true)
	if err := (&Show{Source: p, Wall: w}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := out.String(); !strings.Contains(s, "isn't known here") || strings.Contains(s, "core 0") {
		t.Errorf("it shows\n%s", s)
	}
}

func TestAnInterruptEndsARecordingAndItsLoop(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := atOnce(t, "two-cores-busy")
	n := 0
	p.pace = func(ctx context.Context, _ time.Duration) error {
		if n++; n == 500 { // in some later time through
			cancel()
		}
		return context.Cause(ctx)
	}
	w, out := wallOf(t, "en", 80, 24, false)
	if err := (&Show{Source: p, Wall: w, Loop: true}).Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if !strings.Contains(out.String(), "And again from the start") {
		t.Error("it isn't shown again")
	}
}

func TestATimerEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w, _ := wallOf(t, "de", 80, 24, false)
	if err := Timer(time.Hour).Wait(ctx, w); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A record may say of a round that it took a year, which no list of its points holds.
func TestARoundThatNobodyWatchesIsRefused(t *testing.T) {
	rec := atOnce(t, "two-cores-quiet").rec
	long := rec.Where(func(*results.Sample) bool { return true })
	for i, s := range rec.All() {
		if s.Round == 1 && s.Mode == "goroutines" {
			late := *rec.SampleAt(i)
			late.Wall = 366 * 24 * time.Hour
			long.Samples = append(long.Samples, late)
		}
	}
	if err := playing(long, ""); err == nil || !strings.Contains(err.Error(), "round 1 of goroutines takes 8784h0m0s") {
		t.Errorf("played: %v", err)
	}
}

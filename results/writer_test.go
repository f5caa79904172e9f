package results

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strings"
	"sync"
	"testing"
	"time"
)

// calls keeps what each call of Write was given.
type calls struct{ writes []string }

func (c *calls) Write(p []byte) (int, error) {
	c.writes = append(c.writes, string(p))
	return len(p), nil
}

// full is a disk with room for so many bytes.
type full struct {
	room int
	got  bytes.Buffer
	err  error
}

func (f *full) Write(p []byte) (int, error) {
	if len(p) <= f.room {
		f.room -= len(p)
		return f.got.Write(p)
	}
	n, _ := f.got.Write(p[:f.room])
	f.room = 0
	return n, f.err
}

func aSample() Sample {
	return Sample{Cell: Cell{"primes", "goroutines", 2, ""}, Round: 1, Wall: 100 * ms, Sum: "42"}
}

func aDeath() Death {
	return Death{Cell: Cell{"primes", "processes", 2, ""}, Round: 1, Worker: 1, PID: 7, Share: 9,
		Reason: "exit status 3",
		T:      5, Replacement: 8}
}

func TestEveryLineIsOneWriteThatBeginsWithItsKind(t *testing.T) {
	var out calls
	w := NewWriter(&out)
	for _, err := range []error{w.Run(Run{}), w.Sample(aSample()), w.Cores(Cores{}), w.Own(Own{}),
		w.Round(Round{Round: 1}),
		w.Note(Note{}), w.Death(aDeath()), w.Answer(anAnswer()), w.End(End{})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out.writes) != 9 {
		t.Fatalf("%d writes, want 9", len(out.writes))
	}
	for i, kind := range []string{KindRun, KindSample, KindCores, KindOwn, KindRound, KindNote, KindDeath,
		KindAnswer, KindEnd} {
		line := out.writes[i]
		if !strings.HasPrefix(line, `{"kind":"`+kind+`",`) || strings.Index(line, "\n") != len(line)-1 {
			t.Errorf("line %d: %s", i+1, line)
		}
		if strings.Contains(line, "null") {
			t.Errorf("line %d has a null: %s", i+1, line)
		}
	}
	if want := `"warnings":[]`; !strings.Contains(out.writes[1], want) {
		t.Errorf("%s has no %s", out.writes[1], want)
	}
	if want := `"format":1`; !strings.Contains(out.writes[0], want) {
		t.Errorf("%s has no %s", out.writes[0], want)
	}
}

func TestWriterDoesNotChangeWhatItIsGiven(t *testing.T) {
	r := Run{Hosts: []Machine{{CPUModel: "a\x1b[31mb"}}, Plan: Plan{Notes: []string{"\a"}}}
	s := aSample()
	s.Warnings = []string{"\a"}
	w := NewWriter(io.Discard)
	if err := errors.Join(w.Run(r), w.Sample(s)); err != nil {
		t.Fatal(err)
	}
	if r.Hosts[0].CPUModel != "a\x1b[31mb" || r.Hosts[0].CoresAllowed != nil || r.Plan.Notes[0] != "\a" ||
		s.Warnings[0] != "\a" {
		t.Errorf("changed: %+v %+v", r, s)
	}
}

func TestFailedWriteIsFinal(t *testing.T) {
	noSpace := errors.New("no space left on device")
	for _, disk := range []*full{{room: 450, err: noSpace}, {room: 450}} {
		w := NewWriter(disk)
		if err := errors.Join(w.Run(Run{}), w.Round(Round{})); err != nil {
			t.Fatal(err)
		}
		first := w.Sample(aSample())
		want := disk.err
		if want == nil {
			want = io.ErrShortWrite
		}
		if !errors.Is(first, want) || !strings.HasPrefix(first.Error(), "write sample: ") {
			t.Fatalf("got %v, want %v", first, want)
		}
		disk.room = 1 << 20 // somebody makes room
		size := disk.got.Len()
		for _, err := range []error{w.Sample(aSample()), w.Cores(Cores{}), w.End(End{}), w.Sample(Sample{})} {
			if err != first {
				t.Errorf("a later call returned %v, want %v", err, first)
			}
		}
		if disk.got.Len() != size {
			t.Error("something was written after a torn line")
		}
		rec, err := Read(&disk.got)
		if err != nil || len(rec.Rounds) != 1 || len(rec.Problems) != 1 {
			t.Errorf("read back: %+v, %v", rec, err)
		}
	}
}

func TestWriterRefusesWhatTheReaderWouldSkipAndGoesOn(t *testing.T) {
	var out calls
	w := NewWriter(&out)
	if err := w.Run(Run{}); err != nil {
		t.Fatal(err)
	}
	long := aSample()
	long.Sum = strings.Repeat("x", 65)
	huge := aSample()
	for range 1000 {
		huge.Warnings = append(huge.Warnings, strings.Repeat("w", 4000))
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{w.Sample(long), "write sample: sum is longer than 64 bytes"},
		{w.Sample(huge), "write sample: the line is longer than 1048576 bytes"},
		{w.Sample(Sample{}), "write sample: workload is missing"},
		{w.Cores(Cores{Busy: []float64{math.NaN()}}), "write cores: busy is not a number"},
		{w.Cores(Cores{Busy: []float64{math.Inf(1)}}), "write cores: busy is above 1000"},
		{w.Own(Own{Own: []float64{-0.1}}), "write own: own is negative"},
		{w.Round(Round{CoreSpeeds: []float64{math.NaN()}}), "write round: core_speeds is not a number"},
		{w.Round(Round{PSISome: new(-0.5)}), "write round: psi_some is negative"},
		{w.Round(Round{Throttled: new(time.Duration(-1))}), "write round: throttled_ns is negative"},
		{w.Run(Run{Hosts: []Machine{{Epoch: &Epoch{GapShare: 2}}}}), "write run: epoch: gap_share is above 1"},
		{w.Round(Round{Load1: new(-1.0)}), "write round: load1 is negative"},
		{w.Run(Run{Plan: Plan{Workers: []int{0}}}), "write run: workers is below 1"},
		{w.End(End{T: -1}), "write end: t_ns is negative"},
	} {
		if c.err == nil || c.err.Error() != c.want {
			t.Errorf("got %v, want %q", c.err, c.want)
		}
	}
	if err := w.Sample(aSample()); err != nil || len(out.writes) != 2 {
		t.Errorf("a good line after refused ones: %v, %d writes", err, len(out.writes))
	}
}

func TestTextsForPeopleAreCutAndCleaned(t *testing.T) {
	var out bytes.Buffer
	w := NewWriter(&out)
	s := aSample()
	s.Error = "\x1b[31m" + strings.Repeat("é", 4000)
	s.Warnings = []string{"two\nlines\tand \xff"}
	if err := errors.Join(w.Run(Run{}), w.Sample(s)); err != nil {
		t.Fatal(err)
	}
	rec, err := Read(&out)
	if err != nil || len(rec.Samples) != 1 {
		t.Fatal(rec, err)
	}
	got := rec.Samples[0]
	if len(got.Error) > 4096 || !strings.HasPrefix(got.Error, "\uFFFD[31méé") || !strings.HasSuffix(got.Error, "é…") {
		t.Errorf("error has %d bytes: %.20q", len(got.Error), got.Error)
	}
	if want := "two\nlines\tand \uFFFD"; got.Warnings[0] != want {
		t.Errorf("warning %q, want %q", got.Warnings[0], want)
	}
}

func TestLinesOfSeveralGoroutinesStayWhole(t *testing.T) {
	var out bytes.Buffer
	w := NewWriter(&out)
	if err := w.Run(Run{}); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 50 {
				if err := errors.Join(w.Sample(aSample()), w.Cores(Cores{Busy: []float64{1, 0}})); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	rec, err := Read(&out)
	if err != nil || len(rec.Samples) != 200 || len(rec.Cores) != 200 || len(rec.Problems) != 0 {
		t.Errorf("read back %d samples and %d points, %v, %v", len(rec.Samples), len(rec.Cores), rec.Problems, err)
	}
}

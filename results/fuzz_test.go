package results

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"
)

// FuzzRead: whatever the bytes, Read doesn't panic, what it yields is within its bounds and reads the same again
// once it is written.
func FuzzRead(f *testing.F) {
	// The seeds are small: the fuzzer shortens what it finds, which takes the square of the length.
	var written bytes.Buffer
	w := NewWriter(&written)
	s := aSample()
	s.PerWorker, s.Lock = []Worker{{PID: 1}}, &Lock{HandOffs: 3}
	if err := errors.Join(w.Run(Run{}), w.Sample(s), w.Cores(Cores{Busy: []float64{0.5}}),
		w.Own(Own{Own: []float64{0.5}}),
		w.Round(Round{PSISome: new(0.5), Throttled: new(time.Duration(3)), CoreSpeeds: []float64{1}}),
		w.Note(Note{Text: "n"}),
		w.Holds(Holds{Cell: Cell{Workload: "w", Mode: "gil", Workers: 2}, Holds: []Hold{{1, -2, 3}}}),
		w.GIL(GIL{Experiment: GILSlices, Subject: "gil", Slices: NewSpread([]time.Duration{5e6})}),
		w.Death(aDeath()),
		w.Answer(Answer{Lesson: "l", Question: "q", Text: "2", Number: new(2.0), To: new(3.0),
			Measured: &Range{1, 0, 2}, Outcome: "high"}),
		w.End(End{})); err != nil {
		f.Fatal(err)
	}
	f.Add(written.Bytes())
	f.Add(written.Bytes()[:written.Len()-3])
	several := runLine
	for i := range 12 {
		several += fmt.Sprintf(`{"kind":"sample","round":%d,"workload":"w","mode":%q,"workers":1,"wall_ns":%d}`+"\n",
			1+i/2, []string{"serial", "a"}[i%2], 100+i*i)
	}
	f.Add([]byte(several))
	f.Add([]byte(runLine + "x\n{\"kind\":\"cores\",\"t_ns\":1,\"busy\":[1e9]}\n{\"kind\":\"end\"}"))
	f.Add([]byte(runLine + `{"kind":"round","core_speeds":[],"mhz":-0,"celsius":null}`))
	f.Add([]byte(`{"kind":"run","format":1,"hosts":[{"epoch":{"gap_share":0.1,"timer_ns":30}}]}`))
	f.Add([]byte(`{"kind":"run","format":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		rec, err := Read(bytes.NewReader(data))
		if err != nil {
			if rec != nil {
				t.Fatal("a record with an error")
			}
			return
		}
		checkBounds(t, rec)
		again, err := Read(bytes.NewReader(rewrite(t, rec)))
		if err != nil {
			t.Fatal(err)
		}
		again.Unknown, again.Problems, again.Skipped = rec.Unknown, rec.Problems, rec.Skipped
		if !again.Run.Started.Equal(rec.Run.Started) {
			t.Fatalf("started %v, then %v", rec.Run.Started, again.Run.Started)
		}
		again.Run.Started = rec.Run.Started
		if !reflect.DeepEqual(again, rec) {
			t.Fatalf("read %+v, then %+v", rec, again)
		}
	})
}

func checkBounds(t *testing.T, rec *Record) {
	t.Helper()
	if len(rec.Problems) > 100 || rec.Skipped < len(rec.Problems) {
		t.Fatalf("%d problems kept of %d", len(rec.Problems), rec.Skipped)
	}
	for _, p := range rec.Problems {
		if p.Line < 1 || len(p.Text) > 256 {
			t.Fatalf("problem %+v", p)
		}
	}
	for _, s := range rec.Samples {
		if s.Round < 0 || s.Workers < 1 || s.Wall < 0 || s.Spawn < 0 || len(s.Sum) > 64 || len(s.PerWorker) > 4096 ||
			s.Workload == "" || len(s.Error) > 4096 || s.PerWorker == nil || s.Warnings == nil {
			t.Fatalf("sample %+v", s)
		}
	}
	for _, c := range rec.Cores {
		for _, b := range c.Busy {
			if math.IsNaN(b) || b < 0 || b > 1000 {
				t.Fatalf("busy %v", b)
			}
		}
		if len(c.Busy) > 4096 || c.T < 0 {
			t.Fatalf("point %+v", c)
		}
	}
}

package results

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// wholeSample is the line of a sample that has every field that is read ahead.
func wholeSample(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	s := aSample()
	s.Build, s.Twin, s.Recovered, s.Error = "old", true, true, "worker 1: killed"
	s.CPU.HelpersUnknown = true
	s.HandOver = &HandOver{Mean: 12, Count: 13}
	s.Moved = Moved{BlockBytes: 14, MovedBytes: 15, Move: 16, Encode: 17}
	s.PerWorker = []Worker{{Host: "lab-1", PID: 1, TID: 2, Shares: 3, User: 4, Sys: 5, OnCPU: 6, Wait: 7, Blocked: 8}, {PID: 9}}
	s.Stages, s.Memory, s.Pool = &Stages{1, 2, 3}, &Memory{4, 5, 6}, &PoolTime{7, 8, 9}
	s.Lots = &Lots{10, 11}
	spread := NewSpread([]time.Duration{5e6})
	s.Lock = &Lock{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, spread, spread, &Spread{N: 1}, 0.5}
	s.Warnings = []string{"one", "two"}
	if err := NewWriter(&b).Sample(s); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

// ahead reads the line of a sample ahead, or not.
func ahead(text string, kept *store) (s Sample, ok bool) {
	ok = sampleOf([]byte(text), kept, &s)
	return s, ok
}

// slowly reads the line of a sample with encoding/json.
func slowly(text string) (Sample, error) {
	var s Sample
	err := json.Unmarshal([]byte(text), &s)
	return s.tidy(), err
}

func TestSamplesAreReadAhead(t *testing.T) {
	text := wholeSample(t)
	got, ok := ahead(text, new(store))
	want, err := slowly(text)
	if !ok || err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%v, %v: got %+v, want %+v", ok, err, got, want)
	}
	for _, other := range []string{
		strings.Replace(text, `"round":`, `"round": `, 1), strings.Replace(text, `"one"`, `"\u006fne"`, 1),
		strings.Replace(text, `"twin":true`, `"twin":null`, 1), strings.Replace(text, `"twin":`, `"twins":`, 1),
		strings.Replace(text, `"pos":`, `"round":`, 1), strings.Replace(text, `"pos":`, `"pos":1e0`, 1),
		strings.Replace(text, `"pos":`, `"pos":0`, 1), strings.Replace(text, `"pos":`, `"pos":1000000000000000000`, 1),
		strings.Replace(text, `old`, `öld`, 1), text + "x", text[:len(text)-1], strings.Replace(text, "}", ",}", 1),
	} {
		if s, ok := ahead(other, new(store)); ok {
			t.Errorf("%s: read ahead as %+v", other, s)
		}
	}
}

func TestRowsOfSamplesDontShareMemory(t *testing.T) {
	var kept store
	line := func(n int) string {
		rows := slices.Repeat([]string{`{"pid":7}`}, n)
		return sampleAhead + `"per_worker":[` + strings.Join(rows, ",") + `]}`
	}
	for _, n := range []int{2, workerBlock} {
		a, okA := ahead(line(n), &kept)
		b, okB := ahead(line(n), &kept)
		b.PerWorker[0].PID = 8
		if !okA || !okB || a.PerWorker[0].PID != 7 || len(append(a.PerWorker, Worker{})) != n+1 || b.PerWorker[0].PID != 8 {
			t.Errorf("%d rows: %+v and %+v", n, a.PerWorker[0], b.PerWorker[0])
		}
	}
}

// FuzzSampleLine: what is read ahead is what encoding/json reads.
func FuzzSampleLine(f *testing.F) {
	text := wholeSample(f)
	f.Add(text)
	for _, field := range strings.Split(text, ",") {
		f.Add(sampleAhead + strings.Trim(field, "{}[]") + "}")
	}
	f.Add(sampleAhead + `"per_worker":[],"warnings":[],"pool":{},"wall_ns":-0}`)
	f.Add(sampleAhead + `"lock":{"slices":{"counts":[]},"jain":-1.5e-3}}`)
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := ahead(text, new(store))
		if !ok {
			return
		}
		if want, err := slowly(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: %v: got %+v, want %+v", text, err, got, want)
		}
	})
}

// repeated is a record of a line n times, n a multiple of 1000, which isn't all in memory.
func repeated(line string, n int) io.Reader {
	thousand := strings.Repeat(line, 1000)
	parts := []io.Reader{strings.NewReader(runLine)}
	for range n / 1000 {
		parts = append(parts, strings.NewReader(thousand))
	}
	return io.MultiReader(parts...)
}

// BenchmarkRead reads records of more and more samples: the time for each of them stays.
func BenchmarkRead(b *testing.B) {
	line := strings.SplitAfter(string(manySamples(b, 1)), "\n")[1]
	for _, c := range []struct {
		name string
		n    int
	}{{"1000", 1000}, {"10000", 10_000}, {"100000", 100_000}, {"1000000", 1_000_000}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(runLine) + c.n*len(line)))
			b.ReportAllocs()
			for b.Loop() {
				if rec, err := Read(repeated(line, c.n)); err != nil || rec.NumSamples() != c.n {
					b.Fatal(err, rec.Problems)
				}
			}
		})
	}
}

package scaling

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
)

// FuzzReadCSV: whatever the text, ReadCSV doesn't panic, and what it reads is within its bounds and can be fitted.
func FuzzReadCSV(f *testing.F) {
	f.Add("workers,throughput\n1,20\n4,78\n8,130\n16,190\n")
	f.Add("throughput,x,workers\n1e100,\"a\nb\",1000000\n1e-100,,1\n5,,3\n5,,2\n5,,2\n")
	f.Add("workers,throughput\n1,NaN\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ReadCSV(strings.NewReader(text))
		if err != nil {
			return
		}
		if len(s.Points) == 0 || len(s.Points) > maxRows {
			t.Fatalf("%d points", len(s.Points))
		}
		last := 1
		for _, p := range s.Points {
			if p.Workers < last || p.Workers > maxWorkers || !(p.Throughput > 0) || math.IsInf(p.Throughput, 0) {
				t.Fatalf("%+v", p)
			}
			last = p.Workers
		}
		if len(s.Points) <= 12 {
			checkFit(t, Analyse(s))
		}
	})
}

// FuzzAnalyse: whatever the points, Analyse doesn't panic, and no number of a fit is infinite or outside of its
// interval. Every 10 bytes are a point: workers, and the bits of the throughput.
func FuzzAnalyse(f *testing.F) {
	seed := func(s Series) {
		var b []byte
		for _, p := range s.Points {
			b = binary.LittleEndian.AppendUint16(b, uint16(p.Workers))
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p.Throughput))
		}
		f.Add(b)
	}
	seed(specsdm91())
	seed(table([]int{1, 2, 3, 4, 5}, 1, 2, 3, 4, 5))
	seed(table([]int{1, 2, 60000, 4, 5}, 1e-100, 1e100, math.NaN(), math.Inf(1), 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := Series{}
		for ; len(b) >= 10 && len(s.Points) < 12; b = b[10:] {
			s.Points = append(s.Points, Point{
				Workers:    int(binary.LittleEndian.Uint16(b)),
				Throughput: math.Float64frombits(binary.LittleEndian.Uint64(b[2:])),
			})
		}
		checkFit(t, Analyse(s))
	})
}

package gil

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"corerace/workloads"
)

func TestStretchesAreCutByWhatItemsCost(t *testing.T) {
	us := func(n ...time.Duration) []time.Duration {
		for i := range n {
			n[i] *= time.Microsecond
		}
		return n
	}
	for _, c := range []struct {
		name        string
		costs       []time.Duration
		block, size int
		want        []int // ends
	}{
		{"alike", us(10, 10, 10, 10, 10, 10, 10), 1, 7, []int{5, 7}},
		{"a dear one in between", us(1, 2, 40, 90, 1, 1), 4, 24, []int{12, 14, 16, 24}},
		{"one item is too long", us(10, 400, 10), 1, 3, []int{1, 2, 3}},
		{"for nothing", us(0, 0, 0), 10, 25, []int{25}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := cutStretches(c.costs, c.block, c.size, 50*time.Microsecond)
			var ends []int
			for at := 0; at < c.size; at = ends[len(ends)-1] {
				ends = append(ends, s.end(at, c.size))
			}
			if !slices.Equal(ends, c.want) {
				t.Errorf("cut at %v, want %v", ends, c.want)
			}
		})
	}
}

// From wherever a share begins, a stretch goes on, stays in the share, and isn't longer than was asked for unless
// it is one item, or rounding makes it.
func TestStretchesFromAnyItem(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		block, blocks := 1+rng.IntN(9), 1+rng.IntN(40)
		size := (blocks-1)*block + 1 + rng.IntN(block)
		costs := make([]time.Duration, blocks)
		for i := range costs {
			costs[i] = time.Duration(rng.ExpFloat64() * 500)
		}
		const length = 1000
		s := cutStretches(costs, block, size, length)
		for range 50 {
			lo := rng.IntN(size)
			hi := lo + 1 + rng.IntN(size-lo)
			end := s.end(lo, hi)
			if end <= lo || end > hi {
				t.Fatalf("a stretch from %d in a share to %d ends at %d", lo, hi, end)
			}
			cost := 0.0
			for i := lo; i < end; i++ {
				cost += float64(costs[i/block]) / float64(block)
			}
			if end-lo > 1 && cost > length*1.001 {
				t.Fatalf("a stretch of %d items takes %v, at most %v was asked for", end-lo, cost, length)
			}
		}
	}
}

func TestOnlyTheFirstPoolMeasuresStretches(t *testing.T) {
	ran := 0
	w := &workloads.Workload{Name: "counted", Size: 10, Run: func(lo, hi int) uint64 { ran += hi - lo; return 0 }}
	var book stretchBook
	first := book.of(w, time.Microsecond)
	if ran != 20 {
		t.Fatalf("%d items run, 2 passes of 10 expected", ran)
	}
	if again := book.of(w, time.Microsecond); again != first || ran != 20 {
		t.Errorf("measured again: %d items run", ran)
	}
	if other := book.of(w, time.Millisecond); other == first {
		t.Error("the same stretches for another length")
	}
	w = &workloads.Workload{Name: "panics", Size: 10, Run: func(lo, hi int) uint64 { panic("boom") }}
	if s := book.of(w, time.Microsecond); s.end(3, 10) != 4 || s.end(9, 10) != 10 {
		t.Errorf("where the work panics, a stretch from 3 to %d", s.end(3, 10))
	}
}

func TestMeasuringStretchesHasAnEnd(t *testing.T) {
	ran := 0
	s, err := measureStretches(func(lo, hi int) uint64 { time.Sleep(mostTime); ran++; return 0 }, 1000, mostTime)
	if err != nil || ran > 4 || s.end(500, 1000) > 502 {
		t.Errorf("%d of 1000 items run, a stretch from 500 to %d, %v", ran, s.end(500, 1000), err)
	}
	boom := func(lo, hi int) uint64 { panic(errors.New("boom")) }
	if _, err := measureStretches(boom, 10, time.Second); err == nil {
		t.Error("a panic in a block isn't an error")
	}
}

package scene

import (
	"math"
	"time"

	"corerace/results"
)

// A Span is a stretch of the stream of cores.
type Span struct {
	From, To time.Duration
	Busy     []float64
}

// leastSpan is the shortest stretch worth drawing: the kernel counts in ticks of 10 ms, so a shorter one is
// mostly noise.
const leastSpan = 50 * time.Millisecond

// Spans turns the points of a stream into stretches from one moment to another, in order. A point that doesn't
// move time forward is left out.
func Spans(points []results.Cores, from, to time.Duration) []Span {
	var out []Span
	if from <= 0 { // of the whole stream
		out = make([]Span, 0, len(points))
	}
	prev := time.Duration(0)
	for i, p := range points {
		if i == 0 && p.T > 0 {
			prev = max(0, p.T-leastSpan) // how long the first one took isn't known
		}
		if p.T <= prev {
			continue
		}
		if a, b := max(prev, from), min(p.T, to); a < b {
			out = append(out, Span{a, b, p.Busy})
		}
		prev = p.T
	}
	return out
}

// Merge joins short stretches with their neighbours, weighted by time.
func Merge(in []Span) []Span {
	var out []Span
	for _, s := range in {
		last := len(out) - 1
		if last >= 0 && (out[last].To-out[last].From < leastSpan || s.To-s.From < leastSpan/5) &&
			out[last].To == s.From {
			out[last] = join(out[last], s)
			continue
		}
		out = append(out, s)
	}
	if n := len(out); n > 1 && out[n-1].To-out[n-1].From < leastSpan && out[n-2].To == out[n-1].From {
		out[n-2] = join(out[n-2], out[n-1])
		out = out[:n-1]
	}
	return out
}

func join(a, b Span) Span {
	wa, wb := float64(a.To-a.From), float64(b.To-b.From)
	busy := make([]float64, max(len(a.Busy), len(b.Busy)))
	for i := range busy {
		switch { // a core that came or went is as busy as it was while it was there
		case Missing(a.Busy, i):
			busy[i] = b.Busy[i]
		case Missing(b.Busy, i):
			busy[i] = a.Busy[i]
		default:
			busy[i] = (Share(a.Busy, i)*wa + Share(b.Busy, i)*wb) / (wa + wb)
		}
	}
	return Span{a.From, b.To, busy}
}

// Average is the busy shares from one moment to another, weighted by time, and how much of that was recorded. A core
// that was there for none of it is no number.
func Average(in []Span, from, to time.Duration) (busy []float64, covered time.Duration) {
	var gone []time.Duration
	for _, s := range in {
		if s.From >= to {
			break
		}
		part := min(s.To, to) - max(s.From, from)
		if part <= 0 {
			continue
		}
		if n := len(s.Busy) - len(busy); n > 0 {
			busy, gone = append(busy, make([]float64, n)...), append(gone, make([]time.Duration, n)...)
		}
		for i := range s.Busy {
			if Missing(s.Busy, i) {
				gone[i] += part
			}
			busy[i] += Share(s.Busy, i) * float64(part)
		}
		covered += part
	}
	for i := range busy {
		busy[i] /= float64(covered - gone[i]) // 0 ÷ 0 where it was there for none of it
	}
	return busy, covered
}

// Share is the busy share of a core, 0 where it wasn't recorded, never above 1.
func Share(busy []float64, core int) float64 {
	if core >= len(busy) || !(busy[core] > 0) {
		return 0
	}
	return min(busy[core], 1)
}

// Missing is whether a core's share is no number.
func Missing(busy []float64, core int) bool { return core < len(busy) && math.IsNaN(busy[core]) }

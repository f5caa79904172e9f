package results

import (
	"iter"
	"time"
)

// A Brief is what most of those who go through a whole record ask of a sample. Of a packed one it is read without the
// rest, in a fraction of the time.
type Brief struct {
	Cell
	Baseline  string
	Twin      bool
	Recovered bool
	Error     string
	Round     int
	T, Wall   time.Duration
	Items     int64
	CPU       CPU
}

// Sound is whether a sample may be estimated by itself: nothing is wrong with it, no worker died in it, and it isn't of
// the warm-up nor a twin.
func (b *Brief) Sound() bool {
	return b.Round > 0 && !b.Twin && !b.Recovered && b.Error == "" && b.Wall > 0
}

// Brief is a sample in brief.
func (s *Sample) Brief() Brief {
	return Brief{s.Cell, s.Baseline, s.Twin, s.Recovered, s.Error, s.Round, s.T, s.Wall, s.Items, s.CPU}
}

// Briefs are the samples of a record in brief, as All has them. Each is good until the next one.
func (rec *Record) Briefs() iter.Seq2[int, *Brief] {
	return func(yield func(int, *Brief) bool) {
		var b Brief
		packed := 0
		if p := rec.packed; p != nil {
			packed = len(p.at)
			for i := range p.at {
				p.brief(i, &b)
				if !yield(i, &b) {
					return
				}
			}
		}
		for i := range rec.Samples {
			b = rec.Samples[i].Brief()
			if !yield(packed+i, &b) {
				return
			}
		}
	}
}

// brief unpacks the beginning of a sample.
func (p *packed) brief(i int, b *Brief) {
	row := p.row(i)
	n := int(row.next())
	if n == wholeKind {
		*b = p.whole[row.next()].Brief()
		return
	}
	k := &p.kinds[n]
	b.Cell, b.Baseline, b.Twin, b.Recovered, b.Error = k.Cell, k.Baseline, k.Twin, k.Recovered, k.Error
	b.CPU.HelpersUnknown = k.CPU.HelpersUnknown
	b.Round, b.T, b.Wall = int(row.next()), time.Duration(row.next()), time.Duration(row.next())
	b.Items = row.next()
	b.CPU.Parent, b.CPU.Workers = time.Duration(row.next()), time.Duration(row.next())
	b.CPU.Helpers = time.Duration(row.next())
}

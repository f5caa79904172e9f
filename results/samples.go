package results

import (
	"iter"
	"maps"
	"slices"
)

// packFrom is the number of samples from which a record that is read keeps them packed.
const packFrom = 1 << 12

// NumSamples is how many samples a record has.
func (rec *Record) NumSamples() int {
	if rec.packed == nil {
		return len(rec.Samples)
	}
	return len(rec.packed.at) + len(rec.Samples)
}

// SampleAt is a sample of a record, from 0 in its order: one of Samples, or of the packed ones a copy.
func (rec *Record) SampleAt(i int) *Sample { return rec.at(i, new(one)) }

// SamplesAt are several samples of a record, as SampleAt has them.
func (rec *Record) SamplesAt(numbers []int32) []*Sample {
	all, h := make([]*Sample, len(numbers)), new(hall)
	for i, n := range numbers {
		all[i] = rec.at(int(n), h)
	}
	return all
}

func (rec *Record) at(i int, r room) *Sample {
	if p := rec.packed; p != nil {
		if i < len(p.at) {
			return p.sample(i, r)
		}
		i -= len(p.at)
	}
	return &rec.Samples[i]
}

// All are the samples of a record in its order, with their numbers from 0. A sample is good until the next one where
// they are Packed: whoever keeps one takes it from SampleAt.
func (rec *Record) All() iter.Seq2[int, *Sample] {
	return func(yield func(int, *Sample) bool) {
		r := new(one)
		for i := range rec.NumSamples() {
			if !yield(i, rec.at(i, r)) {
				return
			}
		}
	}
}

// Packed is whether samples are packed, so that each that is kept costs memory of its own.
func (rec *Record) Packed() bool { return rec.packed != nil }

// Pack packs the samples of a record, which takes them from Samples.
func (rec *Record) Pack() {
	if rec.packed == nil {
		rec.packed = &packed{}
	}
	for i := range rec.Samples {
		rec.packed.add(&rec.Samples[i])
	}
	rec.Samples = nil
}

// Keep adds a sample to a record, packed from packFrom on.
func (rec *Record) Keep(s Sample) { rec.keep(&s) }

func (rec *Record) keep(s *Sample) {
	if rec.packed != nil {
		rec.packed.add(s)
		return
	}
	rec.Samples = append(rec.Samples, *s)
	if len(rec.Samples) == packFrom {
		rec.Pack()
	}
}

// Where is the record with some of its samples.
func (rec *Record) Where(some func(*Sample) bool) *Record {
	only := *rec
	only.Samples = nil
	if rec.packed != nil {
		p := *rec.packed // what it shares neither of the two changes
		p.at, p.data, p.blocks = nil, nil, slices.Clip(p.blocks)
		p.kinds, p.keys, p.number = slices.Clip(p.kinds), slices.Clip(p.keys), maps.Clone(p.number)
		p.whole = slices.Clip(p.whole)
		only.packed = &p
	}
	for i, s := range rec.All() {
		switch {
		case !some(s):
		case rec.packed != nil && i < len(rec.packed.at):
			only.packed.at = append(only.packed.at, rec.packed.at[i])
		default:
			only.Samples = append(only.Samples, *s)
		}
	}
	return &only
}

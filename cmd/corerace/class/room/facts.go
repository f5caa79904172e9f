package room

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"corerace/results"
)

// Facts are what is kept in memory of a record once it was read.
type Facts struct {
	Cores   int
	Problem string // why a part of it, or all, can't be read; "" for a sound one
	Answers []results.Answer
}

// maxAnswers is how many answers of a record are looked at.
const maxAnswers = 100

// calmAfter is how long no record has come where there is time for more than to keep them.
const calmAfter = 500 * time.Millisecond

// Calm reports whether no record has come for a moment.
func (r *Room) Calm() bool { return time.Since(time.Unix(0, r.lastIn.Load())) > calmAfter }

// Body returns a record that was handed in.
func (r *Room) Body(ctx context.Context, seq int64) ([]byte, error) {
	body, err := r.store.Body(ctx, r.ID, seq)
	if err != nil {
		return nil, fmt.Errorf("record %d: %w", seq, err)
	}
	return body, nil
}

// Read reads a record that was handed in as any foreign file is, and keeps its facts. What can't be read of it is one
// of them; an error is that of the store.
func (r *Room) Read(ctx context.Context, seq int64) (*results.Record, error) {
	body, err := r.Body(ctx, seq)
	if err != nil {
		return nil, err
	}
	rec, err := results.Read(bytes.NewReader(body))
	f := Facts{}
	switch {
	case err != nil:
		f.Problem, rec = err.Error(), nil
	case rec.Skipped > 0:
		f.Problem = fmt.Sprintf("line %d: %s", rec.Problems[0].Line, rec.Problems[0].Text)
	}
	if rec != nil {
		f.Answers = results.Answers(rec.Answers)
		f.Answers = slices.Clip(f.Answers[:min(len(f.Answers), maxAnswers)])
		if len(rec.Run.Hosts) > 0 {
			f.Cores = rec.Run.Hosts[0].CoresLogical
		}
	}
	r.change(seq, func(h *Handed) { h.Facts = f })
	return rec, nil
}

// Spoilt notes what is wrong with a record besides what reading it told.
func (r *Room) Spoilt(seq int64, why string) {
	r.change(seq, func(h *Handed) { h.Facts.Problem = why })
}

// change changes what is known of a record.
func (r *Room) change(seq int64, do func(*Handed)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.order {
		for i := range s.records {
			if s.records[i].Seq == seq {
				do(&s.records[i])
			}
		}
	}
	r.wake()
}

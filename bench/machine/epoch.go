package machine

import (
	"context"
	"time"

	"corerace/results"
)

// ProbeEpoch finds out what can't be read anywhere: what the host of a virtual machine takes without a word, how far
// apart the cores are, how fine the clock is. It is called once, before the first round, with nothing beside it, and
// takes about 0.8 s. It is nil where none of it can be had, or ctx is over or without probes; a figure that can't be
// had is 0.
func ProbeEpoch(ctx context.Context) *results.Epoch {
	if ctx.Value(withoutProbes{}) != nil {
		return nil
	}
	gaps, gapErr := gapProbe(ctx, 400*time.Millisecond)
	together, togetherErr := gapProbeTogether(ctx, 200*time.Millisecond)
	trip, tripErr := crossCoreRoundTrip(ctx)
	if ctx.Err() != nil || gapErr != nil && tripErr != nil {
		return nil
	}
	e := &results.Epoch{
		GapShare:      gaps.Missing,
		HiddenShare:   gaps.Hidden,
		GapsPerSecond: gaps.PerSecond,
		RoundTrip:     trip,
		Timer:         TimerStep(),
	}
	if togetherErr == nil {
		e.HiddenTogether = &together.Hidden
	}
	return e
}

// withoutProbes is the key of a context without probes.
type withoutProbes struct{}

// WithoutProbes returns a context in which ProbeEpoch probes nothing: for tests that run an experiment again and again,
// and look at other things than the machine.
func WithoutProbes(ctx context.Context) context.Context {
	return context.WithValue(ctx, withoutProbes{}, true)
}

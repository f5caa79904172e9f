package trial

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"corerace/bench/cost/rounds"
	"corerace/bench/cost/talk"
	"corerace/bench/machine"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
	"corerace/results/costs"
)

// messages measures how fast messages go one way:
//
//	ways: ring between processes, pipe between processes
//	size: 65536
//
// A sample is the mean time of a thousand messages, in the record as a mean.
func (b *Bench) messages(ctx context.Context, t *lesson.Trial, k lesson.Keeping) ([]lesson.Quantity, error) {
	if err := only(t, "ways", "size"); err != nil {
		return nil, err
	}
	size, err := count(t, "size", 1<<16, talk.MaxSize)
	if err != nil {
		return nil, err
	}
	x := &talk.Talk{Sizes: []int{max(size, talk.MinSize)}, Plan: rounds.Plan{Rounds: b.Rounds, Seed: b.Seed}}
	if b.Rounds == 0 {
		x.Budget = budget(t)
	}
	began := time.Now()
	x.Progress = func(int, time.Duration) {
		if k.Progress != nil {
			k.Progress(time.Since(began))
		}
	}
	if found, err := b.Find(); err == nil {
		x.Python = found.Default()
	}
	var gone []lesson.Quantity
	for _, name := range words(t.Arg("ways", "pipe between processes")) {
		i := slices.IndexFunc(talk.Ways(), func(w talk.Way) bool { return w.String() == name })
		if i < 0 {
			return nil, fmt.Errorf("ways: there is none called %q", name)
		}
		w := talk.Ways()[i]
		if x.Python == nil && strings.HasPrefix(w.Between, "Python") {
			gone = append(gone, lesson.Quantity{Name: wayName(w.Name, w.Between), Missing: b.noPython()})
			continue
		}
		x.Ways = append(x.Ways, w)
	}
	if len(x.Ways) == 0 {
		return named(t, gone), nil
	}
	s, err := newSink(k, func(rec *results.Record) []lesson.Quantity { return named(t, append(overWays(rec), gone...)) })
	if err != nil {
		return nil, err
	}
	if err = s.Run(b.headOf(ctx, x)); err == nil {
		end := time.Duration(0)
		x.Measured = func(samples []costs.TalkSample) error { return writeTalk(s, samples) }
		x.Kept = func(r results.Round) error {
			end = r.T + r.Wall
			return s.Round(r)
		}
		if _, err = x.Run(ctx); err == nil {
			err = s.End(results.End{T: end, Reason: "rounds"})
		}
	}
	if closed := s.close(); err == nil {
		err = closed
	}
	return s.found, err
}

// wayName is how lessons spell a way: "pipe-processes", "pipe-python-processes".
func wayName(name, between string) string {
	return strings.ReplaceAll(strings.ToLower(name+" "+between), " ", "-")
}

// thousand are the messages that a sample's time is told of.
const thousand = 1000

// headOf is the first line of the record, with the first way as the baseline of the others.
func (b *Bench) headOf(ctx context.Context, x *talk.Talk) results.Run {
	plan := results.Plan{Workers: []int{1}, Rounds: x.Rounds, Budget: x.Budget,
		Workloads: []results.PlannedWorkload{{Name: workOf(x.Sizes[0]), Doc: "Messages one way, a thousand a sample.",
			Size: thousand, Passes: 1, Share: 1}}}
	for _, w := range x.Ways {
		plan.Modes = append(plan.Modes, results.PlannedMode{Name: wayName(w.Name, w.Between), Doc: w.Doc,
			Baseline: baseOf(x)})
	}
	return results.Run{Started: time.Now().UTC().Truncate(time.Second), Seed: strconv.FormatUint(b.Seed, 10),
		Hosts: []results.Machine{machine.Facts(ctx)}, Plan: plan}
}

// workOf names messages of a size as a workload.
func workOf(size int) string {
	return "messages-" + strings.ToLower(strings.ReplaceAll(costs.ByteSize(size), " ", ""))
}

func baseOf(x *talk.Talk) string { return wayName(x.Ways[0].Name, x.Ways[0].Between) }

// writeTalk writes what a round measured as a record has it, before the next one begins.
func writeTalk(s *sink, samples []costs.TalkSample) error {
	base := s.rec.Run.Plan.Modes[0].Name
	for _, m := range samples {
		if m.PerSecond <= 0 {
			continue
		}
		err := s.Sample(results.Sample{Round: m.Round, Cell: results.Cell{Workload: workOf(m.Size),
			Mode: wayName(m.Way, m.Between), Workers: 1}, Baseline: base, Items: thousand,
			Wall: time.Duration(thousand / m.PerSecond * float64(time.Second)), Of: &results.Mean{N: int64(m.Messages)}})
		if err != nil {
			return err
		}
	}
	return nil
}

// overWays are the ratios of every two ways.
func overWays(rec *results.Record) []lesson.Quantity { return speedups(rec, nil, nil) }

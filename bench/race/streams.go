package race

import (
	"context"
	"fmt"
	"time"

	"corerace/bench/machine"
	"corerace/results"
)

// streams record what the cores did for the whole run: all of it, by the machine's counters, and where the kernel
// allows it the part that was ours.
type streams struct {
	cores *machine.Recorder
	own   *machine.Recorder // nil where own use isn't told
	perf  *machine.Own
}

// record starts the streams. Errors of the sink are met again by the next sample.
func (g *going) record() {
	if !g.exp.unprobed && len(g.agents()) == 0 { // agents ran before: the kernel doesn't count them as ours
		if perf, err := machine.OpenOwn(); err == nil {
			g.streams.perf = perf
			g.streams.own = machine.NewOwnRecorder(perf, machine.OwnInterval, func(o results.Own) { g.sink.Own(o) })
		} else {
			g.sink.Note(results.Note{T: g.offset, Text: fmt.Sprintf("which core did our work isn't recorded: %v", err)})
		}
	}
	cores := func(c results.Cores) { g.sink.Cores(c) }
	if g.streams.own == nil {
		g.streams.cores = machine.NewRecorder(machine.Interval, cores)
	} else {
		g.streams.cores = machine.NewRecorder(machine.IntervalBesideOwn, cores)
		g.streams.cores.Follow(g.streams.own)
		g.streams.own.StartAt(g.start)
	}
	g.streams.cores.StartAt(g.start)
}

// mark takes a point of each stream at once, so that what was before it isn't blurred with what comes. It returns the
// CPU time that recording between marks has taken so far.
func (s *streams) mark() time.Duration {
	spent := s.cores.Spent()
	s.cores.Mark()
	if s.own != nil {
		spent += s.own.Spent()
		s.own.Mark()
	}
	return spent
}

// stop ends the streams.
func (s *streams) stop() {
	s.cores.Stop()
	if s.own != nil {
		s.own.Stop()
		s.perf.Close()
	}
}

// endRecording ends the streams. A system that doesn't show its cores is worth a note, not a failure.
func (g *going) endRecording() error {
	g.streams.stop()
	for _, r := range []*machine.Recorder{g.streams.cores, g.streams.own} {
		if r == nil || r.Err() == nil {
			continue
		}
		text := fmt.Sprintf("the cores couldn't be recorded: %v", r.Err())
		if err := g.sink.Note(results.Note{T: time.Since(g.start), Text: text}); err != nil {
			return err
		}
	}
	return nil
}

// mostProbed is how many cores have their speed measured in every round: it takes some 5 ms each.
const mostProbed = 32

// coreSpeeds measures the speed of every allowed core; nil where it can't be told.
func (g *going) coreSpeeds(ctx context.Context) []float64 {
	if n := len(g.Machine.CoresAllowed); g.exp.unprobed || n == 0 || n > mostProbed || len(g.agents()) > 0 {
		return nil
	}
	speeds, err := machine.CoreSpeeds(ctx, g.Machine.CoresAllowed, nil)
	if err != nil {
		return nil
	}
	return machine.RelativeSpeeds(speeds)
}

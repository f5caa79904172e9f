package against

import (
	"context"
	"fmt"
	"time"

	"corerace/bench/lab"
	"corerace/bench/language/python"
	"corerace/results"
)

// Slices implements lab.Subject: threads stamp the clock in a loop, and whoever finds that another one was the last to
// do so notes a switch. A slice is the time from one switch to the next, a hand-over the time from the last stamp of
// one thread to the first of the next.
func (s *Subject) Slices(ctx context.Context, spec lab.Spec) (results.GIL, error) {
	if s.kind != python.Threads || s.Rule() == lab.Free {
		return results.GIL{}, fmt.Errorf("%s: workers without a common lock have no slices", s.Name())
	}
	spec = s.resolved(spec)
	l := spec.Line(s, results.GILSlices)
	x, err := s.start(ctx, spec, s.bound(spec), "slices", number(spec.Threads), seconds(lab.Lead+spec.For))
	if err != nil {
		return l, err
	}
	defer x.Close()
	r, stamps, slices, gaps := x.ran(), x.expect("stamps", spec.Threads), x.durations("slices"), x.durations("gaps")
	if x.err != nil {
		return l, x.err
	}
	var work []float64
	for _, n := range stamps {
		work = append(work, float64(n))
	}
	l.Wall, l.CPU, l.WakeUps = r.wall, r.cpu, r.slept
	l.Slices, l.HandOver = lab.Settled(slices, gaps)
	l.Switches, l.Jain = int64(len(slices)), results.Jain(work)
	return l, nil
}

// Slowdown implements lab.Subject: a countdown on one worker in the main thread, and cut over the workers, start and
// end of these included. Cores can differ, and a thread is on one of them: for workers on all cores the one worker is
// measured on the first two of them, before and after, and the mean is taken.
func (s *Subject) Slowdown(ctx context.Context, spec lab.Spec) (results.GIL, error) {
	spec = s.resolved(spec)
	l := spec.Line(s, results.GILSlowdown)
	n, err := s.steps(ctx, spec)
	if err != nil {
		return l, err
	}
	before, err := s.serial(ctx, spec, s.core(0), n)
	if err != nil {
		return l, err
	}
	r, err := s.together(ctx, spec, n)
	if err != nil {
		return l, err
	}
	second := 1
	if spec.OneCore {
		second = 0
	}
	after, err := s.serial(ctx, spec, s.core(second), n)
	l.Wall, l.CPU, l.WakeUps = r.wall, r.cpu, r.slept
	l.SerialWall, l.SerialCPU = (before.wall+after.wall)/2, (before.cpu+after.cpu)/2
	return l, err
}

// together does the countdown on the workers.
func (s *Subject) together(ctx context.Context, spec lab.Spec, steps int) (ran, error) {
	return s.alone(ctx, spec, s.bound(spec), "slowdown", string(s.kind), number(spec.Threads), number(steps))
}

// serial does it in the main thread of an interpreter that has no other one.
func (s *Subject) serial(ctx context.Context, spec lab.Spec, cores []int, steps int) (ran, error) {
	return s.alone(ctx, spec, cores, "serial", number(steps))
}

// alone runs a program that says nothing but how long it took.
func (s *Subject) alone(
	ctx context.Context, spec lab.Spec, cores []int, experiment string, args ...string,
) (ran, error) {
	x, err := s.start(ctx, spec, cores, experiment, args...)
	if err != nil {
		return ran{}, err
	}
	defer x.Close()
	r := x.ran()
	return r, x.err
}

// calibration is how long a countdown takes that says how fast it is.
const calibration = 100 * time.Millisecond

// steps is the length of a countdown that takes one worker about spec.For.
func (s *Subject) steps(ctx context.Context, spec lab.Spec) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rate == 0 {
		x, err := s.start(ctx, spec, s.core(0), "rate", seconds(calibration))
		if err != nil {
			return 0, err
		}
		defer x.Close()
		n := x.expect("rate", 1)
		if x.err != nil {
			return 0, x.err
		}
		s.rate = float64(n[0])
	}
	return max(1, int(s.rate*spec.For.Seconds())), nil
}

// Convoy implements lab.Subject: the main thread of the interpreter answers, beside threads, processes or
// sub-interpreters that only compute.
func (s *Subject) Convoy(ctx context.Context, spec lab.Spec) (results.GIL, error) {
	spec = s.resolved(spec)
	l := spec.Line(s, results.GILConvoy)
	x, err := s.start(ctx, spec, s.bound(spec), "convoy", string(s.kind), number(spec.Threads))
	if err != nil {
		return l, err
	}
	defer x.Close()
	port := x.expect("port", 1)
	if x.err != nil {
		return l, x.err
	}
	if port[0] < 1 || port[0] > 65535 {
		return l, x.Failed(fmt.Errorf("port %d", port[0]))
	}
	latencies, wall, err := lab.RoundTrips(ctx, int(port[0]), spec.For)
	if err != nil {
		return l, x.Failed(err)
	}
	if err := lab.EndEcho(int(port[0])); err != nil {
		return l, x.Failed(err)
	}
	r := x.ran()
	l.Wall, l.CPU, l.WakeUps = wall, r.cpu, r.slept
	l.RoundTrips, l.Latency = int64(len(latencies)), results.NewSpread(latencies)
	return l, x.err
}

// call is how long a call of Blocking blocks.
const call = 10 * time.Millisecond

// Blocking implements lab.Subject. The calls are time.sleep, which lets the lock go, and usleep of the C library called
// through ctypes.PyDLL, which doesn't.
func (s *Subject) Blocking(ctx context.Context, spec lab.Spec) (results.GIL, error) {
	spec = s.resolved(spec)
	l := spec.Line(s, results.GILBlocking)
	l.Released = spec.Release
	if _, cpython := s.host.(interpreter); !cpython || s.kind == python.Interpreters {
		return l, fmt.Errorf("%s: calls that block aren't measured there", s.Name())
	}
	calls := max(1, int(spec.For/call)/spec.Threads)
	x, err := s.start(ctx, spec, s.bound(spec), "blocking", string(s.kind), number(spec.Threads), number(calls),
		seconds(call), flag(spec.Release))
	if err != nil {
		return l, err
	}
	defer x.Close()
	serial, r := x.expect("serial", 1), x.ran()
	l.SerialWall, l.Wall, l.CPU, l.WakeUps = time.Duration(serial[0]), r.wall, r.cpu, r.slept
	return l, x.err
}

// Updates lets threads add 1 to one global variable, without a lock of their own, and counts the additions that are
// missing at the end. With call the new value comes from a function, so that the interpreter looks whether to let go of
// the lock between the read and the write. spec.For is how long the additions take one thread, about.
func (s *Subject) Updates(ctx context.Context, spec lab.Spec, call bool) (results.GIL, error) {
	spec = s.resolved(spec)
	l := spec.Line(s, results.GILUpdates)
	l.Called = call
	if _, cpython := s.host.(interpreter); !cpython || s.kind != python.Threads {
		return l, fmt.Errorf("%s: its workers share no variable that could lose anything", s.Name())
	}
	n, err := s.steps(ctx, spec)
	if err != nil {
		return l, err
	}
	x, err := s.start(ctx, spec, s.bound(spec), "updates", number(spec.Threads), number(max(1, n/spec.Threads)),
		flag(call))
	if err != nil {
		return l, err
	}
	defer x.Close()
	r, u, overlap := x.ran(), x.expect("updates", 2), x.expect("overlap", 1)
	if x.err != nil {
		return l, x.err
	}
	l.Wall, l.CPU, l.WakeUps = r.wall, r.cpu, r.slept
	l.Updates, l.LostUpdates, l.Overlap = u[0], min(u[0], u[1]), time.Duration(overlap[0])
	if l.Overlap < l.Wall/2 {
		l.Error = lab.NoOverlap
	}
	return l, nil
}

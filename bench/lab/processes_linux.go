package lab

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/race"
	"corerace/results"
	"corerace/results/locks"
	"corerace/workloads"
)

// processes is worker processes of this program.
type processes struct{ unable }

func newProcesses() processes {
	return processes{unable{name: locks.GILProcesses, doc: "Worker processes of this program, which share no lock.",
		why: errors.New("worker processes share no lock")}}
}

// Slowdown implements Subject. The start of the processes counts.
func (p processes) Slowdown(ctx context.Context, s Spec) (results.GIL, error) {
	line := s.Line(p, results.GILSlowdown)
	w := workloads.Spin()
	pass, err := race.PassTime(ctx, w)
	if err != nil {
		return line, err
	}
	passes := max(1, int(s.For/pass))
	if line.SerialWall, err = timed(ctx, mode.Serial(), 1, pass, passes); err != nil {
		return line, err
	}
	if line.Wall, err = timed(ctx, process.Processes(), s.Threads, pass, passes); err != nil {
		return line, err
	}
	again, err := timed(ctx, mode.Serial(), 1, pass, passes)
	line.SerialWall = (line.SerialWall + again) / 2
	return line, err
}

// timed is how long workers take for a number of passes, from before they are started.
func timed(ctx context.Context, m *mode.Mode, workers int, pass time.Duration, passes int) (time.Duration, error) {
	began := time.Now()
	k, err := race.Keep(ctx, m, workloads.Spin(), workers, pass, time.Duration(passes)*pass/time.Duration(workers))
	if err != nil {
		return 0, err
	}
	defer k.Close()
	defer k.Enter()()
	_, err = k.Run(ctx, passes)
	return time.Since(began), err
}

// Convoy implements Subject: an echo that has no lock, beside processes that compute.
func (p processes) Convoy(ctx context.Context, s Spec) (results.GIL, error) {
	line := s.Line(p, results.GILConvoy)
	server, client, err := udpPair()
	if err != nil {
		return line, err
	}
	defer unix.Close(server)
	defer unix.Close(client)
	ended := make(chan error, 1)
	if s.Threads > 0 {
		w := workloads.Spin()
		pass, err := race.PassTime(ctx, w)
		if err != nil {
			return line, err
		}
		k, err := race.Keep(ctx, process.Processes(), w, s.Threads, pass, s.For)
		if err != nil {
			return line, err
		}
		defer k.Close()
		// They have work for longer than the echo is asked, and end by themselves.
		passes := s.Threads * int(s.For*3/2/pass)
		go func() { _, err := k.Run(ctx, max(1, passes)); ended <- err }()
	} else {
		ended <- nil
	}
	var stop atomic.Bool
	var trips []time.Duration
	err = crowd(2, false, 0, func(i int) {
		if i == 0 {
			answer(unlocked{}, server, &stop)
			return
		}
		defer stop.Store(true)
		trips, line.Wall = ask(ctx, client, s.For)
	})
	line.RoundTrips, line.Latency = int64(len(trips)), results.NewSpread(trips)
	return line, errors.Join(firstError(ctx, err), <-ended)
}

// unlocked is no lock.
type unlocked struct{}

func (unlocked) Acquire()          {}
func (unlocked) Release()          {}
func (unlocked) Checkpoint()       {}
func (unlocked) Blocking(f func()) { f() }

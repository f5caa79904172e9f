package mode

import (
	"context"
	"runtime"
	"time"

	"corerace/bench/machine"
	"corerace/bench/worker"
	"corerace/bench/worker/system"
	"corerace/workloads"
)

// Serial is the plain loop on one core: the baseline of every speedup. Go's collector would borrow a second core,
// so it runs at GOMAXPROCS=1.
func Serial() *Mode {
	return &Mode{
		Name: "serial", Most: 1, OneCore: true,
		Doc:   "One worker on one core (GOMAXPROCS=1): the baseline of every speedup.",
		Open:  Each(asWorker(StartGoroutine)),
		Enter: OneProc,
	}
}

// Goroutines is n goroutines, free to use every core.
func Goroutines() *Mode {
	return &Mode{
		Name:    "goroutines",
		Doc:     "Goroutines, free to use every core: threads as Go has them.",
		Options: []Option{CutOption()},
		Open:    Each(asWorker(StartGoroutine)),
	}
}

// Threads is n goroutines, each on an operating system thread of its own.
func Threads() *Mode {
	return &Mode{
		Name:    "threads",
		Doc:     "Goroutines, each locked to a thread of its own: threads as the operating system has them.",
		Options: []Option{CutOption()},
		Open:    Each(asWorker(StartThread)),
	}
}

// GOMAXPROCS1 is n goroutines that take turns on one core, as Go's scheduler sees fit.
func GOMAXPROCS1() *Mode {
	return &Mode{
		Name: "gomaxprocs1", OneCore: true,
		Doc:   "Goroutines that Go's scheduler lets run one at a time (GOMAXPROCS=1): one core without a lock.",
		Open:  Each(asWorker(StartGoroutine)),
		Enter: OneProc,
	}
}

// OneProc sets GOMAXPROCS to 1 and returns the undo.
func OneProc(Spec) (leave func()) {
	return machine.SetProcs(1)
}

// An Accountant is a worker of this process that can tell what it used while it did its work in some other way than
// Work does: behind a lock.
type Accountant interface {
	Worker
	// Account does the work and adds to its tally what the worker knows of itself.
	Account(work func() (Tally, error)) (Tally, error)
}

// asWorker starts an accountant as a worker.
func asWorker(
	start func(context.Context, int, Spec) (Accountant, error),
) func(context.Context, int, Spec) (Worker, error) {
	return func(ctx context.Context, i int, s Spec) (Worker, error) { return start(ctx, i, s) }
}

// A goroutine is a worker that runs shares where it is called.
type goroutine struct {
	i     int
	w     *workloads.Workload
	setup time.Duration
}

// StartGoroutine makes worker i of a pool a goroutine, which the runtime puts on any thread. It never fails.
func StartGoroutine(_ context.Context, i int, s Spec) (Accountant, error) {
	setup, err := warmUp(s)
	return goroutine{i, s.Workload, setup}, err
}

// warmUp makes this process ready for a workload: set up, and one unclaimed share run.
func warmUp(s Spec) (setup time.Duration, err error) {
	if setup, err = worker.Prepare(s.Workload); err == nil {
		_, err = worker.RunShare(s.Workload.Run, 0, min(s.Share, s.Workload.Size))
	}
	return setup, err
}

// Work implements Worker.
func (g goroutine) Work(j *Job) (Tally, error) {
	return g.Account(func() (Tally, error) { return j.loop(g.i, g.w.Run) })
}

// Account implements Accountant.
func (g goroutine) Account(work func() (Tally, error)) (Tally, error) {
	t, err := work()
	t.Setup = g.setup
	return t, err
}

// Close implements Worker.
func (g goroutine) Close() error { return nil }

// A thread is a goroutine that is locked to its thread, which ends with it.
type thread struct {
	goroutine
	wait system.ThreadWait
}

// StartThread makes worker i of a pool a goroutine that is locked to its thread.
func StartThread(ctx context.Context, i int, s Spec) (Accountant, error) {
	runtime.LockOSThread()
	w, err := StartGoroutine(ctx, i, s)
	if err != nil {
		return nil, err
	}
	return thread{w.(goroutine), system.OpenThreadWait()}, nil
}

// Work implements Worker.
func (t thread) Work(j *Job) (Tally, error) {
	return t.Account(func() (Tally, error) { return j.loop(t.i, t.w.Run) })
}

// Account implements Accountant: it adds what the thread used meanwhile.
func (t thread) Account(work func() (Tally, error)) (Tally, error) {
	start := time.Now()
	wait, _ := t.wait.Read()
	user, sys := system.ThreadCPU()
	tally, err := t.goroutine.Account(work)
	tally.User, tally.Sys = system.ThreadCPU()
	tally.User -= user
	tally.Sys -= sys
	waited, known := t.wait.Read()
	tally.End = machine.Now()
	tally.TID = threadID()
	tally.Account = worker.Account{Window: tally.End.Sub(start), Wait: waited - wait, Known: known}
	return tally, err
}

// Close implements Worker.
func (t thread) Close() error {
	t.wait.Close()
	return nil
}

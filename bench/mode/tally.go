package mode

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"time"

	"corerace/bench/worker"
	"corerace/bench/worker/system"
	"corerace/results"
)

// A Tally is what one worker did in a job.
type Tally struct {
	Sum       uint64
	Shares    int64
	Lots      results.Lots  // in which it claimed them; zero where it claimed each by itself, or none
	Host      string        // label of the machine that it ran on; "" is this one
	PID       int           // 0: this process
	TID       int           // 0: not bound to a thread
	User, Sys time.Duration // CPU time in the job; 0 where the worker can't tell its own
	Setup     time.Duration // what the workload's Setup took when the worker started; 0 where it was done before
	// Stages are those of the start of its process; zero where there are none.
	Stages results.Stages
	Image  string    // that its process was started from: results.Sample has it
	End    time.Time // when its sum was in; zero: when Work returned
	// Account says where the worker's time went, where the worker is bound to a thread or a process.
	worker.Account
}

// An Outcome is what a pool did in a job.
type Outcome struct {
	Sum           uint64
	Start         time.Time      // when the workers were told to go
	Wall          time.Duration  // from there to the last sum in
	Setup         time.Duration  // the slowest worker's
	Warm          time.Duration  // that the workers did the same work for before, when the pool was opened
	Made          time.Duration  // that the making of the workers' program took then: it is no part of their start
	Stages        results.Stages // of the worker that was ready last; zero where they aren't known
	Image         string         // of the worker processes; "" where there are none
	PerWorker     []results.Worker
	CPU           results.CPU
	Pool          *results.PoolTime // where the time went, where the workers can't tell their own
	Claim         string            // how shares were claimed: "shared", "static", "pipe" or "queue"
	HandOver      *results.HandOver // of lots to hosts; nil elsewhere
	Again         bool              // lots were handed out again, because who had them was silent
	Tracks        []results.Track   // of the cores of hosts, of those that could tell
	Lots          *results.Lots     // in which they were; nil where each was claimed by itself, or none
	Lock          *results.Lock     // nil for modes without a lock
	Holds         []results.Hold    // who had the lock when, since Start: the first of them
	results.Moved                   // of workloads of blocks
	Warnings      []string
	// Deaths are the workers that died and were replaced, also where Run returns an error. T is since Start, 0 where
	// one died before it.
	Deaths []results.Death
}

// A Worker does its part of a job. Its methods are called on one goroutine that is the worker's own from start to
// end, except that Close may be called from another goroutine while Work runs: Work then returns soon, where the
// worker can be stopped.
type Worker interface {
	// Work claims shares of the job until none is left.
	Work(j *Job) (Tally, error)
	// Close ends the worker.
	Close() error
}

// Own is what this process used: CPU time, and time that its threads waited for a core.
type Own struct {
	cpu, wait time.Duration
	known     bool // whether wait is
}

// ReadOwn begins a stretch of which [Own.Used] is the end. Reading the wait takes some 100 µs, which lie outside of it.
func ReadOwn() Own {
	wait, known := system.ProcessWait()
	user, sys := system.ProcessCPU()
	return Own{user + sys, wait, known}
}

// Used returns what was used since [ReadOwn].
func (o Own) Used() Own {
	user, sys := system.ProcessCPU()
	wait, known := system.ProcessWait()
	return Own{user + sys - o.cpu, max(0, wait-o.wait), known && o.known}
}

// Add adds up what the workers did. used is what this process used meanwhile.
func (o *Outcome) Add(tallies []Tally, g worker.Grid, used Own) error {
	var shares int64
	bound := true
	for _, t := range tallies {
		o.Sum += t.Sum
		shares += t.Shares
		o.Lots = o.Lots.With(t.Lots)
		o.Setup = max(o.Setup, t.Setup)
		if t.Stages.Sum() > o.Stages.Sum() {
			o.Stages = t.Stages
		}
		o.Image = cmp.Or(o.Image, t.Image)
		o.CPU.Workers += t.User + t.Sys
		bound = bound && t.TID != 0
		o.PerWorker = append(o.PerWorker, t.row())
	}
	if tallies[0].PID == 0 {
		o.CPU = results.CPU{Workers: used.cpu} // the workers are this process
	} else {
		o.CPU.Parent = used.cpu
	}
	if !bound && tallies[0].PID == 0 && used.known {
		slots := time.Duration(min(len(tallies), runtime.GOMAXPROCS(0)))
		o.Pool = &results.PoolTime{OnCPU: used.cpu, Wait: used.wait, Rest: max(0, slots*o.Wall-used.cpu-used.wait)}
	}
	if shares != int64(g.Shares()) {
		return fmt.Errorf("%d shares were done, the job has %d", shares, g.Shares())
	}
	return nil
}

// row is the worker's row in the record.
func (t Tally) row() results.Worker {
	r := results.Worker{Host: t.Host, PID: cmp.Or(t.PID, os.Getpid()), TID: t.TID, Shares: t.Shares, User: t.User, Sys: t.Sys}
	if t.Known {
		r.OnCPU, r.Wait = t.User+t.Sys, t.Wait
		r.Blocked = max(0, t.Window-r.OnCPU-r.Wait)
	}
	return r
}

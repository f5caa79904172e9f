// Package results is the record of what was measured: its kinds of lines, its writer, its reader and their checks.
//
// A record is a file of JSON lines, written as it is measured: first a "run" line, then "sample", "cores", "own",
// "round", "note", "death" and "answer" lines as they come, last an "end" line. It is the only thing that a report
// reads, so a report can be drawn on another machine from last year's file. A record without its "end" was cut short,
// and says so.
//
// What a record says is told elsewhere: results/verdict for a race, results/costs and results/locks for other
// experiments, results/scaling for the laws of speedups, all of them with the numbers of results/stats. This package
// knows none of them.
package results

import (
	"strconv"
	"time"
)

// Format is the version of the record format that this package writes, and the newest that it reads.
const Format = 1

// MaxWorkers is the largest number of workers that a sample may have.
const MaxWorkers = maxWorkers

// MaxRounds and MaxDuration are the most rounds, and the longest time, that a record has room for.
const (
	MaxRounds   = maxRounds
	MaxDuration = maxDuration
)

// Kinds of lines in a record.
const (
	KindRun    = "run"
	KindSample = "sample"
	KindCores  = "cores"
	KindOwn    = "own"
	KindRound  = "round"
	KindNote   = "note"
	KindHolds  = "holds"
	KindGIL    = "gil"
	KindDeath  = "death"
	KindAnswer = "answer"
	KindEnd    = "end"
)

// A Run is the first line of a record: where, when and what was to be measured.
type Run struct {
	Format  int       `json:"format"`
	Started time.Time `json:"started"`
	// Seed sets the order of the cells in every round. It is a string because JavaScript rounds above 2^53.
	Seed  string    `json:"seed"`
	Hosts []Machine `json:"hosts"`
	Plan  Plan      `json:"plan"`
	// Joined are the other machines that workers ran on, with their labels. Hosts has the one that measured.
	Joined []Machine `json:"joined,omitempty"`
	// Imported says that another tool measured it, and how; nil for a run of ours.
	Imported *Imported `json:"imported,omitempty"`
}

// A Machine says what a computer is and how much of it this process may use.
type Machine struct {
	Label         string  `json:"label,omitempty"` // of one that joined, as Worker.Host has it; "" is the measuring one
	CPUModel      string  `json:"cpu_model"`
	CoresPhysical int     `json:"cores_physical"` // 0: unknown
	CoresLogical  int     `json:"cores_logical"`
	CoresAllowed  []int   `json:"cores_allowed"` // ids of the cores in this process's affinity mask
	CPUQuota      float64 `json:"cpu_quota"`     // cores' worth of time that the cgroup grants; 0: no limit
	MemoryBytes   uint64  `json:"memory_bytes,omitempty"`
	OS            string  `json:"os"` // name and version for people
	Kernel        string  `json:"kernel"`
	GOOS          string  `json:"goos,omitempty"` // "": of a build that didn't write it
	Arch          string  `json:"arch"`
	GoVersion     string  `json:"go_version"`
	Epoch         *Epoch  `json:"epoch,omitempty"` // nil: it wasn't probed
}

// An Epoch is what short probes found of a machine before the first round. On a virtual machine these figures change
// when its host moves it, so two runs whose epochs differ were not made on the same machine, though its name is.
type Epoch struct {
	// GapShare is the part of the wall time that a spinning thread missed in gaps above 2 µs.
	GapShare float64 `json:"gap_share"`
	// HiddenShare is the part of GapShare in which the thread was on a core, as the kernel has it.
	HiddenShare float64 `json:"hidden_share"`
	// HiddenTogether is the same share with a thread on every usable core at once: a host that has fewer cores than it
	// promised shows only there. nil: of an older build, of one core, or unknown.
	HiddenTogether *float64 `json:"hidden_together,omitempty"`

	GapsPerSecond float64       `json:"gaps_per_second"` // such gaps
	RoundTrip     time.Duration `json:"round_trip_ns"`   // of a cache line between two cores, median; 0: unknown
	Timer         time.Duration `json:"timer_ns"`        // smallest step seen of the clock; 0: unknown
}

// Hidden is the share of the time that the host took without a word, where it took more of it.
func (e Epoch) Hidden() float64 {
	if e.HiddenTogether == nil {
		return e.HiddenShare
	}
	return max(e.HiddenShare, *e.HiddenTogether)
}

// A Plan is what the run set out to do.
type Plan struct {
	Workloads []PlannedWorkload `json:"workloads"`
	Modes     []PlannedMode     `json:"modes"`
	Workers   []int             `json:"workers"`
	// Rounds are without the warm-up; 0: as many as fit into the budget.
	Rounds int           `json:"rounds"`
	Budget time.Duration `json:"budget_ns"` // 0: none
	Target time.Duration `json:"target_ns"` // expected wall time of the shortest cell
	// Precision is the half-width, as a ratio less 1, at which the run may end; 0: none.
	Precision float64       `json:"precision,omitempty"`
	ClockStep time.Duration `json:"clock_step_ns,omitempty"` // smallest step seen of the clock; 0: unknown
	// WorkerMemory is how many bytes of memory a worker process may use; 0: no limit.
	WorkerMemory uint64   `json:"worker_memory,omitempty"`
	Notes        []string `json:"notes"` // what was left out of the plan, and why
}

// A PlannedWorkload is a workload of the plan with its calibrated size.
type PlannedWorkload struct {
	Name   string        `json:"name"`
	Doc    string        `json:"doc"`
	Size   int           `json:"size"`    // items in a pass
	Passes int           `json:"passes"`  // passes in a sample, alike in every cell
	Share  int           `json:"share"`   // items in a share
	Pass   time.Duration `json:"pass_ns"` // serial wall time of a pass at calibration
	// BlockBytes is the most bytes of an item where items are blocks, and File what they are read from; both may be
	// missing.
	BlockBytes int64  `json:"block_bytes,omitempty"`
	File       string `json:"file,omitempty"`
	// Params are the values of parameters of commands, name=value.
	Params []string `json:"params,omitempty"`
	// Baselines has the sizes for modes whose baseline isn't the first of the plan: a pass may take them far longer.
	Baselines []PlannedBaseline `json:"baselines,omitempty"`
}

// A PlannedBaseline is the calibrated size of a workload in the modes of one baseline.
type PlannedBaseline struct {
	Baseline string        `json:"baseline"`
	Passes   int           `json:"passes"`
	Share    int           `json:"share"`
	Pass     time.Duration `json:"pass_ns"`
}

// In returns the workload with its size in the modes of a baseline.
func (p PlannedWorkload) In(baseline string) PlannedWorkload {
	for _, b := range p.Baselines {
		if b.Baseline == baseline {
			p.Passes, p.Share, p.Pass = b.Passes, b.Share, b.Pass
		}
	}
	return p
}

// A PlannedMode is a mode of the plan.
type PlannedMode struct {
	Name     string `json:"name"`
	Doc      string `json:"doc"`
	Baseline string `json:"baseline"` // the mode whose workers=1 cell every speedup is taken against
	// OneAtATime is whether its workers compute one at a time, however many cores there are: behind the lock of an
	// interpreter, say. It is nil where the plan doesn't tell.
	OneAtATime *bool `json:"one_at_a_time,omitempty"`
	// Runtime is the program of another language that its workers run in, with its version; "" where there is none.
	Runtime string `json:"runtime,omitempty"`
	// Added says that nobody asked for the mode: it is there because others are taken against it.
	Added bool `json:"added,omitempty"`
	// Command is the program that the mode is; nil where it is one of corerace's own. A command's name is its user's.
	Command *Command `json:"command,omitempty"`
}

// ClaimStatic is the Claim of a sample whose shares weren't claimed: every worker had an equal part of each pass.
const ClaimStatic = "static"

// ClaimQueue is the Claim of a sample whose shares were taken from the queue of an engine, by workers of hosts.
const ClaimQueue = "queue"

// A Cell names what is measured once in each round.
type Cell struct {
	Workload string `json:"workload"`
	Mode     string `json:"mode"`
	Workers  int    `json:"workers"`
	// Build names the program that measured it, where two are compared; "" is the one that wrote the record.
	Build string `json:"build,omitempty"`
}

// A Sample is one measurement of one cell.
type Sample struct {
	Round int `json:"round"` // 0 is the warm-up, which is never estimated
	Pos   int `json:"pos"`   // place in the round's random order, from 0
	Cell
	Baseline string `json:"baseline"`
	// Twin marks the second entry of a cell that is measured twice in every round to see how far apart the same
	// program comes out. It is never estimated as a mode.
	Twin  bool          `json:"twin"`
	T     time.Duration `json:"t_ns"`     // from the start of the run to the start of Wall
	Spawn time.Duration `json:"spawn_ns"` // starting the workers
	Setup time.Duration `json:"setup_ns"` // the slowest worker's Setup
	// Warm is how long the workers did the same work before, uncounted, so that the compiler of their runtime had it.
	Warm  time.Duration `json:"warm_ns,omitempty"`
	Wall  time.Duration `json:"wall_ns"` // from all workers ready to the last sum in
	Items int64         `json:"items"`
	Share int           `json:"share"` // items in a share
	// Claim is how shares are claimed: "shared" from one cursor, "pipe" where they are sent, ClaimStatic or ClaimQueue.
	Claim string `json:"claim"`
	Lots  *Lots  `json:"lots,omitempty"` // nil where every share was claimed by itself, or none was claimed
	// HandOver is what it took to get lots to workers of hosts; nil where that wasn't measured.
	HandOver *HandOver `json:"hand_over,omitempty"`
	// Tracks are what the cores of other machines did meanwhile, of those that could tell.
	Tracks     []Track  `json:"tracks,omitempty"`
	GOMAXPROCS int      `json:"gomaxprocs"`
	Sum        string   `json:"sum"` // at most 64 bytes that can be printed
	PerWorker  []Worker `json:"per_worker"`
	CPU        CPU      `json:"cpu"`
	Moved
	Stages *Stages `json:"stages,omitempty"` // nil where no worker process was started for it, or can't tell
	// Image is what worker processes were started from: "own", the very program that measured, or "lean", the lean
	// image beside it. "" where there were none, or an older build wrote the record.
	Image    string    `json:"image,omitempty"`
	Memory   *Memory   `json:"memory,omitempty"` // nil where the workers are this process, or the system doesn't tell
	Pool     *PoolTime `json:"pool,omitempty"`   // nil where every worker tells its own, or the system tells nothing
	Lock     *Lock     `json:"lock,omitempty"`   // nil for modes without a lock
	Tree     *Tree     `json:"tree,omitempty"`   // nil for modes that are no command
	Of       *Mean     `json:"of,omitempty"`     // nil: Wall was measured, and isn't a mean
	Warnings []string  `json:"warnings"`
	// Recovered says that a worker died in it and that another did the rest, or that lots were handed out again because
	// who had them was silent. The sum is right; it is never estimated.
	Recovered bool   `json:"recovered,omitempty"`
	Error     string `json:"error"` // why the sample must not be estimated; "" for a sound one
}

// Moved is what a sample of a workload of blocks moved between processes. It is 0 where nothing is.
type Moved struct {
	BlockBytes int64 `json:"block_bytes,omitempty"` // most bytes of an item's input; 0: items aren't blocks
	MovedBytes int64 `json:"moved_bytes,omitempty"` // that went over a pipe, both ways
	// Move is the time from sending blocks to having their outputs, less Encode and the work, all workers together;
	// Encode is the time to encode and decode them, at both ends.
	Move   time.Duration `json:"move_ns,omitempty"`
	Encode time.Duration `json:"encode_ns,omitempty"`
}

// A Worker is what one worker did in a sample. Times are read by the worker itself, at go and after its last share.
// They are 0 where the mode's workers aren't bound to a thread or a process; OnCPU, Wait and Blocked are 0 also
// where the system doesn't show the wait. The three add up to the worker's own part of the wall time.
type Worker struct {
	// Host is the label of the machine that it ran on, one of Run.Joined; "" is the measuring one.
	Host    string        `json:"host,omitempty"`
	PID     int           `json:"pid"`
	TID     int           `json:"tid"` // 0: not bound to a thread
	Shares  int64         `json:"shares"`
	User    time.Duration `json:"user_ns"`
	Sys     time.Duration `json:"sys_ns"`
	OnCPU   time.Duration `json:"on_cpu_ns,omitempty"`
	Wait    time.Duration `json:"wait_ns,omitempty"`    // ready to run, while others had the cores
	Blocked time.Duration `json:"blocked_ns,omitempty"` // waiting for something else than a core
}

// PoolTime says where the time of a pool went whose workers can't tell their own: goroutines move between threads.
type PoolTime struct {
	OnCPU time.Duration `json:"on_cpu_ns"`
	Wait  time.Duration `json:"wait_ns"` // of the process's threads, for a core
	// Rest is what is left of the wall time of as many threads as could run at once: waiting for Go's scheduler, or
	// blocked.
	Rest time.Duration `json:"rest_ns"`
}

// CPU is the CPU time spent during a sample's wall time by this program.
type CPU struct {
	Parent  time.Duration `json:"parent_ns"`  // the measuring process, where the workers are other processes
	Workers time.Duration `json:"workers_ns"` // the workers; in-process modes can't be told from the parent
	// Helpers are the threads of a runtime of another language that aren't workers: compilers, collectors, schedulers.
	Helpers time.Duration `json:"helpers_ns,omitempty"`
	// HelpersUnknown says that Helpers, which is 0 then, couldn't be read.
	HelpersUnknown bool `json:"helpers_unknown,omitempty"`
}

// Total is what all of them used together.
func (c CPU) Total() time.Duration { return c.Parent + c.Workers + c.Helpers }

// Lock is what a mode with a global lock counted in a sample.
type Lock struct {
	HandOffs int64         `json:"hand_offs"`
	Held     time.Duration `json:"held_ns"`             // time with the lock held, all workers together
	Waited   time.Duration `json:"waited_ns,omitempty"` // time that workers waited for it, together
	CPU      time.Duration `json:"cpu_ns,omitempty"`    // CPU time with the lock held; 0: not measured
	// Interval is how long a worker keeps the lock while others wait, at least; Ticks is the check interval of a
	// lock of ticks. The one that the lock hasn't is 0.
	Interval time.Duration `json:"interval_ns,omitempty"`
	Ticks    int           `json:"ticks,omitempty"`
	// Checks are the times that a worker let go because it was asked, or its ticks were up.
	Checks  int64 `json:"checks,omitempty"`
	Wakes   int64 `json:"wakes,omitempty"`    // system calls that wake
	WakeUps int64 `json:"wake_ups,omitempty"` // times that a waiter woke up
	Lost    int64 `json:"lost,omitempty"`     // of them those that found the lock taken again
	// Slices are how long the lock stayed with a worker until another one had it.
	Slices   *Spread `json:"slices,omitempty"`
	Overrun  *Spread `json:"overrun,omitempty"`   // of the slices past the interval
	HandOver *Spread `json:"hand_over,omitempty"` // from letting go to the next worker's having it
	Jain     float64 `json:"jain,omitempty"`      // fairness of the time that workers had the lock
}

// Cores is one point of the stream that records every core for the whole run.
type Cores struct {
	T time.Duration `json:"t_ns"` // end of the interval, since the start of the run
	// Busy has one number a logical core: the core's busy time over the time since the previous point. A whole
	// core is 1; a point can read above 1 by a tick of the kernel's clock (10 ms). It is never negative.
	Busy []float64 `json:"busy"`
	// Absent are the ids of the cores that weren't there: switched off, or never in the machine. They are 0 in Busy,
	// and aren't idle. A machine whose ids have no gap has none.
	Absent []int `json:"absent,omitempty"`
}

// Own is one point of the stream that records what this program used of every core: all of its threads, and the
// processes that it started.
type Own struct {
	T time.Duration `json:"t_ns"` // end of the interval, since the start of the run
	// Own has one number a logical core, at the index of the core's id: the CPU time that this program used there over
	// the time since the previous point. A whole core is 1. It is never negative, and not cut off at 1.
	Own []float64 `json:"own"`
}

// A Round closes a round of samples with the conditions that it ran under.
type Round struct {
	Round int           `json:"round"`
	T     time.Duration `json:"t_ns"`    // start, since the start of the run
	Wall  time.Duration `json:"wall_ns"` // length of the round
	// What follows is nil where it couldn't be read, so that nothing is taken for 0 that isn't known.
	Load1 *float64 `json:"load1,omitempty"` // load average over one minute at its end
	// Others is the cores' worth of time that other programs used on the machine, on average.
	Others *float64 `json:"others,omitempty"`
	// Steal is the cores' worth of time that the hypervisor took of the machine, on average.
	Steal *float64 `json:"steal,omitempty"`
	// OthersAllowed and StealAllowed are the same on the cores that this program may use, where those aren't all.
	OthersAllowed *float64 `json:"others_allowed,omitempty"`
	StealAllowed  *float64 `json:"steal_allowed,omitempty"`
	Contention    *float64 `json:"contention,omitempty"` // others and steal over the capacity of all cores
	// PSISome is the share of the time that some thread waited for a core.
	PSISome *float64 `json:"psi_some,omitempty"`
	// Throttled is the time that the cgroup's quota held this program back.
	Throttled     *time.Duration `json:"throttled_ns,omitempty"`
	InvolSwitches *int64         `json:"invol_switches,omitempty"` // times that this program was taken off a core
	// MHz is the mean frequency of the cores at the end of the round.
	MHz     *float64 `json:"mhz,omitempty"`
	Celsius *float64 `json:"celsius,omitempty"` // the hottest thermal zone at its end
	// CoreSpeeds has one number for each of the host's cores_allowed, in their order: how fast the core did a fixed
	// piece of work, over the fastest of them. It is from CPU time: a core that others used isn't slow.
	CoreSpeeds []float64 `json:"core_speeds,omitempty"`
	// CoresAllowed and CPUQuota are what the host's fields of these names had become, where that changed since the run
	// began; else they are nil.
	CoresAllowed []int    `json:"cores_allowed,omitempty"`
	CPUQuota     *float64 `json:"cpu_quota,omitempty"`
}

// A Note is something that happened in the run and that its reader should know.
type Note struct {
	T    time.Duration `json:"t_ns"`
	Text string        `json:"text"`
}

// An End is the last line of a record that wasn't cut short.
type End struct {
	T      time.Duration `json:"t_ns"`
	Reason string        `json:"reason"` // what stopped the run: "rounds", "budget", "precision" or "busy"
}

// A Record is a record read back.
type Record struct {
	Run Run
	// Samples are all of its samples, or of a long record that was read those that were added since: All has them all.
	Samples []Sample
	Cores   []Cores
	Own     []Own
	Rounds  []Round
	Notes   []Note
	Holds   []Holds
	GIL     []GIL
	Deaths  []Death
	Answers []Answer // as they were written: the function [Answers] has how each stands in the end
	End     *End     // nil: the run was cut short
	// Unknown counts lines of kinds that this version doesn't know.
	Unknown int
	// Problems are the first of the lines that were skipped, in order; Skipped counts all of them.
	Problems []Problem
	Skipped  int

	packed *packed // nil: none are
}

// A Problem is a line of a record that can't be used.
type Problem struct {
	Line int    // from 1
	Text string // "sample: wall_ns is negative"
	File string // path of the record; "" where it wasn't read from a file
}

// String is the problem for people: "run.jsonl: line 17: sample: wall_ns is negative".
func (p Problem) String() string {
	text := "line " + strconv.Itoa(p.Line) + ": " + p.Text
	if p.File != "" {
		text = p.File + ": " + text
	}
	return text
}

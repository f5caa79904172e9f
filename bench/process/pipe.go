package process

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/results"
)

// ProcessesPipe is n processes that are sent shares over a pipe: processes as pools usually do it.
func ProcessesPipe() *mode.Mode {
	return &mode.Mode{
		Name:      "processes-pipe",
		Doc:       "The same processes, sent their shares over a pipe, several together, as pools usually do it.",
		Options:   []mode.Option{chunkOption(), encodeOption(), startMethod(), imageOption()},
		Available: canStartSelf,
		Open:      openPipeProcesses,
	}
}

// chunkOption says how many shares are sent together.
func chunkOption() mode.Option {
	return mode.Option{Name: "chunk", Default: "auto",
		Doc: "how many shares are sent together; auto is a quarter of a worker's part, as in Python's Pool.map",
		Parse: func(value string) (string, error) {
			n, err := strconv.ParseUint(value, 10, 32)
			if value != "auto" && (err != nil || n < 1) {
				return "", fmt.Errorf("%q is neither a number of shares nor auto", value)
			}
			return value, nil
		}}
}

// chunkOf is how many shares of a job go together: the option's number or, by the rule of multiprocessing.Pool.map, a
// quarter of a worker's part, so that there are four chunks for each worker.
func chunkOf(option string, shares uint64, workers int) uint64 {
	if n, err := strconv.ParseUint(option, 10, 32); err == nil {
		return n
	}
	parts := 4 * uint64(workers)
	return max(1, (shares+parts-1)/parts)
}

// openPipeProcesses opens a pool of processes that are sent their shares, or the blocks of a workload that has some.
func openPipeProcesses(ctx context.Context, s mode.Spec) (mode.Pool, error) {
	if err := MayStart(s.Workload); err != nil {
		return nil, err
	}
	if s.Workload.Blocks() {
		return openSentBlocks(ctx, s)
	}
	p := pipePool{chunk: s.Value("chunk")}
	p.recovery = recoverySent(s)
	var err error
	p.Crew, err = openSent(ctx, s, func(ctx context.Context, i int, s mode.Spec) (mode.Worker, error) {
		seat, err := p.newSeat(ctx, i, s)
		return &sender{seat: seat}, err
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// recoverySent is for processes that are sent what they do, and share no memory.
func recoverySent(s mode.Spec) *recovery {
	return &recovery{spec: s, start: func(ctx context.Context, i int, s mode.Spec) (*process, error) {
		return startProcess(ctx, i, s, nil)
	}}
}

// openSent opens a crew whose shares are claimed in the parent, and whose workers keep their deadlines by themselves.
func openSent(ctx context.Context, s mode.Spec,
	start func(context.Context, int, mode.Spec) (mode.Worker, error)) (*mode.Crew, error) {
	c, err := mode.OpenCrew(ctx, s, new(worker.Cursor), start)
	if err != nil {
		return nil, err
	}
	c.Watched = true
	return c, nil
}

// A pipePool is a crew of processes whose shares are sent.
type pipePool struct {
	*mode.Crew
	*recovery
	chunk string
}

// Run implements Pool.
func (p pipePool) Run(ctx context.Context, j mode.Job) (mode.Outcome, error) {
	j.Chunk = chunkOf(p.chunk, j.Shares(), p.Size())
	p.begin()
	o, err := p.Crew.Run(ctx, j)
	o.Claim, o.Deaths = "pipe", p.all()
	return o, err
}

// A sender is a place whose process is sent the shares that are claimed in the parent:
//
//	parent                               worker
//	share  first, shares, items    -->
//	share  first, shares, items    -->
//	                                     run
//	                               <--   sum   sum, first, shares
//	share  first, shares, items    -->   run
//	                               <--   sum   sum, first, shares
//
// A worker always has a lot to go on with while its answer is on the way. How many are sent ahead depends on how long
// they take: two are enough where a lot takes longer than a message, and more than that would be work that another
// worker, who has nothing left, can't have.
//
// Sums are added up in the parent, so when a process dies the parent knows what is lost: the lots that weren't
// answered. They are sent again, to the process that takes its place.
type sender struct {
	*seat
	ahead   window
	lots    []worker.Lot  // claimed, the oldest first
	done    int           // how many of lots are answered
	answers atomic.Uint64 // in all jobs
	out     []byte
	tally   mode.Tally // of the job
	before  mode.Tally // of the job, when the process took its place
}

// Work implements Worker.
func (p *sender) Work(j *mode.Job) (mode.Tally, error) {
	p.working.Store(true)
	defer func() { p.working.Store(false) }() // of the process that is there by then
	p.lots, p.done, p.tally, p.before = p.lots[:0], 0, mode.Tally{}, mode.Tally{}
	for {
		stop := p.watch(j.Silence(), p.answers.Load)
		t, err := p.work(j)
		stop()
		if err == nil {
			return t, nil
		}
		if err := p.replace(p.unfinished(), err); err != nil {
			j.Cursor.Stop()
			return mode.Tally{}, err
		}
		p.before = p.tally
		p.out = p.out[:0]
		for _, lot := range p.lots[p.done:] {
			p.out = worker.AppendFrame(p.out, lot.Frame(j.Share))
		}
	}
}

// unfinished is the share that the process may have died of: the first that isn't answered.
func (p *sender) unfinished() int64 {
	if p.open() == 0 {
		return results.NoShare
	}
	return int64(p.lots[p.done].First)
}

// work is what one process does of a job, and its account of that.
func (p *sender) work(j *mode.Job) (mode.Tally, error) {
	p.wire.Buffer()
	if err := p.pump(j); err != nil {
		return mode.Tally{}, err
	}
	end := machine.Now()
	told, err := p.finish(j, worker.Frame{Kind: worker.KindTally})
	if err != nil {
		return mode.Tally{}, err
	}
	if sum, shares := p.tally.Sum-p.before.Sum, p.tally.Shares-p.before.Shares; told.Sum != sum ||
		told.Shares != shares {
		return mode.Tally{}, p.failed(fmt.Errorf("it counts %d shares, it was sent %d", told.Shares, shares))
	}
	told.Sum, told.Shares, told.Lots, told.End = p.tally.Sum, p.tally.Shares, p.tally.Lots, end
	return told, nil
}

// pump sends lots of shares and takes their sums until none is left.
func (p *sender) pump(j *mode.Job) error {
	for left := true; ; {
		left = left && p.fill(j)
		if p.open() == 0 {
			return nil
		}
		p.to.Write(p.out) // where the worker is gone, reading finds its last words
		p.out = p.out[:0]
		answers := 0
		for more := true; more && p.open() > 0; more = p.wire.More() {
			if err := p.answer(); err != nil {
				return err
			}
			answers++
		}
		p.answers.Add(uint64(answers))
		p.ahead.adapt(answers, time.Now())
	}
}

// open is how many lots are sent and not answered.
func (p *sender) open() int { return len(p.lots) - p.done }

// fill claims as many lots as may be sent ahead. It returns whether there may be more.
func (p *sender) fill(j *mode.Job) bool {
	p.lots, p.done = p.lots[:copy(p.lots, p.lots[p.done:])], 0
	for total := j.Shares(); len(p.lots) < p.ahead.lots(); {
		first := j.Cursor.Claim(j.Chunk)
		if first >= total {
			return false
		}
		lot := worker.Lot{First: first, Count: min(j.Chunk, total-first)}
		p.lots = append(p.lots, lot)
		p.out = worker.AppendFrame(p.out, lot.Frame(j.Share))
	}
	return true
}

// answer takes the answer to the oldest lot.
func (p *sender) answer() error {
	f, err := p.read(worker.KindSum)
	if err != nil {
		return err
	}
	lot := p.lots[p.done]
	if f.Args[1] != lot.First || f.Args[2] != lot.Count {
		return p.failed(fmt.Errorf("it answers for %d shares from %d on, it was sent %d from %d on",
			f.Args[2], f.Args[1], lot.Count, lot.First))
	}
	p.done++
	p.tally.Sum += f.Args[0]
	p.tally.Shares += int64(lot.Count)
	p.tally.Lots.Claims++
	p.tally.Lots.Most = max(p.tally.Lots.Most, int64(lot.Count))
	return nil
}

package bench

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"corerace/bench/worker"
)

// ProcessesPipe is n processes that are sent shares over a pipe: processes as pools usually do it.
func ProcessesPipe() *Mode {
	return &Mode{
		Name:      "processes-pipe",
		Doc:       "The same processes, sent their shares over a pipe, several together, as pools usually do it.",
		Options:   []Option{chunkOption(), encodeOption()},
		Available: canStart,
		Open:      openPipeProcesses,
	}
}

// chunkOption says how many shares are sent together.
func chunkOption() Option {
	return Option{Name: "chunk", Default: "auto",
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

func openPipeProcesses(ctx context.Context, s Spec) (Pool, error) {
	if err := mayStart(s.Workload); err != nil {
		return nil, err
	}
	if s.Workload.Blocks() {
		return openSentBlocks(ctx, s)
	}
	c, err := openCrew(ctx, s, new(worker.Cursor), func(ctx context.Context, i int, s Spec) (Worker, error) {
		p, err := startProcess(ctx, i, s, nil)
		if err == nil {
			p.wire.Buffer()
		}
		return &sender{process: p}, err
	})
	if err != nil {
		return nil, err
	}
	return pipePool{c, s.Value("chunk")}, nil
}

// A pipePool is a crew of processes whose shares are sent.
type pipePool struct {
	*crew
	chunk string
}

// Run implements Pool.
func (p pipePool) Run(ctx context.Context, j Job) (Outcome, error) {
	j.chunk = chunkOf(p.chunk, j.Shares(), len(p.members))
	o, err := p.crew.Run(ctx, j)
	o.Claim = "pipe"
	return o, err
}

// A sender is a process whose shares are claimed in the parent and sent to it:
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
type sender struct {
	*process
	ahead window
	lots  []worker.Lot // claimed, the oldest first
	done  int          // how many of lots are answered
	out   []byte
}

// Work implements Worker.
func (p *sender) Work(j *Job) (Tally, error) {
	p.working.Store(true)
	defer p.working.Store(false)
	t, err := p.pump(j)
	if err != nil {
		j.cursor.Stop()
		return Tally{}, err
	}
	end := time.Now()
	told, err := p.finish(j, worker.Frame{Kind: worker.KindTally})
	told.End = end
	if err == nil && (told.Sum != t.Sum || told.Shares != t.Shares) {
		err = p.failed(fmt.Errorf("it counts %d shares, it was sent %d", told.Shares, t.Shares))
	}
	return told, err
}

// pump sends lots of shares and takes their sums until none is left.
func (p *sender) pump(j *Job) (t Tally, err error) {
	for left := true; ; {
		left = left && p.fill(j)
		if p.open() == 0 {
			return t, nil
		}
		p.to.Write(p.out) // where the worker is gone, reading finds its last words
		p.out = p.out[:0]
		answers := 0
		for more := true; more && p.open() > 0; more = p.wire.More() {
			if err := p.answer(&t); err != nil {
				return t, err
			}
			answers++
		}
		p.ahead.adapt(answers, time.Now())
	}
}

// open is how many lots are sent and not answered.
func (p *sender) open() int { return len(p.lots) - p.done }

// fill claims as many lots as may be sent ahead. It returns whether there may be more.
func (p *sender) fill(j *Job) bool {
	p.lots, p.done = p.lots[:copy(p.lots, p.lots[p.done:])], 0
	for total := j.Shares(); len(p.lots) < p.ahead.lots(); {
		first := j.cursor.ClaimLot(j.chunk)
		if first >= total {
			return false
		}
		lot := worker.Lot{First: first, Count: min(j.chunk, total-first)}
		p.lots = append(p.lots, lot)
		p.out = worker.AppendFrame(p.out, lot.Frame(j.Share))
	}
	return true
}

// answer takes the answer to the oldest lot.
func (p *sender) answer(t *Tally) error {
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
	t.Sum += f.Args[0]
	t.Shares += int64(lot.Count)
	return nil
}

package mode

import (
	"context"
	"errors"
	"os"

	"corerace/bench/worker"
)

// Values of the option transport.
const (
	TransportMemory = "memory"
	TransportFile   = "file"
)

// A HandOver is how the blocks of a workload reach worker processes.
type HandOver struct {
	Way   int        // worker.BlocksMapped and so on
	Files []*os.File // handed to each worker behind the arena's
}

// handBlocks sets up what is handed to workers that map blocks. The file is closed with the pool.
func (s *Spec) handBlocks(b *worker.Blocks) (text *os.File, err error) {
	s.Blocks = HandOver{worker.BlocksMapped, []*os.File{b.File()}}
	if s.Value("transport") != TransportFile {
		return nil, nil
	}
	if text, err = os.Open(s.Workload.File); err == nil {
		s.Blocks = HandOver{worker.BlocksInFile, append(s.Blocks.Files, text)}
	}
	return text, err
}

// BlocksInMemory returns why blocks don't lie in memory that processes can share, or nil.
func (s *Spec) BlocksInMemory() error {
	if b := worker.BlocksOf(s.Workload); b != nil && b.File() == nil {
		return errors.New("shared memory: none for the blocks")
	}
	return nil
}

// BlockSetup is the number that says to a worker how its blocks come.
func (s Spec) BlockSetup() uint64 {
	if !s.Workload.Blocks() {
		return 0
	}
	return worker.BlockSetup{Way: s.Blocks.Way, Items: s.Workload.Size, Bytes: s.Workload.Block}.Arg()
}

// A blockPool is a pool that works on blocks. It forgets their outputs before a job, and looks at some of them after
// it.
type blockPool struct {
	Pool
	blocks *worker.Blocks
	text   *os.File // nil where no file is handed to workers
}

// Close implements Pool.
func (p *blockPool) Close() error {
	err := p.Pool.Close()
	p.text.Close() // of none it does nothing
	return err
}

// Run implements Pool.
func (p *blockPool) Run(ctx context.Context, j Job) (Outcome, error) {
	p.blocks.Reset()
	o, err := p.Pool.Run(ctx, j)
	if err != nil {
		return o, err
	}
	o.BlockBytes = int64(p.blocks.Longest())
	return o, p.blocks.Check()
}

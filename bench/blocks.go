package bench

import (
	"context"
	"errors"
	"fmt"
	"os"

	"corerace/bench/worker"
	"corerace/results"
)

// Values of the option transport.
const (
	transportMemory = "memory"
	transportFile   = "file"
)

// transportOption says where worker processes find the inputs of blocks.
func transportOption() Option {
	return ChoiceOption("transport", "where workers find blocks: in shared memory, or in the workload's file, which they map themselves",
		transportMemory, transportFile)
}

// suitsTransport returns why blocks can't be found in a file.
func suitsTransport(s Spec) error {
	if s.Value("transport") == transportFile && s.Workload.File == "" {
		return errors.New("it has no file that a worker could map")
	}
	return nil
}

// ChoiceOption returns an option whose value is one of some words, the first of them by default.
func ChoiceOption(name, doc string, words ...string) Option {
	return Option{Name: name, Default: words[0], Doc: doc, Parse: func(value string) (string, error) {
		for _, w := range words {
			if w == value {
				return w, nil
			}
		}
		return "", &UnknownError{"value", value, words}
	}}
}

// A handOver is how the blocks of a workload reach worker processes.
type handOver struct {
	way   int        // worker.BlocksMapped and so on
	files []*os.File // handed to each worker behind the arena's
}

// handBlocks sets up what is handed to workers that map blocks. The file is closed with the pool.
func (s *Spec) handBlocks(b *worker.Blocks) (text *os.File, err error) {
	s.blocks = handOver{worker.BlocksMapped, []*os.File{b.File()}}
	if s.Value("transport") != transportFile {
		return nil, nil
	}
	if text, err = os.Open(s.Workload.File); err == nil {
		s.blocks = handOver{worker.BlocksInFile, append(s.blocks.files, text)}
	}
	return text, err
}

// blocksInMemory returns why blocks don't lie in memory that processes can share, or nil.
func (s *Spec) blocksInMemory() error {
	if b := worker.BlocksOf(s.Workload); b != nil && b.File() == nil {
		return errors.New("shared memory: none for the blocks")
	}
	return nil
}

// blockSetup is the number that says to a worker how its blocks come.
func (s Spec) blockSetup() uint64 {
	if !s.Workload.Blocks() {
		return 0
	}
	return worker.BlockSetup{Way: s.blocks.way, Items: s.Workload.Size, Bytes: s.Workload.Block}.Arg()
}

// openBound opens a mode for a workload that is bound to its blocks, where it has some.
func openBound(ctx context.Context, m *Mode, s Spec) (Pool, error) {
	w, err := worker.Bind(s.Workload)
	if err != nil {
		return nil, err
	}
	s.Workload = w
	if err := m.suits(s); err != nil {
		return nil, fmt.Errorf("mode %s can't run workload %s: %w", m, w.Name, err)
	}
	blocks := worker.BlocksOf(w)
	if blocks == nil {
		return m.Open(ctx, s)
	}
	text, err := s.handBlocks(blocks)
	if err != nil {
		return nil, err
	}
	blocks.Reset()
	pool, err := m.Open(ctx, s)
	if err != nil {
		text.Close()
		return nil, err
	}
	return &blockPool{pool, blocks, text}, nil
}

// A blockPool is a pool that works on blocks. It forgets their outputs before a job, and looks at some of them after it.
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

// moved adds up what senders moved.
func (m *moved) add(o *results.Moved) {
	o.MovedBytes += m.bytes
	o.Move += m.move
	o.Encode += m.encode
}
